"""FMT-015: a cell names something that no sheet has, or a choice that is not on its list.

Why: a line that points nowhere is joined with nothing, so most rules would be silent about it, and a claim
cannot say what it does not know.

Source: handbook §6.1, §1.3-1.11. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from xl_massbill.book.column import Field, Kind
from xl_massbill.book.headings import plain
from xl_massbill.book.table import Tab
from xl_massbill.rules.fmt.cells import person_fields, shown, unreadable, wrong_at
from xl_massbill.rules.fmt.fmt_013 import told_at
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_CHOICE = "{column}: {v} is not one of the choices ({why}). Pick from the list."
_OTHER_SPELLING = "{column} {v} does not exist on sheet {sheet}, but {like} does. Type it the same way."
_ELSEWHERE = {("visits", "code")}  # COD-001 judges it with its dates
_NO_CHOICE = {"not_a_choice": "", "not_yes_no": ""}
_OF_OTHERS = {("patients", "sex")}  # PAT-003 says what the claim format knows
_POINTERS = {("fees", "payer_id"): "payers.payer_id", ("dx_link", "payer_id"): "payers.payer_id"}
_EVERY = "*"
_EVERY_ALLOWED = {"payer_rules", "fees", "dx_link"}
_MANY = 8


def unknown(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield choices that are not on their list, and references to rows that do not exist."""
    for field in person_fields(sheet, Kind.CHOICE, Kind.YES_NO):
        why = {} if (sheet.table.facts.name, field.name) in _OF_OTHERS else _NO_CHOICE
        for hit in unreadable(sheet, field, _CHOICE, why):
            yield CellHit(hit.table, hit.index, hit.field, _with_choices(field, hit), message=hit.message)
    for field in person_fields(sheet, Kind.ID, Kind.CODE):
        place = (sheet.table.facts.name, field.name)
        target = field.column.refers_to or _POINTERS.get(place, "")
        if target and place not in _ELSEWHERE:
            yield from _orphans(sheet, field, target, question)


def _with_choices(field: Field, hit: CellHit) -> dict[str, object]:
    choices = list(field.column.choices) or ["Y", "N"]
    if len(choices) > _MANY:
        near = get_close_matches(str(hit.values["v"]).lower(), [c.lower() for c in choices], n=3, cutoff=0.5)
        choices = [*([c for c in choices if c.lower() in near] or choices[:5]), "…"]
    return {**hit.values, "why": ", ".join(choices)}


def _orphans(sheet: Sheet, field: Field, target: str, question: Question) -> Iterator[CellHit]:
    table, _, key = target.partition(".")
    parent = question.records[table]
    if not parent.present or parent.lacks(key):
        return
    if not len(parent) and parent.table.facts.tab is Tab.REFERENCE:
        return  # a code list that was never loaded says nothing
    index = question.records.index(table, key)
    allowed = {_EVERY} if sheet.table.facts.name in _EVERY_ALLOWED else set()
    column = sheet[field.name]
    found = wrong_at(column, lambda v: v not in index and v not in allowed)
    told = told_at(sheet, field.name) if found else ()
    spelt = {plain(v): v for v in index} if found else {}
    for i in found:
        if i in told:
            continue
        value = column.iloc[i]
        values = {
            "v": shown(field, value),
            "sheet": parent.table.facts.excel,
            "like": spelt.get(plain(value), ""),
        }
        message = _OTHER_SPELLING if values["like"] else None
        yield CellHit(sheet.table.facts.name, i, field.name, values, message=message)


RULE = Rule(
    id="FMT-015",
    title="known entries",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.1, §1.3-1.11",
    message="{column} {v} does not exist on sheet {sheet}. Choose an existing entry or add it there first.",
    example="A visit names the patient P099, who is not on sheet Patients.",
    on_tables=unknown,
    levels=(Level.PREVISIT, Level.VISIT),
)
