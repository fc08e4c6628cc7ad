"""Which of several rows counts: about one payer, code or provider, or about all, from day to day.

A row that names the payer beats one for `*`, one that names the code beats one for all codes, then one that
names the kind of provider; among equals the latest start wins.

Source: handbook §1.5 (order of look-up).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

EVERY = (None, "", "*")
"""What stands in a cell that is about all."""
_Start = TypeVar("_Start")


def strength(
    payer: str | None, code: str | None, provider_type: str | None, starts: _Start
) -> tuple[bool, bool, bool, _Start]:
    """Return by what a row beats another that fits as well; a blank start is given as the earliest day."""
    return payer != "*", code not in EVERY, provider_type not in EVERY, starts


def fits(wanted: str | None, found: str | None) -> bool:
    """Return whether a row's cell is about this code or provider: it names it, or all.

    >>> fits("97124", "97124"), fits("*", "97124"), fits(None, None), fits("97124", None)
    (True, True, True, False)
    """
    return wanted in EVERY or wanted == found


def in_force(starts: dt.date | None, ends: dt.date | None, day: dt.date) -> bool:
    """Return whether a row counts on a day; both ends belong to it, a blank end is open."""
    return (starts or dt.date.min) <= day <= (ends or dt.date.max)


def payers_word(
    rows: Iterable[Mapping[str, Any]],
    key: str,
    payer: str,
    day: dt.date,
    about: tuple[str | None, str | None] = (None, None),
) -> str | None:
    """Return what a payer wants on a day by rows of PayerRules, None where no row says it.

    `about` are the code and the kind of provider; without them only rows that are about all count.
    """
    code, provider_type = about
    found = [
        row
        for row in rows
        if row["rule_key"] == key
        and row["payer_id"] in (payer, "*")
        and row["value"] is not None
        and fits(row["code"], code)
        and fits(row["provider_type"], provider_type)
        and in_force(row["effective_from"], row["effective_to"], day)
    ]
    best = max(reversed(found), key=_strength, default=None)  # of equals the last on the sheet
    return None if best is None else str(best["value"])


def _strength(row: Mapping[str, Any]) -> tuple[bool, bool, bool, dt.date]:
    starts = row["effective_from"] or dt.date.min
    return strength(row["payer_id"], row["code"], row["provider_type"], starts)
