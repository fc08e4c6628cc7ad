"""PAT-007: a visit lies after the recorded date of death.

Why: the payer rejects it (CARC 13), and one of the two dates is wrong. The message never says the date of
death itself.

Source: handbook §6.2; CARC 13 (S2). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def after_death(lines: Lines) -> Hits:
    """Return the lines whose day is after the patient's death."""
    return Hits(lines["dos"] > lines["patient_deceased_on"], at=lines["visit_first"])


RULE = Rule(
    id="PAT-007",
    title="deceased",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2; CARC 13 (S2)",
    message="The service date {dos} is after the recorded date of death. Check both dates before anything is"
    " sent.",
    example="A visit is typed with the wrong month, after the patient died.",
    on_lines=after_death,
    field="dos",
    levels=(Level.PREVISIT, Level.VISIT),
)
