"""RMT-002: the payer answers a claim that is not in the workbook.

Why: the money belongs to a visit all the same; left unposted it is missing from one balance and from no
other. Old claims of another program and numbers that the payer cut are found by patient, day and charge.

Source: handbook §6.11, §8.5 (CLP01). Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.rmt.asked import adjudicated, claims_of
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_UNAPPLIED = "UNAPPLIED"


def unknown_claim(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the first row of each adjudication whose claim is not on sheet Claims."""
    if not question.records["claims"].present:
        return
    found = adjudicated(question)
    for n in np.flatnonzero(claims_of(question) < 0).tolist():
        claim = found.claim_of[n]
        if claim is not None and claim.upper() != _UNAPPLIED:
            yield CellHit("payments", int(found.first[n]), "claim_id", {"c": claim})


RULE = Rule(
    id="RMT-002",
    title="claim is known",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.11, §8.5",
    message="Claim {c} not found; match by patient+DOS+charge.",
    example="The 835 names the claim 000101, and the workbook knows CR26-000101.",
    on_tables=unknown_claim,
    tables=("payments",),
    field="claim_id",
    levels=(Level.POST,),
)
