"""NCCI pairs as CMS publishes them each quarter: only those are kept of which the clinic bills both codes.

A quarter comes in several parts, each with a stretch of first codes. A pair can stand in a file more than
once, with days that do not meet. A pair whose last day is before its first, or the same, was withdrawn and
never in force.

Source: CMS NCCI PTP practitioner files (handbook §1.6, §2.3, §2.6).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from xl_massbill.codes.published.dates import day_of
from xl_massbill.codes.published.recognise import Published
from xl_massbill.errors import Unreadable

_CODE = re.compile(r"[0-9A-Z]{5}").fullmatch


@dataclass(frozen=True, slots=True)
class Edit:
    """One pair for the days it is in force."""

    column1: str
    column2: str
    indicator: str
    starts: dt.date
    ends: dt.date | None
    rationale: str


@dataclass(slots=True)
class Part:
    """One part of a quarter: how many pairs it holds, from which first code to which, and those kept."""

    rows: int = 0
    first: str = ""
    last: str = ""
    newest: dt.date | None = None
    edits: list[Edit] = field(default_factory=list)


def read(file: Published, codes: Collection[str]) -> Part:
    """Read a part; raise Unreadable where a row breaks off or says something unknown."""
    part, at = Part(), file.at
    if not {"column1", "column2", "starts", "indicator"} <= at.keys():
        raise Unreadable(f"{file.name} lacks a heading of its table of pairs. Download it again.")
    width = max(at.values()) if "rationale" not in at else max(v for k, v in at.items() if k != "rationale")
    one, two, begins = at["column1"], at["column2"], at["starts"]
    for row in file.rows:
        if len(row) <= one or not _CODE(row[one]):
            continue  # the words above the first pair, and notes between
        if len(row) <= width or not _CODE(row[two]) or row[at["indicator"]] not in ("0", "1", "9"):
            raise Unreadable(f"{file.name} breaks off at pair {part.rows + 1:,}. Download it again.")
        part.rows += 1
        code = row[one]
        part.first = min(part.first or code, code)
        part.last = max(part.last, code)
        starts = day_of(row[begins])
        if starts is not None:
            part.newest = max(part.newest or starts, starts)
        if code in codes and row[two] in codes:
            _take(part, row, at, starts, file.name)
    if not part.rows:
        raise Unreadable(f"{file.name} holds no pair.")
    part.edits.sort(key=lambda edit: (edit.column1, edit.column2, edit.starts))
    return part


def _take(part: Part, row: list[str], at: Mapping[str, int], starts: dt.date | None, name: str) -> None:
    if starts is None:
        raise Unreadable(f"{name}: the pair {row[at['column1']]} and {row[at['column2']]} has no first day.")
    ends = day_of(row[at["ends"]]) if "ends" in at else None
    if ends is not None and ends <= starts:
        return
    rationale = row[at["rationale"]] if "rationale" in at and len(row) > at["rationale"] else ""
    part.edits.append(
        Edit(row[at["column1"]], row[at["column2"]], row[at["indicator"]], starts, ends, rationale)
    )
