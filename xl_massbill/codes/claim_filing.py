"""Claim filing indicator: what kind of payer a claim goes to, in two characters (SBR09).

Which one a payer wants is the payer's to say; the defaults by payer type are general knowledge that
the office may override on sheet Payers.

Source: handbook §1.5 (list read in the 837P guide's map; defaults to be confirmed).
"""

from __future__ import annotations

MEANING = {
    "11": "other non-federal programme",
    "12": "preferred provider plan (PPO)",
    "13": "point of service plan (POS)",
    "14": "exclusive provider plan (EPO)",
    "15": "indemnity insurance",
    "16": "Medicare Advantage (HMO Medicare risk)",
    "17": "dental plan",
    "AM": "auto medical",
    "BL": "Blue Cross or Blue Shield",
    "CH": "Tricare",
    "CI": "commercial insurance",
    "DS": "disability",
    "FI": "federal employees",
    "HM": "health maintenance (HMO)",
    "LM": "liability medical",
    "MA": "Medicare part A",
    "MB": "Medicare part B",
    "MC": "Medicaid",
    "OF": "other federal programme",
    "TV": "Title V",
    "VA": "Veterans Affairs",
    "WC": "workers' compensation",
    "ZZ": "not known",
}

BY_PAYER_TYPE = {
    "ORIGINAL_MEDICARE": "MB",
    "MEDICARE_ADVANTAGE": "16",
    "MEDICAID": "MC",
    "COMMERCIAL": "CI",
    "BCBS": "BL",
    "FEHB": "FI",
    "TRICARE": "CH",
    "VA_CCN": "VA",
    "WC_STATE_FUND": "WC",
    "WC_SELF_INSURED": "WC",
    "WC_CARRIER": "WC",
    "OWCP": "OF",
    "AUTO_PIP": "AM",
    "AUTO_MEDPAY": "AM",
    "LIABILITY": "LM",
}
"""The usual indicator of a payer type, to be confirmed with the clearinghouse."""


def compact(code: str) -> str:
    """Return the code without blanks, in capitals.

    >>> compact(" ci")
    'CI'
    """
    return code.strip().upper()


def is_valid(code: str) -> bool:
    """Return whether the claim format has this indicator.

    >>> is_valid("CI"), is_valid("09"), is_valid("10"), is_valid("LI")
    (True, False, False, False)
    """
    return code in MEANING


def usual(payer_type: str) -> str | None:
    """Return the usual indicator of a payer type, or None where no claim is sent.

    >>> usual("AUTO_PIP"), usual("CASH")
    ('AM', None)
    """
    return BY_PAYER_TYPE.get(payer_type)
