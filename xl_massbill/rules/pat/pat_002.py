"""PAT-002: the date of birth makes the patient older than anybody, or not yet born on the day of the visit.

Why: the payer finds the member by the birth date, and a wrong one is denied (CARC 6, 14). The message never
says the date itself.

Source: handbook §6.2; CARC 14 (S2). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def impossible_age(lines: Lines, *, oldest: int) -> Hits:
    """Return the lines on whose day the patient was not born, or older than anybody."""
    unborn, too_old = as_mask(lines["patient_age"] < 0), as_mask(lines["patient_age"] > oldest)
    return Hits(
        unborn | too_old,
        values={"why": chosen(unborn, "after", f"more than {oldest} years before")},
    )


RULE = Rule(
    id="PAT-002",
    title="date of birth plausible",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2; CARC 14 (S2)",
    message="The date of birth cannot be right: it lies {why} the visit of {dos}. Check it against the"
    " patient's ID.",
    example="The year of birth is typed as 1884 instead of 1984.",
    on_lines=impossible_age,
    anchor="patients",
    field="dob",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"oldest": 120},
)
