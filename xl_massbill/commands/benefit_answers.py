"""The rows of sheet Benefits that an answer becomes: proposals, notes, and why a payer turned it back.

Source: handbook §8.4, §5.9; X12 005010X279A1 (EB, AAA).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell
from xl_massbill.codes.eligibility_reject import THEN, reason
from xl_massbill.commands import benefit_books as books
from xl_massbill.commands.benefit_match import Match
from xl_massbill.commands.posting import Posting
from xl_massbill.commands.unasked import SELF, value_of
from xl_massbill.practice import Records
from xl_massbill.remits.benefit_facts import Fact, facts_of
from xl_massbill.remits.read271 import PersonBenefits, Refusal

Row = dict[str, Cell]
_LONGEST = 30_000
"""Characters of a cell; Excel holds 32,767."""


def rows_of(records: Records, person: PersonBenefits, match: Match, posting: Posting) -> Iterator[Row]:
    """Yield the rows of an answer about a plan; of one that was found for nobody, one row that waits."""
    head = _head(records, person, match, posting)
    if match.at < 0:
        yield head | {
            "state": books.UNPLACED,
            "fact": "Whose answer is this?",
            "why": match.how,
            "matched_by": None,
            "candidates": ", ".join(match.candidates) or None,
            "todo": "type the coverage into Belongs to, or NOT OURS; then run take-benefits",
            "raw": _cut(
                "\n".join([_person(person), *(b.raw for b in person.benefits), *_raws(person.refusals)])
            ),
        }
        return
    for refusal in refusals_of(person):
        yield head | turned_back(records, refusal, match.at)
    if not person.benefits:  # a refusal only repeats what was asked
        return
    network = value_of(records["coverage"], match.at, "network_status")
    for fact in facts_of(person, network):
        yield head | _proposal(records, fact, match.at, head["answered_on"])


def refusals_of(person: PersonBenefits) -> list[Refusal]:
    """Return why a person was not answered about, each reason once."""
    found = [*person.refusals, *(refusal for benefit in person.benefits for refusal in benefit.refusals)]
    return list({(refusal.code, refusal.then): refusal for refusal in found}.values())


def turned_back(records: Records, refusal: Refusal, plan: int) -> Row:
    """Return the cells of a refusal: why, what to do, and the cell that it is about."""
    known = reason(refusal.code)
    then = THEN.get(refusal.then, "")
    return {
        "state": books.TURNED_BACK,
        "fact": "Turned back",
        "why": known.words,
        "todo": "; ".join(filter(None, (known.todo, then, where(records, plan, refusal.code)))),
        "raw": refusal.raw or None,
    }


def where(records: Records, plan: int, code: str) -> str:
    """Return the cell that a reason is about in words, "" where none is known."""
    known = reason(code)
    if not known.table or plan < 0:
        return ""
    table, column = _typed_at(records, plan, known.table, known.column)
    key = {"coverage": "coverage_id", "patients": "patient_id", "payers": "payer_id"}.get(table)
    sheet = records[table]
    value = value_of(records["coverage"], plan, key) if key else None
    at = records.index(table, key).get(value) if key else 0
    if at is None or not len(sheet):
        return ""
    title = TABLES[table].field(column).column.title
    return (
        f"see {TABLES[table].facts.excel} {value or ''}".rstrip() + f", {title} (row {int(sheet.rows[at])})"
    )


def _typed_at(records: Records, plan: int, table: str, column: str) -> tuple[str, str]:
    """Return where a fact of the insured was typed: on Coverage, where that is not the patient."""
    is_self = value_of(records["coverage"], plan, "relation_to_insured") in (SELF, None)
    if table == "patients" and column == "last_name" and not is_self:
        return "coverage", "insured_last"
    return table, column


def _head(records: Records, person: PersonBenefits, match: Match, posting: Posting) -> Row:
    """Return what all rows of an answer share."""
    plan = match.at
    cells: dict[str, Any] = dict.fromkeys(("coverage_id", "patient_id", "payer_id"))
    if plan >= 0:
        cells = {name: value_of(records["coverage"], plan, name) for name in cells}
    return cells | {
        "trace": match.check_id or person.trace or None,
        "matched_by": match.how,
        "answered_on": day_of(person, posting.on),
        "posted_on": posting.on,
        "segment": person.segment,
        "file_hash": posting.sha256,
    }


def day_of(person: PersonBenefits, on: dt.date) -> dt.date:
    """Return the day of an answer; one that is still to come, or is none, is that of the posting."""
    return person.day if person.day and dt.date(2000, 1, 1) <= person.day <= on else on


def _proposal(records: Records, fact: Fact, plan: int, answered_on: Cell) -> Row:
    """Return the cells of a fact: a value to decide, one that Coverage has already, or a note."""
    row: Row = {"fact": fact.name, "why": fact.why, "raw": _cut(fact.raw) or None, "state": books.NOTE}
    if not fact.column:
        is_money = isinstance(fact.value, int) and fact.name.endswith(" left") and "Visits" not in fact.name
        text = None if fact.value is None else str(fact.value)
        return row | {"value_proposed": books.words("copay", fact.value) if is_money else text}
    column, cell = fact.column, books.now(records, plan, fact.column)
    value = answered_on if column == "verified_on" else fact.value
    text = None if value is None else books.proposed(column, value)  # type: ignore[arg-type]
    row |= {
        "coverage_column": column,
        "fact": TABLES["coverage"].field(column).column.title,
        "value_now": books.words(column, books.meaning(column, cell)),
        "value_proposed": text,
    }
    if text is not None:
        agrees = books.is_same(column, cell, text) or (column == "verified_on" and _is_later(cell, value))
        row["state"] = books.AGREES if agrees else books.OPEN
    return row


def _is_later(cell: Cell, day: object) -> bool:
    """Return whether benefits were checked after the day of an answer."""
    checked = books.meaning("verified_on", cell)
    return isinstance(checked, dt.date) and isinstance(day, dt.date) and checked > day


def _person(person: PersonBenefits) -> str:
    """Return who an answer is about as sent, for a person to find."""
    born = str(person.born) if person.born else "no birth date"
    return f"{person.last_name}, {person.first_name}; {born}; member {person.member_id or 'not told'}"


def _raws(refusals: Iterable[Refusal]) -> list[str]:
    return [refusal.raw for refusal in refusals]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
