"""Posts answers about benefits (271): each fact becomes a row of sheet Benefits, which a person decides.

Nothing is written into Coverage here: those cells are people's. `take-benefits` does it at the order of a
named person, or the person types it; then the row closes by itself.

Source: handbook §8.4 (import as a proposal, a human confirms), §5.9; DESIGN §1 (owners).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.commands import benefit_books as books
from xl_massbill.commands.benefit_answers import Row, rows_of, turned_back
from xl_massbill.commands.benefit_match import Match, Matcher
from xl_massbill.commands.benefit_sheet import add, is_known
from xl_massbill.commands.posting import Outcome, Posting
from xl_massbill.commands.unasked import value_of
from xl_massbill.commands.words import counted
from xl_massbill.practice import Records
from xl_massbill.remits.kinds import TransactionSet
from xl_massbill.remits.read271 import PersonBenefits, read_271

_ABOVE = ("20", "21")
_SHOWN = 20
_CHECKS = "benefit_checks"
TABLE = books.TABLE
__all__ = ["TABLE", "apply_benefits", "finish_benefits", "is_known"]


def apply_benefits(
    workbook: Workbook, records: Records, transaction: TransactionSet, posting: Posting
) -> Outcome:
    """Read one 271; its answers wait in the outcome until all sets of the file have been read."""
    del workbook, records, posting
    outcome = Outcome()
    outcome.waiting += read_271(transaction, outcome.findings)
    return outcome


def finish_benefits(
    workbook: Workbook, records: Records, outcomes: Sequence[Outcome], posting: Posting
) -> None:
    """Post the answers of all sets of a file (not yet saved); the same a second time changes nothing."""
    if not records[books.TABLE].present:
        outcomes[0].sentences.append("The workbook has no sheet Benefits: nothing was posted.")
        return
    matcher = Matcher(records, posting.on)
    rows: list[Row] = []
    checks: dict[str, dict[str, Cell]] = {}
    for person in (person for outcome in outcomes for person in outcome.waiting):
        rows += _of_person(records, matcher, person, posting, checks)
    add(workbook, records, rows, posting)
    _answer(workbook, records, checks)
    books.close_agreed(workbook, records, posting.on)
    outcomes[0].sentences += _sentences(rows)
    outcomes[0].rows.append({"benefits": dict(Counter(str(row["state"]) for row in rows))})


def _of_person(
    records: Records,
    matcher: Matcher,
    person: PersonBenefits,
    posting: Posting,
    checks: dict[str, dict[str, Cell]],
) -> Iterable[Row]:
    """Return the rows of one answer, and note in `checks` what became of our questions."""
    if person.level in _ABOVE:
        return _of_set(records, matcher, person, posting, checks)
    match = matcher.of(person)
    rows = list(rows_of(records, person, match, posting))
    if match.check_id and rows:
        state = "ANSWERED" if person.benefits else "TURNED_BACK"
        checks[match.check_id] = {"state": state, "answered_on": rows[0]["answered_on"]}
    return rows


def _of_set(
    records: Records,
    matcher: Matcher,
    person: PersonBenefits,
    posting: Posting,
    checks: dict[str, dict[str, Cell]],
) -> list[Row]:
    """Return the rows of a set that was turned back as a whole: one for each of our questions in it."""
    found: list[Row] = []
    numbers = matcher.checks_of(person.reference)
    for check in numbers:
        at = records.index(_CHECKS, "check_id")[check]
        plan = books.coverage_at(records, value_of(records[_CHECKS], at, "coverage_id"))
        match = Match(plan, check, f"our questions {person.reference}")
        for row in _refused(records, person, match, posting):
            found.append(row)
            checks[check] = {"state": "TURNED_BACK", "answered_on": row["answered_on"]}
    if not numbers:
        found += _refused(records, person, Match(-1, "", "none of our questions has its number"), posting)
    return found


def _refused(records: Records, person: PersonBenefits, match: Match, posting: Posting) -> Iterable[Row]:
    head = next(iter(rows_of(records, person, Match(-1, match.check_id, match.how), posting)))
    kept = ("trace", "answered_on", "posted_on", "segment", "file_hash")
    plan: dict[str, Any] = {}
    if match.at >= 0:
        names = ("coverage_id", "patient_id", "payer_id")
        plan = {name: value_of(records["coverage"], match.at, name) for name in names}
    for refusal in person.refusals:
        cells = {name: head[name] for name in kept} | {"matched_by": match.how} | plan
        yield cells | turned_back(records, refusal, match.at)


def _answer(workbook: Workbook, records: Records, checks: dict[str, dict[str, Cell]]) -> None:
    """Note beside our questions what became of them; a later word stays."""
    sheet = records[_CHECKS]
    if not checks or not sheet.present:
        return
    columns = {n: list(sheet.grid.columns[sheet.match.at[n]]) for n in ("state", "answered_on")}
    at = records.index(_CHECKS, "check_id")
    for check, cells in checks.items():
        before = value_of(sheet, at[check], "answered_on")
        if before is None or cells["answered_on"] >= before:
            for name, cell in cells.items():
                columns[name][int(sheet.positions[at[check]])] = cell
    workbook.write(_CHECKS, columns)
    records.forget(_CHECKS)


def _sentences(rows: list[Row]) -> list[str]:
    """Return what an answer brings, without names and numbers of persons."""
    states = Counter(str(row["state"]) for row in rows)
    plans = len({row["coverage_id"] for row in rows if row.get("coverage_id")})
    todo = f"{counted(states[books.OPEN], 'value')} to decide on sheet Benefits"
    rest = f"{states[books.AGREES]:,} as Coverage says, {states[books.NOTE]:,} to read"
    said = [f"{counted(plans, 'plan')} answered about: {todo}, {rest}."]
    said += _shown(rows)
    said += [
        f"Turned back, coverage {row.get('coverage_id') or '?'}: {row['why']}. What to do: {row['todo']}."
        for row in rows
        if row["state"] == books.TURNED_BACK
    ][:_SHOWN]
    waiting = states[books.UNPLACED]
    if waiting:
        said.append(f"{counted(waiting, 'answer')} found for nobody: see Belongs to on sheet Benefits.")
    return said


def _shown(rows: list[Row]) -> list[str]:
    """Return the values to decide, a line each; what a person is known by is not shown."""
    found = []
    for row in rows:
        column = str(row.get("coverage_column") or "")
        if row["state"] == books.OPEN and column:
            says = f"the payer says {row['value_proposed']}, Coverage {row['value_now'] or 'nothing'}"
            shown = "not as on Coverage" if TABLES["coverage"].field(column).column.private else says
            found.append(f"Coverage {row['coverage_id']}, {row['fact']}: {shown}.")
    left = len(found) - _SHOWN
    return found if left <= 0 else [*found[:_SHOWN], f"… and {left:,} more."]
