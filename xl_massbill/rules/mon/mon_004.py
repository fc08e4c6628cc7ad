"""MON-004: the clinic charges less than the payer would pay.

Why: payers allow the lower of charge and contract price, so the difference is given away on every unit. Rows
of the price list that have ended can no longer be mended and are left out.

Source: handbook §6.11, §9.2 (CARC 45). Certainty: G, so the office confirms it on sheet Rules.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.wording import money


def below_allowed(fees: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the prices that are lower than what the payer allows; their lines are those to think about."""
    charge, allowed = fees["unit_charge"], fees["expected_allowed_per_unit"]
    over = as_mask(fees["effective_to"] < pd.Timestamp(question.as_of))
    for at in np.flatnonzero(as_mask(charge < allowed) & ~over).tolist():
        billed = as_mask(question.lines["fee_row"] == at) & as_mask(question.lines["is_billable"])
        lost = money(allowed[at] - charge[at])
        yield CellHit("fees", at, "unit_charge", {"x": lost}, lines=np.flatnonzero(billed).tolist())


RULE = Rule(
    id="MON-004",
    title="fee not below the payer's price",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.11, §9.2",
    message="Your fee is lower than the payer's price; you lose {x} per unit. Review your fee schedule.",
    example="The clinic charges 30.00 a unit, and the payer's contract allows 32.00.",
    on_tables=below_allowed,
    tables=("fees",),
    field="unit_charge",
)
