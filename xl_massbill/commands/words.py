"""Numbers in sentences, as a person would say them."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "claim"), counted(0, "claim"), counted(1_200, "batch"), counted(2, "entry")
    ('1 claim', '0 claims', '1,200 batches', '2 entries')
    """
    if number == 1:
        return f"1 {what}"
    if what.endswith("ry"):
        return f"{number:,} {what[:-1]}ies"
    return f"{number:,} {what}{'es' if what.endswith('ch') else 's'}"
