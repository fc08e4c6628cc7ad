"""The claim to the second payer is due, or its time has passed.

The second payer's limit runs from the first payer's answer. In force while the claim is SECONDARY_DUE.

Source: handbook §6.10 TFL-008, §10.6, §8.9. Certainty: G.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.tfl.deadlines import days_left, hits


def to_second_payer(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims whose second payer must have its claim soon, or should have had it."""
    near = days_left(claims, question, "deadline_secondary") <= question.params["days"]
    due = near & as_mask(claims["status"] == "SECONDARY_DUE")
    yield from hits(claims, question, "deadline_secondary", due)


RULE = Rule(
    id="TFL-008",
    title="Secondary claim due",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.10, §10.6",
    message="Secondary claim {is} due {d}. Send it with the primary's figures.",
    example="The first payer paid 80 days ago, and the second takes claims for 90 days.",
    on_tables=to_second_payer,
    tables=("claims",),
    field="deadline_secondary",
    levels=(Level.CLAIM, Level.POST),
    params={"days": 14},
)
