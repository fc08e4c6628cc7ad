"""Care that the VA has authorised is billed to the VA alone.

Looked at are lines of a visit under the VA's referral that go to another plan, and claims to a second payer
that follow one to the VA.

Source: handbook §6.10 PAY-011, §4.6; S25. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.groups import any_of, numbered
from xl_massbill.rules.rule import CellHit, Hits, Level, Lines, Mask, Question, Rule, Severity, Sheet, as_mask

_VA = "VA_CCN"
_GONE = ("REPLACED", "VOIDED")


def to_another_plan(lines: Lines) -> Hits:
    """Find lines of visits in the VA's care that are billed to another plan."""
    at_va = lines.holds("payer_payer_type", _VA)
    billed = as_mask(lines["is_billable"])
    in_care = billed & (at_va | lines.holds("referral_doc_type", "VA_REFERRAL"))
    known = lines["payer_payer_type"].notna().to_numpy(dtype=bool)
    return Hits(any_of(numbered(lines["visit_id"]), in_care) & known & ~at_va)


def to_second_payer(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims to a second or third payer that follow a claim to the VA."""
    parents = question.records.positions("claims", "claim_id", claims["parent_claim_id"])
    follows = np.append(_at_va(claims, question), False)[parents]
    live = as_mask(claims["payer_seq"].isin(("S", "T"))) & ~as_mask(claims["status"].isin(_GONE))
    for i in np.flatnonzero(follows & live).tolist():
        yield CellHit("claims", i, "payer_seq")


def _at_va(claims: Sheet, question: Question) -> Mask:
    payers = question.records["payers"]
    at = question.records.positions("payers", "payer_id", claims["payer_id"])
    return np.append(as_mask(payers["payer_type"] == _VA), False)[at]


RULE = Rule(
    id="PAY-011",
    title="VA care and other insurance",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §4.6; S25",
    message="Do not bill other insurance for VA-authorised care. Remove the second coverage from the claim.",
    example="One line of a visit under a VA referral is billed to a health plan.",
    on_lines=to_another_plan,
    on_tables=to_second_payer,
    tables=("claims",),
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
