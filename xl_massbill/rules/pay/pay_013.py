"""A patient who is to pay what the plan does not cover must have signed before the visit.

Without the signed notice most contracts forbid the bill. It stands also at visits marked CASH under a plan.

Source: handbook §6.10 PAY-013, §1.9 (waiver_signed_on). Certainty: G.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Scope, Severity


def not_signed(lines: Lines) -> Hits:
    """Find visits or codes that the plan does not cover, without the waiver that the payer wants."""
    needed = lines.rule_says("needs_signed_waiver", "Y", "YES")
    not_massage = lines.rule_says("massage_covered", "N", "NO", where=needed)
    not_code = lines.rule_says("code_covered", "N", "NO", where=needed)
    signed = lines["coverage_waiver_signed_on"]
    late = np.asarray(signed.isna() | (signed > lines["dos"]), dtype=bool)
    return Hits(needed & (not_massage | not_code) & late, at=lines["visit_first"])


RULE = Rule(
    id="PAY-013",
    title="Signed waiver",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.10, §1.9",
    message="Without a signed waiver you may not charge the patient. Get the waiver before the visit.",
    example="The plan does not cover massage, wants a signed waiver, and none was signed.",
    on_lines=not_signed,
    field="coverage_id",
    scope=Scope.DONE,
    levels=(Level.PREVISIT, Level.VISIT),
)
