"""A visit whose payer or state wants a doctor's order must be linked to one.

Without an order the payer denies the visit and most contracts forbid billing the patient instead. An
order required only by a row of StateLaw that nobody has confirmed warns.

Source: handbook §6.4 REF-001, §1.5, §5.10. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_ordered(lines: Lines) -> Hits:
    """Find visits without an order where the coverage, the payer or the law wants one."""
    law = lines["order_by_law"].fillna(False).to_numpy(dtype=bool)
    lacks = lines.blank("referral_id")
    surely = np.asarray(lines["order_required"], dtype=bool)
    by_payer = lines.rule_says("rx_required", "Y", "YES", where=~law)
    mask = lacks & (surely | law)
    return Hits(
        mask,
        severity=chosen(~surely, Severity.WARNING),
        values={
            "who": phrases(mask, lambda i: _payer(lines, i) if by_payer[i] else "The law"),
            "doubt": chosen(~surely, " (please confirm with the state board)", ""),
        },
        at=lines["visit_first"],
    )


def _payer(lines: Lines, i: int) -> str:
    return str(lines["payer_name"].iloc[i] or lines["coverage_payer_id"].iloc[i])


RULE = Rule(
    id="REF-001",
    title="Order present",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; SEED",
    message="{who} needs a doctor's order{doubt}. Attach the referral for {patient}.",
    example="The plan wants a doctor's order and the visit names none.",
    on_lines=not_ordered,
    field="referral_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
