"""RMT-004: a payer allowed less than the contract says, and gives no reason.

Why: it is the one loss that nobody denies, so nobody sees it. Compared is what Fees expect (price times
units, never above the charge, the day never above its cap) with what the payer allowed of the line,
reversals taken in.

A line with any other reason than its price (denied, bundled, benefit used up, a first payer's part) is
silent here: its reason is worked on its own. So is a line whose price nobody has entered.

Source: handbook §6.11, §1.6 (expected_allowed_per_unit), §5.5, §8.7; (S38). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rmt.expected import compared
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money


def underpaid(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the last service row of lines (of days, where a cap counts) allowed less than expected."""
    tolerance = round(question.params["tolerance"] * 100)
    for row, expected, allowed in compared(question):
        if allowed < expected - tolerance:
            values = {"x": money(expected - allowed), "a": money(allowed), "b": money(expected)}
            yield CellHit("payments", row, "allowed", values)


RULE = Rule(
    id="RMT-004",
    title="paid as agreed",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §1.6, §5.5, §8.7; (S38)",
    message="Underpaid by {x} (allowed {a}, expected {b}): check the contract.",
    hint="If the contract is right, ask the payer to pay the claim anew; else correct sheet Fees.",
    example="4 units at 32.00 are expected, and the payer allowed 120.00.",
    on_tables=underpaid,
    tables=("payments",),
    field="allowed",
    levels=(Level.POST,),
    params={"tolerance": 0.50},
)
