"""PRV-003: the therapist has no licence for the state where the session took place.

Why: a licence of the neighbouring state is none here; the payer denies (CARC 185) and the board may fine. A
state that does not regulate massage at all gives none to massage therapists, so there the rule is silent.

Source: handbook §6.3, §1.4, §5.10; SEED. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity, as_mask


def not_licensed_here(lines: Lines) -> Hits:
    """Return the lines whose therapist has no licence of the state of the place."""
    free = as_mask(lines["law_regulates"] == "NONE") & lines.holds("therapist_provider_type", "LMT")
    mask = as_mask(~lines["licence_held"]) & ~free
    lacking, therapist = _lacking(lines, mask & as_mask(lines["is_counted"])), lines["therapist_id"]
    return Hits(mask, values={"state": phrases(mask, lambda i: ", ".join(lacking.get(therapist[i], ())))})


def _lacking(lines: Lines, mask: Mask) -> dict[str, dict[str, None]]:
    """Return the states that each therapist lacks, in the order of the sheet: one finding tells them all."""
    found: dict[str, dict[str, None]] = {}
    therapist, state = lines["therapist_id"], lines["place_state"]
    for i in np.flatnonzero(mask).tolist():
        found.setdefault(therapist[i], {})[state[i]] = None
    return found


RULE = Rule(
    id="PRV-003",
    title="licensed in the state of the place",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3; SEED",
    message="There is no {state} licence on file for {therapist}. Enter it; without one the visit cannot be"
    " billed.",
    example="The session took place in Portland, and the therapist holds a Washington licence only.",
    on_lines=not_licensed_here,
    anchor="therapists",
    field="license_state",
    levels=(Level.PREVISIT, Level.VISIT),
)
