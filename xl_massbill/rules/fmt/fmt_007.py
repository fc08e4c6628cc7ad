"""FMT-007: a date or clock time cannot be read, or cannot be true.

Why: a payer rejects a date of service in the future or before the code set of the claim began, and a birth
date after the visit finds no member. A date that cannot be read silences every rule that counts from it.

Source: handbook §6.1, §1.11; claim edits on dates (S33). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.column import Kind
from xl_massbill.book.sheet import Mask
from xl_massbill.rules.fmt.cells import person_fields, shown, unreadable
from xl_massbill.rules.rule import CellHit, Level, Lines, Question, Rule, Severity, Sheet, as_mask

ICD_10_BEGAN = pd.Timestamp(2015, 10, 1)
_TOOK_PLACE = ("DONE", "CASH", "NO_SHOW")  # a visit may be cancelled before its day
_SPANS = (
    ("disabled_from", "disabled_to"),
    ("last_worked_on", "return_to_work_on"),
    ("hospital_from", "hospital_to"),
    ("care_assumed_on", "care_relinquished_on"),
)
"""Days of Coverage that go out together, the first before the last."""
_WHY = {
    "not_a_date": "no such day; write dates like 2026-05-04",
    "short_year": "the year has two digits; write all four",
    "not_a_time": "no such time; write times like 10:30",
}


def impossible(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield dates and times that cannot be read, and those that cannot be true."""
    for field in person_fields(sheet, Kind.DAY, Kind.MOMENT, Kind.CLOCK):
        yield from unreadable(sheet, field, RULE.message, _WHY)
    if sheet.table.facts.name == "visits":
        yield from _days_of_service(sheet, question)
    if sheet.table.facts.name == "patients":
        yield from _birth_dates(sheet, question)
    if sheet.table.facts.name == "coverage":
        for starts, ends in _SPANS:
            why = f"before the day in {sheet.table.field(starts).column.title}"
            yield from _hits(sheet, ends, as_mask(sheet[ends] < sheet[starts]), why)


def _days_of_service(visits: Sheet, question: Question) -> Iterator[CellHit]:
    dos = visits["dos"]
    early = as_mask(dos < ICD_10_BEGAN)
    late = as_mask(dos > question.lines.as_of) & as_mask(visits["status"].isin(_TOOK_PLACE))
    if question.previsit:
        late[:] = False
    for mask, why in ((early, "before ICD-10 began on 2015-10-01"), (late, f"after {question.as_of}")):
        yield from _hits(visits, "dos", mask, why)


def _birth_dates(patients: Sheet, question: Question) -> Iterator[CellHit]:
    dob = patients["dob"]
    unborn = as_mask(dob > question.lines.as_of)
    too_young = as_mask(dob > _first_visits(question.lines, len(patients))) & ~unborn
    yield from _hits(patients, "dob", unborn, f"after {question.as_of}")
    yield from _hits(patients, "dob", too_young, "after the patient's first visit")


def _first_visits(lines: Lines, patients: int) -> pd.Series[Any]:
    """Return each patient's first possible date of service; none for a patient without visits."""
    dos, at = lines["dos"], lines.position("patient")
    counts = as_mask(dos >= ICD_10_BEGAN)
    first = dos[counts].groupby(at[counts]).min()
    return first.reindex(np.arange(patients))


def _hits(sheet: Sheet, name: str, mask: Mask, why: str) -> Iterator[CellHit]:
    for i in np.flatnonzero(mask).tolist():
        values = {"v": shown(sheet.table.field(name), sheet[name].iloc[i].date()), "why": why}
        yield CellHit(sheet.table.facts.name, i, name, values)


RULE = Rule(
    id="FMT-007",
    title="dates and times",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1, §1.11; claim edits (S33)",
    message="{column} {v} is impossible ({why}). Correct it.",
    example="A visit marked DONE lies in next week.",
    on_tables=impossible,
    levels=(Level.PREVISIT, Level.VISIT),
)
