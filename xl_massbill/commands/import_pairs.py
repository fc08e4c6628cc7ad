"""NCCI pairs and MUE limits of a quarter into their sheets, for the codes that the clinic bills.

A row that somebody in the office has confirmed keeps name and day while what it says stays the same. Of a
quarter that comes in parts only the stretch of codes in the given part is replaced.

Source: handbook §1.6, §2.3, §2.6.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Workbook
from xl_massbill.codes.published.mue_limits import Limits
from xl_massbill.codes.published.ncci_edits import Edit, Part
from xl_massbill.commands.imported import Imported, Row, columns_of, days, rows_of, words
from xl_massbill.practice import Records

_QUARTER = re.compile(r"20\d\dQ[1-4]").fullmatch
_KEPT = ("confirmed_by", "confirmed_on")
PAIRS_SOURCE = "CMS NCCI PTP edits, practitioners"
LIMITS_SOURCE = "CMS MUE, practitioner services"


def newest(sheet: Sheet) -> str:
    """Return the newest quarter that was loaded from a file; starting values have none."""
    return max((v for v in words(sheet, "file_version") if v and _QUARTER(str(v))), default="")


def codes_billed(records: Records) -> frozenset[str]:
    """Return the codes on sheet Codes."""
    return frozenset(code for code in words(records["codes"], "code") if code)


def pairs(workbook: Workbook, records: Records, parts: Sequence[Part], quarter: str) -> Imported:
    """Put the pairs of these parts in place of those that stand in the sheet for the same codes."""
    sheet = records["ncci_ptp"]
    found = Imported("ncci_ptp", f"NCCI {quarter}", rows=sum(part.rows for part in parts))
    edits = [edit for part in parts for edit in part.edits]
    found.kept = len(edits)
    before = _before(sheet)
    out: list[Row] = []
    used: set[int] = set()
    for edit in edits:
        at = _match(before, edit)
        old, was = before[at] if at is not None else ({}, None)
        used |= {at} if at is not None else set()
        row = _pair(edit, quarter)
        _count(found, was, (edit.indicator, edit.ends), edit.ends)
        out.append(row | _confirmation(old, was == (edit.indicator, edit.ends)))
    for at, (old, _) in enumerate(before):
        if at in used:
            continue
        if any(part.first <= str(old.get("column1", "")) <= part.last for part in parts):
            found.removed += 1
        else:
            out.append(old)
    _replace(workbook, sheet, found, sorted(out, key=_order), [row for row, _ in before])
    return found


def limits(workbook: Workbook, records: Records, file: Limits, quarter: str) -> Imported:
    """Put the limits of the file in place of those in the sheet."""
    sheet = records["mue"]
    found = Imported("mue", f"MUE {quarter}", rows=file.rows, kept=len(file.limits))
    said = list(zip(words(sheet, "mai"), words(sheet, "mue_value"), strict=True))
    old_rows = rows_of(sheet)
    by_code = dict(zip(words(sheet, "code"), zip(old_rows, said, strict=True), strict=True))
    out = []
    for limit in sorted(file.limits, key=lambda one: one.code):
        old, was = by_code.pop(limit.code, ({}, None))
        now = (limit.indicator, limit.units)
        _count(found, was, now, None)
        row: Row = {
            "code": limit.code,
            "mue_value": limit.units,
            "mai": limit.indicator,
            "file_version": quarter,
            "certainty": "R",
            "source": LIMITS_SOURCE,
        }
        out.append(row | _confirmation(old, was == now))
    found.removed = len(by_code)
    _replace(workbook, sheet, found, out, old_rows)
    return found


def _before(sheet: Sheet) -> list[tuple[Row, tuple[str | None, date | None]]]:
    """Return each pair that stands in the sheet with what it says: indicator and last day."""
    rows, starts, ends = rows_of(sheet), days(sheet, "effective_from"), days(sheet, "effective_to")
    parsed = zip(
        rows,
        words(sheet, "column1"),
        words(sheet, "column2"),
        words(sheet, "mod_indicator"),
        starts,
        ends,
        strict=True,
    )
    return [
        (row | {"column1": one, "column2": two} | ({"effective_from": first} if first else {}), (said, last))
        for row, one, two, said, first, last in parsed
    ]


def _match(before: Collection[tuple[Row, object]], edit: Edit) -> int | None:
    """Return which row is the same pair: with the same first day, or without any for one in force."""
    loose = None
    for at, (row, _) in enumerate(before):
        if (row.get("column1"), row.get("column2")) == (edit.column1, edit.column2):
            if row.get("effective_from") == edit.starts:
                return at
            if row.get("effective_from") is None and edit.ends is None:
                loose = at
    return loose


def _pair(edit: Edit, quarter: str) -> Row:
    return {
        "column1": edit.column1,
        "column2": edit.column2,
        "mod_indicator": edit.indicator,
        "effective_from": edit.starts,
        "effective_to": edit.ends,
        "rationale": edit.rationale or None,
        "file_version": quarter,
        "certainty": "R",
        "source": PAIRS_SOURCE,
    }


def _count(
    found: Imported, was: tuple[object, object] | None, now: tuple[object, object], ends: date | None
) -> None:
    """Count a row as added, ended or changed; `was` and `now` say the same of it before and after."""
    if was is None:
        found.added += 1
    elif was != now:
        if ends is not None and was[1] is None:
            found.ended += 1
        else:
            found.changed += 1


def _confirmation(old: Row, is_same: bool) -> Row:
    return {name: old[name] for name in _KEPT if name in old} if is_same else {}


def _order(row: Row) -> tuple[str, str, str]:
    return str(row.get("column1")), str(row.get("column2")), str(row.get("effective_from") or "")[:10]


def _replace(workbook: Workbook, sheet: Sheet, found: Imported, rows: list[Row], before: list[Row]) -> None:
    names = [field.name for field in sheet.table.fields() if not sheet.lacks(field.name)]
    labels = [[row.get("file_version") for row in some] for some in (before, rows)]
    found.renewed = labels[0] != labels[1]
    if found.has_news:
        workbook.replace(found.table, columns_of(rows, names))
