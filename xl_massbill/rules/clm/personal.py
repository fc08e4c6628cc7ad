"""Whether a claim number tells a patient's name or birth date.

Source: handbook §7.2 (claim ids without personal data), §11.1.
"""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.bills import Bills

_OURS = re.compile(r"-?\d{2}-\d{6,}(?:[RVS]\d*)*")
"""What follows the office's own letters in a number that the program made: CR26-000101, CR26-000109R1."""
_FROM_HERE = 4
"""A name of so many letters is found inside a word too; a shorter one only as a word of its own."""
_WHOLE = ("%Y%m%d", "%m%d%Y", "%d%m%Y")
_SHORT = ("%y%m%d", "%m%d%y", "%d%m%y")


def tells_of_somebody(bills: Bills) -> Mask:
    """Return which claims have a number with the name or the birth date of their patient in it."""
    prefix = bills.records.settings.get("claim_prefix", "CR").upper()
    ids = bills["claim_id"]
    words = [str(v).upper().removeprefix(prefix) if v is not None else "" for v in ids]
    found = np.zeros(len(ids), dtype=bool)
    odd = [i for i, word in enumerate(words) if word and not _OURS.fullmatch(word)]
    for i in odd:
        names = [bills[f"patient_{part}_name"].iloc[i] for part in ("last", "first")]
        born = bills["patient_dob"].iloc[i]
        day = None if pd.isna(born) else born.date()
        found[i] = any(has_name(words[i], name) for name in names if name) or has_day(words[i], day)
    return found


def has_name(number: str, name: str) -> bool:
    """Return whether a number in capitals has a name in it; names of fewer than three letters are not sought.

    >>> has_name("HARPER-0504", "Harper"), has_name("LEE7", "Lee")
    (True, True)
    >>> has_name("SLEEP-1", "Lee"), has_name("LI1", "Li")
    (False, False)
    """
    letters = re.sub(r"[^A-Z]", "", name.upper())
    runs = re.findall(r"[A-Z]+", number)
    return (
        letters in runs
        if 3 <= len(letters) < _FROM_HERE
        else len(letters) >= _FROM_HERE and any(letters in run for run in runs)
    )


def has_day(number: str, day: dt.date | None) -> bool:
    """Return whether a number has a date in it: eight digits anywhere, six digits as a number of their own.

    >>> born = dt.date(1984, 2, 17)
    >>> has_day("1984-02-17", born), has_day("X021784", born), has_day("X0217841", born), has_day("X1", born)
    (True, True, False, False)
    """
    if day is None:
        return False
    together = re.sub(r"\D", "", number)
    runs = re.findall(r"\d+", number)
    return any(day.strftime(form) in together for form in _WHOLE) or any(
        day.strftime(form) in runs for form in _SHORT
    )
