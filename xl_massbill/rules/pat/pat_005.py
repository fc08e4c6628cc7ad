"""PAT-005: a patient whose plan is billed has not signed a form.

Why: without the release no health data may go to the plan, without the assignment of benefits the plan pays
the patient (CARC 100). One finding for each patient lists all that is missing; release and assignment weigh
more than the others. A cell that cannot be read is FMT-007's.

Source: handbook §6.2, §1.8 (R for insurance). Certainty: G.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.lacking import lacking, told
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity

_GRAVE = ("release_of_info_on", "assignment_of_benefits_on")
_FORMS = {
    _GRAVE[0]: "release of information",
    _GRAVE[1]: "assignment of benefits",
    "consent_treatment_on": "consent to treatment",
    "hipaa_notice_on": "privacy notice",
    "financial_policy_on": "financial policy",
}


def not_signed(lines: Lines) -> Hits:
    """Return the lines of patients who have not signed every form."""
    missing = lacking(lines.records["patients"], list(_FORMS))[lines.position("patient")]
    mask = np.asarray(missing.any(axis=1))
    words = np.array(list(_FORMS.values()), dtype=object)
    first = missing.argmax(axis=1)
    return Hits(
        mask,
        severity=chosen(first >= len(_GRAVE), Severity.WARNING),
        values={"which": phrases(mask, lambda i: told(list(words[missing[i]])))},
        field=phrases(mask, lambda i: list(_FORMS)[first[i]]),
    )


RULE = Rule(
    id="PAT-005",
    title="consents",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.2, §1.8",
    message="No signature on file for {which}. Get it signed before sending health data.",
    example="A plan is billed for a patient who has not signed the release of information.",
    on_lines=not_signed,
    anchor="patients",
    field="release_of_info_on",
    levels=(Level.PREVISIT, Level.VISIT),
)
