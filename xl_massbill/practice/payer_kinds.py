"""Kinds of payers, as far as coverage and the order of payers tell them apart.

Source: handbook §1.5 (payer_type), §5.1.
"""

from __future__ import annotations

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
