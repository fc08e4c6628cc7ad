"""A number issued by the VA has one of its known forms.

A mistyped number is not found and the claim is denied. Known forms: 123-456789-12, 123-PC-1234567,
VA0123456789 and ten digits.

Source: handbook §6.4 AUT-007, §4.5; S22. Certainty: R.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_FORM = re.compile(
    r"[0-9A-Z]{3}-[0-9A-Z]{6}-[0-9A-Z]{2}|[0-9A-Z]{3}-PC-[0-9A-Z]{7}|VA[0-9A-Z]{10}|[0-9]{10}", re.IGNORECASE
)


def of_unusual_form(lines: Lines) -> Hits:
    """Find VA orders and authorisations whose number has none of the known forms."""
    va = lines.holds("payer_payer_type", "VA_CCN")
    referral, auth = lines["referral_payer_referral_no"], lines["auth_auth_no"]
    by_referral = va & _is_unusual(referral)
    return Hits(
        by_referral | (va & _is_unusual(auth)),
        values={"v": referral.where(by_referral, auth)},
        field=chosen(by_referral, "payer_referral_no", "auth_no"),
        anchor=chosen(by_referral, "referrals", "auths"),
    )


def _is_unusual(numbers: pd.Series[Any]) -> Mask:
    codes, values = pd.factorize(numbers)
    return np.array([_FORM.fullmatch(str(v).strip()) is None for v in values] + [False], dtype=bool)[codes]


RULE = Rule(
    id="AUT-007",
    title="VA number format",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.4; S22",
    message="VA referral number {v} has an unusual format. Compare it with the referral sheet.",
    example="The VA's referral number has nine digits.",
    on_lines=of_unusual_form,
    levels=(Level.PREVISIT, Level.VISIT),
)
