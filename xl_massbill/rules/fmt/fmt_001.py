"""FMT-001: a required cell is empty, holds an Excel error, or its column is gone.

Why: without it no claim can be built, and a rule that needs it cannot speak. Visits that did not take place
need only who, when and status; cash visits no diagnosis; a plan that is not billed no benefit check.

Source: handbook §6.1, the "Req" columns of §1.3-1.11. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from xl_massbill.book.column import Need
from xl_massbill.rules.fmt.cells import TEXTS, person_fields, unreadable
from xl_massbill.rules.fmt.lost_columns import lost_columns
from xl_massbill.rules.rule import CellHit, Level, Lines, Mask, Question, Rule, Severity, Sheet, as_mask

_OTHER_RULES = {("notes", "start_time"), ("notes", "end_time"), ("visits", "dx1")}  # UNT-007, DX-001
_ANY_VISIT = {"visit_id", "patient_id", "dos", "status"}
_NOT_FOR_CASH = {"ptr1"}
_ANY_PLAN = {
    "coverage_id",
    "patient_id",
    "payer_id",
    "priority",
    "effective_from",
    "pay_type",
    "accident_type",
}


def empty(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield required cells that are blank, cells of texts and codes that hold an error, and lost columns."""
    yield from lost_columns(sheet, question.lines)
    needed = _needed(sheet, question.lines)
    for field in person_fields(sheet):
        required = field.column.need is Need.REQUIRED
        if field.kind in TEXTS:  # an error in a conditional cell silences the rule that would ask for it
            optional = field.column.need is Need.OPTIONAL
            yield from unreadable(sheet, field, "", {}, Severity.WARNING if optional else Severity.ERROR)
        if required and (sheet.table.facts.name, field.name) not in _OTHER_RULES:
            blank = as_mask(sheet[field.name].isna()) & needed(field.name)
            unread = sheet.unread(field.name)
            for i in np.flatnonzero(blank if unread is None else blank & ~unread).tolist():
                yield CellHit(sheet.table.facts.name, i, field.name)


def _needed(sheet: Sheet, lines: Lines) -> Callable[[str], Mask]:
    """Return a function that tells in which rows a required column must be filled."""
    every = np.ones(len(sheet), dtype=bool)
    if sheet.table.facts.name == "coverage":
        billed = as_mask(sheet["pay_type"] == "INSURANCE")
        return lambda name: every if name in _ANY_PLAN else billed
    if sheet.table.facts.name == "visits":
        done = as_mask(sheet["status"] == "DONE")
        treated = done | as_mask(sheet["status"] == "CASH")
        judged = done & ~as_mask(lines["coverage_pay_type"] == "CASH")
        return lambda name: every if name in _ANY_VISIT else judged if name in _NOT_FOR_CASH else treated
    return lambda _: every


RULE = Rule(
    id="FMT-001",
    title="required cell",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.1, §1.3-1.11",
    message="{column} is empty in row {row}. Fill it in; without it no claim can be built.",
    example="A visit that took place has no code.",
    on_tables=empty,
    levels=(Level.PREVISIT, Level.VISIT),
)
