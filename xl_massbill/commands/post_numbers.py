"""The numbers of posted rows: those of the sheet go on, none is given twice."""

from __future__ import annotations

import re

from xl_massbill.practice import Records


def next_number(records: Records, table: str, key: str) -> int:
    """Return the number after the highest of a table (PM000101 is 101)."""
    found = (re.fullmatch(r"[A-Z]{2}0*(\d{1,9})", str(word)) for word in records[table][key] if word)
    return max((int(one[1]) for one in found if one), default=0) + 1
