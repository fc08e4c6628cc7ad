"""The words for a fault of the program: a number to report it by, and nothing of the workbook."""

from __future__ import annotations

from xl_massbill.addin import log


def fault_words(number: str) -> str:
    """Return what to say of a fault that was noted under a number."""
    return (
        f"A fault of the program (number {number}). Nothing is half done; the next click settles what was "
        f"under way. Please report it with {log.folder() / 'addin.log'}, which holds no data of patients."
    )
