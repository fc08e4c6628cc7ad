"""RMT-005: the payer gives the patient a larger share than the benefit check told.

Why: the patient was told another amount, and will call. Either the deductible was not met yet, or
benefits were noted wrongly, and then the next visits are estimated wrongly too.

Only deductible, coinsurance and copay count; what the patient owes for want of cover is no share. Of
claims to the first payer, against the coverage of the claim.

Source: handbook §6.11, §5.6. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rmt.share import shares
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money


def above_estimate(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the last service row of claims whose patient's share is above the estimate."""
    tolerance = round(question.params["tolerance"] * 100)
    for row, share, estimate in shares(question):
        if share > estimate + tolerance:
            yield CellHit("payments", row, "clp_pr", {"a": money(share), "b": money(estimate)})


RULE = Rule(
    id="RMT-005",
    title="patient's share as verified",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.11, §5.6",
    message=("The patient share {a} is higher than verified {b}. Check deductible and copay with the plan."),
    example="The copay was noted as 25.00, and the payer took 40.00.",
    on_tables=above_estimate,
    tables=("payments",),
    field="clp_pr",
    levels=(Level.POST,),
    params={"tolerance": 0.50},
)
