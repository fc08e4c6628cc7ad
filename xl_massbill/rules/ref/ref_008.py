"""The order must come from a kind of prescriber that the payer accepts.

Some payers take orders only from attending doctors; an order from anybody else is denied with CARC 183.

Source: handbook §6.4 REF-008, §1.5 (prescriber_types), §4.1; CARC 183. Certainty: R.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def by_other_prescriber(lines: Lines) -> Hits:
    """Find orders whose prescriber has no credential of the payer's list."""
    lists, accepted = pd.factorize(lines.rule("prescriber_types"))
    creds, written = pd.factorize(lines["referral_prov_credential"])
    mask = np.zeros(len(lines), dtype=bool)
    for n, types in enumerate(accepted):
        wanted = _types(str(types))
        refused = np.array([bool(wanted) and not wanted & _types(str(c)) for c in written] + [False])
        mask |= (lists == n) & refused[creds]
    return Hits(mask, values={"cred": lines["referral_prov_credential"]})


def _types(text: str) -> set[str]:
    """Return "M.D., PhD" as {"MD", "PHD"}."""
    return {re.sub(r"[\W_]", "", part).upper() for part in re.split(r"[,;|/\s]+", text)} - {""}


RULE = Rule(
    id="REF-008",
    title="Prescriber accepted",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.4; S2 (CARC 183)",
    message="{payer} may not accept an order from a {cred}. Ask the payer, or get the order from an accepted"
    " prescriber.",
    example="The payer takes orders from MD and DO only, and a DC signed.",
    on_lines=by_other_prescriber,
    anchor="referrals",
    field="prov_credential",
    levels=(Level.PREVISIT, Level.VISIT),
)
