"""Single cells as worksheet functions read them: by the same readers as the tables; an odd one is #VALUE!.

Source: handbook §1.2 (what a cell may hold).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_massbill.book.amounts import whole_of
from xl_massbill.book.dates import day_of
from xl_massbill.book.doubt import Bad
from xl_massbill.book.kinds import tidy, written


def word(cell: Any) -> str:
    """Return a code or number as text; TypeError for a date or TRUE.

    >>> word(97124.0), word(" gp ")
    ('97124', 'gp')
    """
    if isinstance(cell, bool | dt.date | dt.time):
        raise TypeError("no word")
    return tidy(written(cell))


def day(cell: Any) -> dt.date:
    """Return a day, given as date, serial number or text; TypeError otherwise."""
    found = day_of(tidy(cell) if isinstance(cell, str) else cell)
    if isinstance(found, Bad):
        raise TypeError("no day")
    return found


def number(cell: Any) -> float:
    """Return a number; TypeError for anything else, text that looks like one included.

    >>> number(22.0)
    22.0
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise TypeError("no number")
    return cell


def whole(cell: Any) -> int:
    """Return a whole number, also of text as offices write it; TypeError otherwise or below 0.

    >>> whole(22.0), whole("22")
    (22, 22)
    """
    found = whole_of(tidy(cell) if isinstance(cell, str) else cell)
    if isinstance(found, Bad):
        raise TypeError("no whole number")
    return found


def moment(found: dt.date | None) -> dt.datetime | None:
    """Return a day as xlwings hands it to Excel."""
    return None if found is None else dt.datetime(found.year, found.month, found.day)  # noqa: DTZ001
