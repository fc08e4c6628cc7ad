"""No more visits, and no more units, than were authorised.

What goes beyond the approval is denied with CARC 198. Counted up to and including each visit; a letter may
count visits, units, or both.

Source: handbook §6.4 AUT-003, §1.10, §4.3; CARC 198. Certainty: R.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from xl_massbill.rules.aut.approved import approved, number
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def beyond_approval(lines: Lines) -> Hits:
    """Find visits beyond the visits or units of their authorisation."""
    given = approved(lines)
    visits, units = lines["auth_visits_authorised"], lines["auth_units_authorised"]
    by_visit = given & (lines["auth_used"] > visits).to_numpy(dtype=bool, na_value=False)
    by_unit = given & (lines["auth_units_used"] > units).to_numpy(dtype=bool, na_value=False)
    mask = np.asarray(by_visit | by_unit, dtype=bool)
    return Hits(
        mask,
        values={
            "no": phrases(mask, partial(number, lines)),
            "used": lines["auth_used"].where(by_visit, lines["auth_units_used"]),
            "n": visits.where(by_visit, units),
            "what": chosen(by_visit, "visits", "units"),
        },
        at=lines["visit_first"],
    )


RULE = Rule(
    id="AUT-003",
    title="Authorised visits and units",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 198)",
    message="Authorisation {no}: {used} of {n} {what} used. Ask for more {what} before sending.",
    example="Six visits were authorised and this is the seventh.",
    on_lines=beyond_approval,
    field="auth_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
