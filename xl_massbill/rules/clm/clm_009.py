"""CLM-009: a correction is about to go to a payer that never had the first claim.

Why: a rejected claim was never processed, so there is nothing to correct: the payer rejects the
correction too, and the days of the filing limit run on.

Source: handbook §6.11, §7.5, §8.9 (REJECTED). Certainty: G.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.practice.bills import ANSWERED
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask


def never_accepted(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home with frequency 7 whose old claim was rejected and never accepted."""
    bills = bills_of(question)
    rejected = bills.holds("replaced_status", "REJECTED") | as_mask(
        bills["replaced_first_rejected_on"].notna()
    )
    accepted = as_mask(bills["replaced_first_accepted_on"].notna()) | bills.holds(
        "replaced_status", *ANSWERED
    )
    where = bills.is_at_home & bills.holds("frequency", "7") & rejected & ~accepted
    yield from hits(where, "frequency", lambda i: {"c": claims["replaces_claim_id"].iloc[i]})


RULE = Rule(
    id="CLM-009",
    title="correction of a rejected claim",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.11, §7.5, §8.9",
    message="The first claim ({c}) was rejected, never processed. Send it as new (frequency 1).",
    example="The clearinghouse returned the claim, and the office makes a corrected one of it.",
    on_tables=never_accepted,
    tables=("claims",),
    field="frequency",
    levels=(Level.CLAIM,),
)
