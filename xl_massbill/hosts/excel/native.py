"""The few questions to Excel that xlwings has no words for, on Windows and on macOS.

Where an answer cannot be had, the question counts as answered harmlessly; what then goes wrong is
refused when it is written.

Source: Excel's VBA reference and its AppleScript dictionary, as xlwings hands both through (`api`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def _asked(api: Any, windows: str, mac: str) -> Any:
    if sys.platform == "darwin":
        return getattr(api, mac).get()
    return getattr(api, windows, None)


def is_protected(sheet: Any) -> bool:
    """Say whether the cells of a sheet are protected."""
    return bool(_asked(sheet.api, "ProtectContents", "protect_contents"))


def is_read_only(book: Any) -> bool:
    """Say whether a workbook was opened for reading only."""
    return bool(_asked(book.api, "ReadOnly", "read_only"))


def has_been_saved(book: Any) -> bool:
    """Say whether a workbook has no change that its file lacks."""
    return _asked(book.api, "Saved", "saved") is not False


def full_name(book: Any) -> str:
    """Return where a workbook lies as Excel says it: a web address for one in the cloud."""
    said = str(_asked(book.api, "FullName", "full_name") or "")
    # On macOS Excel says its own kind of path, which xlwings turns into the usual one.
    return said if "://" in said or (said and sys.platform != "darwin") else str(book.fullname)


def is_filtered(table: Any) -> bool:
    """Say whether a filter of a table hides rows."""
    shown = getattr(table.api, "AutoFilter", None)
    return bool(shown is not None and shown.FilterMode)


def filter_again(table: Any) -> None:
    """Let a table's filter look at its rows anew."""
    table.api.AutoFilter.ApplyFilter()


@contextmanager
def without_filling(app: Any) -> Iterator[None]:
    """Keep Excel from filling a formula down a whole column of its own accord."""
    correct = getattr(app.api, "AutoCorrect", None)
    was = getattr(correct, "AutoFillFormulasInLists", None)
    if was is None:
        yield
        return
    correct.AutoFillFormulasInLists = False  # type: ignore[union-attr]
    try:
        yield
    finally:
        correct.AutoFillFormulasInLists = was  # type: ignore[union-attr]
