"""The order needs the personal NPI of the doctor who signed it.

Payers reject a claim whose referring provider is missing, mistyped or an organisation: N286. The numbers
of organisations that we know are those of the clinic and of the facilities.

Source: handbook §6.4 REF-007, §4.4; RARC N286. Certainty: R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.codes import npi
from xl_massbill.rules.ref.softened import softened
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def without_personal_npi(lines: Lines) -> Hits:
    """Find orders whose prescriber's NPI is blank, fails its check digit, or is an organisation's."""
    organisations = set(lines.records["facilities"]["npi"].dropna())
    practice = lines.records["practice"]
    organisations |= set(practice["npi"][practice["entity_type"] == "ORG"].dropna())
    codes, numbers = pd.factorize(lines["referral_prov_npi"])
    right = [npi.is_valid(n) and n not in organisations for n in numbers]
    wrong = ~np.array([*right, False], dtype=bool)[codes]
    return Hits(lines.has("referral") & wrong, severity=softened(lines))


RULE = Rule(
    id="REF-007",
    title="Prescriber's NPI",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (RARC N286)",
    message="The referring provider's personal NPI is missing or wrong. Look it up in NPPES"
    " (individual, not the group).",
    example="The NPI of the doctor fails its check digit.",
    on_lines=without_personal_npi,
    anchor="referrals",
    field="prov_npi",
    levels=(Level.PREVISIT, Level.VISIT),
)
