"""RMT-011: more was paid and taken off than a claim was charged.

Why: the money is somebody else's: the payer's, which asks it back later with interest, or the patient's.
Credits are never set off against what others owe.

Source: handbook §6.11, §10.1, §10.4 (refunds). Certainty: G.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.practice.bills import GONE
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.wording import money


def credit(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims that count and whose balance is below zero."""
    balance = claims["balance"]
    where = as_mask(balance < 0) & ~bills_of(question).holds("status", *GONE)
    yield from hits(where, "balance", lambda i: {"x": money(-int(balance.iloc[i]))})


RULE = Rule(
    id="RMT-011",
    title="credit balance",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.11, §10.1, §10.4",
    message="Credit {x}: refund payer or patient.",
    example="Two payers paid the same visit.",
    on_tables=credit,
    tables=("claims",),
    field="balance",
    levels=(Level.POST,),
)
