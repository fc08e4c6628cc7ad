"""FMT-001: a required cell is empty, holds an Excel error, or its column is gone.

Why: without it no claim can be built, and a rule that needs it cannot speak. Visits that did not take place
need only who, when and status; cash visits no diagnosis; a plan that is not billed no benefit check.

Source: handbook §6.1, the "Req" columns of §1.3-1.11. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np

from xl_massbill.book.column import Field, Need, Owner
from xl_massbill.book.headings import plain
from xl_massbill.rules.fmt.cells import TEXTS, person_fields, unreadable
from xl_massbill.rules.on_tables import lines_at
from xl_massbill.rules.rule import CellHit, Lines, Mask, Question, Rule, Severity, Sheet, as_mask

_OTHER_RULES = {("notes", "start_time"), ("notes", "end_time")}  # UNT-007 weighs these by the payer
_ANY_VISIT = {"visit_id", "patient_id", "dos", "status"}
_NOT_FOR_CASH = {"dx1", "ptr1"}
_ANY_PLAN = {
    "coverage_id",
    "patient_id",
    "payer_id",
    "priority",
    "effective_from",
    "pay_type",
    "accident_type",
}
_NO_COLUMN = "Sheet {sheet} has no column “{column}”. Add it; without it no claim can be built."
_RENAMED = "Sheet {sheet} has no column “{column}”; “{v}” looks like it. Call that heading “{column}” again."
_ALIKE = 0.6


def empty(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield required cells that are blank, cells of texts and codes that hold an error, and lost columns."""
    yield from _lost_columns(sheet, question.lines)
    for field in person_fields(sheet):
        required = field.column.need is Need.REQUIRED
        if field.kind in TEXTS:
            yield from unreadable(sheet, field, "", {}, Severity.ERROR if required else Severity.WARNING)
        if required and (sheet.table.facts.name, field.name) not in _OTHER_RULES:
            blank = as_mask(sheet[field.name].isna()) & _needed(sheet, field, question.lines)
            unread = sheet.unread(field.name)
            for i in np.flatnonzero(blank if unread is None else blank & ~unread).tolist():
                yield CellHit(sheet.table.facts.name, i, field.name)


def _needed(sheet: Sheet, field: Field, lines: Lines) -> Mask:
    """Return the rows in which a required column must be filled."""
    if sheet.table.facts.name == "visits" and field.name not in _ANY_VISIT:
        done = as_mask(sheet["status"] == "DONE")
        if field.name in _NOT_FOR_CASH:
            return done & ~as_mask(lines["coverage_pay_type"] == "CASH")
        return done | as_mask(sheet["status"] == "CASH")
    if sheet.table.facts.name == "coverage" and field.name not in _ANY_PLAN:
        return as_mask(sheet["pay_type"] == "INSURANCE")
    return np.ones(len(sheet), dtype=bool)


def _lost_columns(sheet: Sheet, lines: Lines) -> Iterator[CellHit]:
    fields = (
        sheet.table.owned_by(Owner.PERSON) if sheet.table.facts.owner is Owner.PERSON and len(sheet) else ()
    )
    lost = [f for f in fields if f.column.need is Need.REQUIRED and sheet.lacks(f.name)]
    others = [str(sheet.grid.headings[i]) for i in sheet.match.extra]
    pairs = sorted(
        ((_likeness(f, heading), f.name, heading) for f in lost for heading in others), reverse=True
    )
    renamed: dict[str, str] = {}
    for likeness, name, heading in pairs:
        if likeness >= _ALIKE and name not in renamed and heading not in renamed.values():
            renamed[name] = heading
    for field in lost:
        values = {"v": renamed.get(field.name, "")}
        message = _RENAMED if field.name in renamed else _NO_COLUMN
        touched = lines_at(lines, sheet.table.facts.name, range(len(sheet)))
        yield CellHit(sheet.table.facts.name, -1, field.name, values, message=message, lines=touched)


def _likeness(field: Field, heading: str) -> float:
    words = (field.name, field.column.title, *field.column.also)
    return max(SequenceMatcher(None, plain(word), plain(heading)).ratio() for word in words)


RULE = Rule(
    id="FMT-001",
    title="required cell",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.1, §1.3-1.11",
    message="{column} is empty in row {row}. Fill it in; without it no claim can be built.",
    example="A visit that took place has no code.",
    on_tables=empty,
)
