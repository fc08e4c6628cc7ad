"""CLM-015: a bill is about to go to a second payer before the first one's answer is posted.

Why: the second payer wants to see what the first one paid and why, and denies the claim without (RARC
MA04, N4). It is asked of claims at home, and of visits under a second coverage that are on no claim yet.

Source: handbook §6.11, §7.7; RARC MA04, N4 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.bills import LATER
from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.clm.primary import answers, to_next_payers
from xl_massbill.rules.rule import CellHit, Level, Lines, Mask, Question, Rule, Severity, Sheet, as_mask


def visit_before_answer(lines: Lines) -> Mask:
    """Return the lines to be billed to a second or third payer whose visit no other payer has answered."""
    records = lines.records
    later = lines.holds("coverage_priority", *LATER) & lines.blank("claim_id")
    if not later.any() or not records["payments"].present:
        return np.zeros(len(lines), dtype=bool)
    payments, on_claims = records["payments"], records["claim_lines"]
    answered = payments["claim_id"][as_mask(payments["row_type"] == "PAY")]
    visits = on_claims["visit_id"][as_mask(on_claims["claim_id"].isin(answered))]
    return later & ~as_mask(lines["visit_id"].isin(visits))


def claim_before_answer(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home to a next payer whose first claim has no posted answer."""
    where = np.flatnonzero(to_next_payers(bills_of(question))).tolist()
    if where and question.records["payments"].present:
        parents = claims["parent_claim_id"]
        found = answers(question, {parents.iloc[i] for i in where if parents.iloc[i] is not None})
        for i in where:
            if parents.iloc[i] not in found:
                yield CellHit("claims", i, "parent_claim_id")


RULE = Rule(
    id="CLM-015",
    title="answer of the first payer",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.7; RARC MA04, N4 (S2)",
    message="Post the primary EOB first.",
    hint="The second payer wants to see what the first one paid and why.",
    example="A claim to the second plan is ready, and nothing of the first plan is posted.",
    on_lines=visit_before_answer,
    on_tables=claim_before_answer,
    tables=("claims",),
    field="coverage_id",
    levels=(Level.VISIT, Level.CLAIM),
)
