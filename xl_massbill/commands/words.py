"""Numbers in sentences, as a person would say them."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "claim"), counted(0, "claim"), counted(1_200, "batch")
    ('1 claim', '0 claims', '1,200 batches')
    """
    ending = "" if number == 1 else "es" if what.endswith("ch") else "s"
    return f"{number:,} {what}{ending}"
