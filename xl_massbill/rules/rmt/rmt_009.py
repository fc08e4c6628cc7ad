"""RMT-009: the patient has paid more than the payer says the patient owes.

Why: the money is the patient's. Plans check it (RARC MA59), and a patient who finds out by the payer's
letter does not come back. It is asked once the patient's part is final: no payer is still to answer,
nothing is in dispute.

Source: handbook §6.11, §10.1 (final PR of the last payer); RARC MA59 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.rmt.families import settled
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money


def over_collected(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the live claims of bills of which the patient has paid more than the final part."""
    for family in settled(bills_of(question)):
        if family.patient_paid > family.patient_part:
            values = {"x": money(family.patient_paid - family.patient_part)}
            yield CellHit("claims", family.claim, "patient_paid", values)


RULE = Rule(
    id="RMT-009",
    title="patient paid too much",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §10.1; RARC MA59 (S2)",
    message="Refund or credit {x} to the patient.",
    example="25.00 were taken at the desk, and the payer says 20.00.",
    on_tables=over_collected,
    tables=("claims",),
    field="patient_paid",
    levels=(Level.POST,),
)
