"""The number of the approval or referral must be there to be sent.

A claim without it is denied although the treatment was approved. An approved authorisation needs its
number; a payer that wants a referral number (the VA always does) needs that or an authorisation number.
The finding stands at the authorisation or order whose number is blank, once for all its visits.

Source: handbook §6.4 AUT-006, §4.5, §4.6 (VA); S22. Certainty: R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.rules.aut.approved import approved
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def without_number(lines: Lines) -> Hits:
    """Find lines of approvals without their number, and of payers that want one where there is none."""
    has_order = ~lines.blank("referral_id")
    no_auth_no = lines.blank("auth_auth_no")
    unnumbered = approved(lines) & no_auth_no
    lacks = no_auth_no & lines.blank("referral_payer_referral_no")
    va = lines.holds("payer_payer_type", "VA_CCN")
    ask = lacks & ~va & ~unnumbered
    wanted = va | lines.rule_says("referral_number_required", "Y", "YES", where=ask)
    field = chosen(unnumbered, "auth_no").fillna(chosen(has_order, "payer_referral_no", "referral_id"))
    table = chosen(unnumbered, "auths").fillna(chosen(has_order, "referrals"))
    first = lines["visit_first"]
    at = np.where(unnumbered | has_order, np.arange(len(first)), first)
    return Hits(unnumbered | (lacks & wanted), field=field, anchor=table, at=pd.Series(at))


RULE = Rule(
    id="AUT-006",
    title="Authorisation or referral number",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S22",
    message="The authorisation or referral number is empty. Type the number from the approval letter or the"
    " referral.",
    example="The authorisation is approved and its number is blank.",
    on_lines=without_number,
    levels=(Level.PREVISIT, Level.VISIT),
)
