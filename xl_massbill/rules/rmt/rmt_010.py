"""RMT-010: the patient is asked for money that the contract forbids to ask for.

Why: what a payer took off with group CO is the clinic's loss; billing it to the patient breaks the
contract (RARC MA13), and the plan hears of it.

What the workbook knows of statements, which are not made by it yet: a denied line of group CO that
somebody decided to bill to the patient, unless a notice was signed by the day of the visit (§9.2); an
open STATEMENT on sheet FollowUp whose amount is above the patient's part; a claim whose whole balance is
set down as the patient's although it is above that part. Of the last two, only as far as CO amounts of
its lines explain it.

Source: handbook §6.11, §9.1, §9.2, §10.1, §1.14; RARC MA13 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.rmt.statements import decided, planned, stated
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money

_ASKED = {"denials": decided, "follow_up": stated, "claims": planned}


def contract_amount_billed(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield decisions, statements and balances that ask the patient for CO amounts."""
    table = sheet.table.facts.name
    for asked in _ASKED[table](sheet, bills_of(question)):
        yield CellHit(table, asked.row, asked.field, {"x": money(asked.cents)})


RULE = Rule(
    id="RMT-010",
    title="contract amount stays off the statement",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §9.1, §9.2, §10.1; RARC MA13 (S2)",
    message="The contract amount {x} may not be billed. Remove it from the statement.",
    example="A line denied with CO-97 was decided to be the patient's.",
    on_tables=contract_amount_billed,
    tables=("denials", "follow_up", "claims"),
    field="decision",
    levels=(Level.POST,),
)
