"""COV-011: the money left on an auto policy does not reach for this bill.

Why: once PIP or MedPay is used up the rest is denied (CARC 35, 119, 149), and the patient should know before
the visit who pays it. Left is the limit less what the adjuster says all providers have used; claims without
an answer and unbilled visits up to this day come first. A limit or use that nobody entered is unknown.

Source: handbook §6.2, §5.4, case 5 (S25). Certainty: R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.practice.billable import CASH_PLANS
from xl_massbill.practice.groups import numbered, sums
from xl_massbill.practice.running import days_of, sums_through
from xl_massbill.rules.cov.open_charges import open_claims
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def money_ends(lines: Lines) -> Hits:
    """Return the unbilled lines whose bill exceeds what the policy has left."""
    left = lines["coverage_policy_limit"] - lines["coverage_amount_used"]
    metered = as_mask(left.notna()) & _unbilled(lines)
    if not metered.any():
        return Hits(metered)
    plan = lines.position("coverage")
    owed = lines["charge"].fillna(0) - lines["patient_paid"].fillna(0)
    days, known = days_of(lines["dos"])
    through = sums_through(plan, days, metered & known, owed.to_numpy(dtype=np.int64))
    total = pd.Series(through) + open_claims(lines)[plan]
    bill = sums(numbered(plan, lines["visit_id"], within=metered), owed)
    mask = as_mask(total > left)  # only metered lines have a total
    return Hits(
        mask,
        values={
            "x": phrases(mask, lambda i: money(int(left[i]))),
            "y": phrases(mask, lambda i: money(int(bill[i]))),
            "earlier": phrases(mask, lambda i: _earlier(int(total[i] - bill[i]))),
        },
        at=lines["visit_first"],
    )


def _unbilled(lines: Lines) -> Mask:
    """Return the lines that are planned or done for the plan, and on no claim."""
    pays = ~lines.holds("coverage_pay_type", *CASH_PLANS)
    return as_mask(lines["is_counted"]) & pays & as_mask(lines["claim_id"].isna())


def _earlier(cents: int) -> str:
    return f", and {money(cents)} of other bills is still open" if cents > 0 else ""


RULE = Rule(
    id="COV-011",
    title="auto policy used up",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2, §5.4 (S25)",
    message="PIP/MedPay money left is {x}, this bill is {y}{earlier}. Ask the adjuster for the balance and"
    " agree with the patient who pays the rest.",
    example="The adjuster says 130 dollars are left, and the visit costs 200.",
    on_lines=money_ends,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
