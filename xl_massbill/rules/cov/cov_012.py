"""COV-012: the patient has two health plans, and which pays first is not settled.

Why: a plan that is not asked first denies until the other has paid (CARC 22), and months pass. Speaks, the
gravest first: both plans are entered as first; both are filed as Medicare Part B; Medicare is second without
the reason that the claim must give; the order was never confirmed, or too long ago. The latest day entered
on any of the plans counts.

Source: handbook §6.2, §7.11 (SBR05, SBR09); CARC 22 (S2), S34. Certainty: R.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.lines import take
from xl_massbill.practice.other_plans import other_plans
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_TOLD = {
    "priority": "Two plans are both entered as first: which pays first? Confirm with the patient and both"
    " plans.",
    "payer_id": "Two plans are both filed as Medicare Part B (MB). Correct the plan, or the payer's"
    " indicator.",
    "msp_type": "Medicare pays second, and the claim must say why. Enter this plan's Medicare secondary"
    " type.",
    "cob_confirmed_on": "Two plans: which pays first? Confirm with the patient and both plans; enter the"
    " day.",
}
"""The column at which something is told, and what: the gravest first."""


def not_settled(lines: Lines, *, months: int) -> Hits:
    """Return the lines of patients with two plans in force whose order is open."""
    own = lines.position("coverage")
    lines.reads("coverage_priority", "coverage_cob_confirmed_on", "coverage_member_id", "coverage_pay_type")
    first, part_b, confirmed = _of_plans(lines)
    two, firsts, medicares = (np.zeros(len(lines), dtype=bool) for _ in range(3))
    latest = confirmed[own]
    for other, both in other_plans(lines):
        two |= both
        firsts |= both & first[own] & first[other]
        medicares |= both & part_b[own] & part_b[other]
        latest = np.where(both, np.fmax(latest, confirmed[other]), latest)
    dos = lines["dos"]
    old = ~(latest >= (dos - pd.DateOffset(months=months)).to_numpy())
    second = _second(lines) & lines.blank("coverage_msp_type")
    field = pd.Series(np.select([firsts, medicares, second, two & old], list(_TOLD), ""), dtype=object)
    return Hits(
        field != "",
        severity=chosen(firsts, Severity.ERROR),
        values={"what": field.map(_TOLD)},
        field=field,
    )


def _of_plans(lines: Lines) -> tuple[Mask, Mask, np.ndarray[Any, Any]]:
    """Return of each plan: entered as first, filed as Medicare Part B, day the order was confirmed."""
    coverage, records = lines.records["coverage"], lines.records
    at = records.positions("payers", "payer_id", coverage["payer_id"])
    part_b = take(records["payers"]["claim_filing_ind"], at) == "MB"
    first = coverage["priority"] == "P"
    return (
        np.append(first.to_numpy(dtype=bool), False),
        np.append(part_b.to_numpy(dtype=bool), False),
        np.append(coverage["cob_confirmed_on"].to_numpy(), np.datetime64("NaT")),
    )


def _second(lines: Lines) -> Mask:
    """Return the lines billed to Medicare as second or third payer."""
    return lines.holds("payer_payer_type", "ORIGINAL_MEDICARE") & lines.holds("coverage_priority", "S", "T")


RULE = Rule(
    id="COV-012",
    title="order of two plans",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2, §7.11; CARC 22 (S2), S34",
    message="{what}",
    example="A patient has a plan of her own and her husband's, and both are entered as first.",
    on_lines=not_settled,
    anchor="coverage",
    field="cob_confirmed_on",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"months": 12},
)
