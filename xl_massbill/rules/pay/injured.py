"""Which lines are billed to workers' compensation or the VA, and which to Washington's state fund.

Source: handbook §5.1, §4.6 (L&I), §6.10 PAY-006 to PAY-010.
"""

from __future__ import annotations

from xl_massbill.practice import Lines
from xl_massbill.rules.rule import Mask

WORK = ("WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER")
NEVER_THE_PATIENT = (*WORK, "OWCP", "VA_CCN")
"""Payers whose patients may not be charged (§5.1)."""


def at_state_fund(lines: Lines) -> Mask:
    """Return the lines billed to Washington's state fund (L&I)."""
    return lines.holds("payer_payer_type", "WC_STATE_FUND") & (lines["injury_state"] == "WA").to_numpy(
        dtype=bool
    )
