"""Lists of places of service, adjustment reasons and remarks: the codes and their days, no texts.

The words of reasons and remarks are X12's: an office that has them under licence may read them there, this
program takes over codes and days only.

Source: CMS place-of-service code set; X12 external code lists 139 and 411 (handbook §2.6, §11.4).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_massbill.codes.published.dates import day_of
from xl_massbill.codes.published.recognise import Kind, Published
from xl_massbill.errors import Unreadable

_SHAPES = {
    Kind.POS: re.compile(r"\d\d").fullmatch,
    Kind.CARC: re.compile(r"\d{1,3}|[A-Z]\d{1,3}").fullmatch,
    Kind.RARC: re.compile(r"(?:MA?|N)\d{1,4}").fullmatch,
}
_SPARE = re.compile(r"(?i)unassigned|n/?a|reserved").match


@dataclass(frozen=True, slots=True)
class Listed:
    """One code of a list with its days; `name` only for places of service, whose names are free."""

    code: str
    starts: dt.date | None = None
    ends: dt.date | None = None
    name: str = ""


@dataclass(slots=True)
class Listing:
    """A whole list, and the latest day it speaks of."""

    codes: dict[str, Listed] = field(default_factory=dict)
    newest: dt.date | None = None


def read(file: Published) -> Listing:
    """Read a list; raise Unreadable if it holds no code."""
    listing, at = Listing(), file.at
    fits = _SHAPES[file.kind]
    for row in file.rows:
        code = row[at["code"]].upper() if len(row) > at["code"] else ""
        if file.kind is Kind.POS:
            code = code.zfill(2) if code.isdigit() else code
        if not fits(code):
            continue
        days = {name: _day(row, at, name) for name in ("starts", "ends", "modified")}
        listing.newest = max((d for d in (*days.values(), listing.newest) if d), default=None)
        name = row[at["name"]] if file.kind is Kind.POS and "name" in at and len(row) > at["name"] else ""
        if not _SPARE(name):
            listing.codes[code] = Listed(code, days["starts"], days["ends"], name)
    if not listing.codes:
        raise Unreadable(f"{file.name} holds no code.")
    return listing


def _day(row: list[str], at: Mapping[str, int], name: str) -> dt.date | None:
    return day_of(row[at[name]]) if name in at and len(row) > at[name] else None
