"""Kinds of payers, as far as the coverage rules tell them apart.

Source: handbook §1.5 (payer_type), §5.1.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Lines, Mask

HEALTH_PLANS = (
    "ORIGINAL_MEDICARE",
    "MEDICARE_ADVANTAGE",
    "MEDICAID",
    "COMMERCIAL",
    "BCBS",
    "FEHB",
    "TRICARE",
)
"""Plans that pay one after the other; VA_CCN shares a bill with nobody (§4.6)."""
AUTO = ("AUTO_PIP", "AUTO_MEDPAY")
WORK = ("WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER")
NO_PLAN = ("CASH", "HSA_FSA")
"""Payers to which no claim goes."""


def denial_wanted(lines: Lines) -> Mask:
    """Return the lines with GY: the plan is known not to pay, and is billed for its denial (§5.2)."""
    first, second, third, fourth = (lines.holds(f"mod{i}", "GY") for i in (1, 2, 3, 4))
    return first | second | third | fourth
