"""A referral number is sent only together with the referring provider.

Clearinghouses reject a claim with REF*9F and no loop 2310A. That loop is built from an order whose
prescriber has a name, an NPI and the role DN (an ordering DK or supervising DQ goes into other loops). A
payer that takes the number as REF*G1 does not ask for it.

Source: handbook §6.4 AUT-008, §4.4, §4.5; S34. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def without_referrer(lines: Lines) -> Hits:
    """Find orders with a referral number from which no referring provider can be sent."""
    numbered = ~lines.blank("referral_payer_referral_no")
    no_npi = lines.blank("referral_prov_npi")
    no_name = lines.blank("referral_prov_last")
    other_role = lines.holds("referral_prov_role", "DK", "DQ")
    mask = numbered & (no_npi | no_name | other_role)
    mask &= ~lines.rule_says("referral_qual", "G1")
    field = chosen(no_npi, "prov_npi", "prov_last").where(no_npi | no_name, "prov_role")
    return Hits(mask, field=field)


RULE = Rule(
    id="AUT-008",
    title="Referral number with referrer",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S34",
    message="A referral number is sent, so the referring provider must be sent too. Choose the referral with"
    " the doctor's name and NPI, as referring provider (DN).",
    example="The order has a referral number and no NPI of the doctor.",
    on_lines=without_referrer,
    anchor="referrals",
)
