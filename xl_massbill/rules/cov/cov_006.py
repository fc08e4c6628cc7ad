"""COV-006: the plan pays massage, but not when a massage therapist gives it.

Why: "we cover massage" often means by a physical therapist or chiropractor; the claim of an LMT is denied
(CARC 8, 170). Lines of other professions are as the plan wants them, and lines with GY are billed for the
denial.

Source: handbook §6.2, §5.9; SEED. Certainty: R.
"""

from __future__ import annotations

import re

import numpy as np

from xl_massbill.rules.cov.plans import denial_wanted
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity

_OTHERS = "another profession"


def not_by_us(lines: Lines) -> Hits:
    """Return the lines of massage therapists that the plan does not pay."""
    refused = (lines["coverage_provider_type_ok"] == False).to_numpy(dtype=bool, na_value=False)  # noqa: E712
    mask = refused & lines.holds("therapist_provider_type", "LMT") & ~denial_wanted(lines)
    types = lines.rule("eligible_provider_types", where=np.zeros(len(lines), dtype=bool))  # words only
    return Hits(mask, values={"types": phrases(mask, lambda i: _others(types.iloc[i]))})


def _others(text: str | None) -> str:
    """Return the professions of a list but ours."""
    types = [word for word in re.split(r"[\s,;/]+", text or "") if word and word.upper() != "LMT"]
    return " or ".join(types) or _OTHERS


RULE = Rule(
    id="COV-006",
    title="plan pays a massage therapist",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §5.9; SEED",
    message="This plan pays massage only when done by {types}, not by a massage therapist. Tell the patient"
    " and bill cash, or have the visits done by {types}.",
    example="The plan answered that only physical therapists may give massage.",
    on_lines=not_by_us,
    anchor="coverage",
    field="provider_type_ok",
    levels=(Level.PREVISIT, Level.VISIT),
)
