"""The visit must lie within the dates of its authorisation.

A number sent for a day that it does not cover is denied with CARC 198; a blank date leaves that side open.

Source: handbook §6.4 AUT-002; CARC 198, RARC N351. Certainty: R.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from xl_massbill.rules.aut.approved import approved, number
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity
from xl_massbill.rules.wording import say


def outside_dates(lines: Lines) -> Hits:
    """Find visits before the first or after the last day that their authorisation covers."""
    dos, starts, ends = lines["dos"], lines["auth_valid_from"], lines["auth_valid_to"]
    mask = approved(lines) & np.asarray((dos < starts) | (dos > ends), dtype=bool)
    return Hits(
        mask,
        values={
            "no": phrases(mask, partial(number, lines)),
            "span": phrases(mask, lambda i: _span(starts.iloc[i], ends.iloc[i])),
        },
        at=lines["visit_first"],
    )


def _span(starts: pd.Timestamp, ends: pd.Timestamp) -> str:
    if pd.isna(ends):
        return f"{say(starts)} and later"
    return f"days up to {say(ends)}" if pd.isna(starts) else f"{say(starts)} to {say(ends)}"


RULE = Rule(
    id="AUT-002",
    title="Authorisation dates",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 198, RARC N351)",
    message="Authorisation {no} covers {span}, not {dos}. Ask {payer} for an extension and enter the new"
    " number.",
    example="The authorisation ended on 10 June and the visit was on 11 June.",
    on_lines=outside_dates,
    field="auth_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
