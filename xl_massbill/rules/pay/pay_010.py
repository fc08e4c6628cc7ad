"""An injured worker or a veteran may not be charged.

Workers' compensation and the VA pay in full; a copay, or a statement, breaks their rules. Looked at are money
taken at the visit, claims whose rest is the patient's, and statements planned on sheet FollowUp.

Source: handbook §6.10 PAY-010, §4.6, §5.1; S18, S25. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.pay.injured import NEVER_THE_PATIENT
from xl_massbill.rules.rule import CellHit, Hits, Level, Lines, Mask, Question, Rule, Severity, Sheet, as_mask


def took_money(lines: Lines) -> Hits:
    """Find visits of workers and veterans at which they paid."""
    paid = (lines["patient_paid"] > 0).to_numpy(dtype=bool, na_value=False)
    return Hits(paid & lines.holds("payer_payer_type", *NEVER_THE_PATIENT))


def statement_planned(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims of workers and veterans whose rest they are asked for, and planned statements."""
    claims = question.records["claims"]
    never = _never_the_patient(claims, question)
    if sheet.table.facts.name == "claims":
        owes = as_mask(sheet["status"] == "PATIENT_DUE") | as_mask(sheet["balance_owner"] == "PATIENT")
        where, field = never & owes, "balance_owner"
    else:
        at = question.records.positions("claims", "claim_id", sheet["claim_id"])
        planned = as_mask(sheet["type"] == "STATEMENT") & as_mask(sheet["closed_on"].isna())
        where, field = planned & np.append(never, False)[at], "type"
    for i in np.flatnonzero(where).tolist():
        yield CellHit(sheet.table.facts.name, i, field)


def _never_the_patient(claims: Sheet, question: Question) -> Mask:
    payers = question.records["payers"]
    at = question.records.positions("payers", "payer_id", claims["payer_id"])
    return np.append(as_mask(payers["payer_type"].isin(NEVER_THE_PATIENT)), False)[at]


RULE = Rule(
    id="PAY-010",
    title="Worker or veteran not charged",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §4.6, §5.1; S18, S25",
    message="The worker or veteran may not be charged. Remove the patient amount and refund what was taken.",
    example="A copay was taken from a veteran under VA community care.",
    on_lines=took_money,
    on_tables=statement_planned,
    tables=("claims", "follow_up"),
    field="patient_paid",
    levels=(Level.VISIT, Level.CLAIM, Level.POST),
)
