"""PRV-005: the payer wants its therapists enrolled, and this one was not on the day.

Why: visits before the enrolment date, or after its end, are denied (CARC 185, B7, 147) and are seldom paid
later. A pending enrolment holds the claim; out of network is the office's choice and only said.

Source: handbook §6.3, §1.4 (TherapistPayer), §1.5 (credentialing_required); CARC 185, B7 (S2). Certainty: R.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xl_massbill.practice.enrolments import NO_ROW
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity

_HOLD = "Hold the claim until the enrolment date is known, or bill out of network."


class _Words(NamedTuple):
    grade: Severity
    what: str
    advice: str


_SAYS = {
    NO_ROW: _Words(Severity.ERROR, "is not enrolled with", _HOLD),
    "TERMED": _Words(Severity.ERROR, "is no longer enrolled with", _HOLD),
    "PENDING": _Words(Severity.WARNING, "is not yet enrolled with", _HOLD),
    "OUT_OF_NETWORK": _Words(
        Severity.INFO, "is out of network with", "Expect the plan's out-of-network terms."
    ),
}
"""How grave each status on the day is, and its words."""


def not_enrolled(lines: Lines) -> Hits:
    """Return the lines whose therapist is not in the network of a payer that wants it."""
    status = lines["enrolment_status"]
    wanted = lines.rule_says("credentialing_required", "Y", "YES")
    mask = np.asarray(wanted & status.isin(list(_SAYS)), dtype=bool)
    return Hits(
        mask,
        severity=phrases(mask, lambda i: _SAYS[status[i]].grade),
        values={
            "what": phrases(mask, lambda i: _SAYS[status[i]].what),
            "advice": phrases(mask, lambda i: _SAYS[status[i]].advice),
        },
        at=lines["visit_first"],
    )


RULE = Rule(
    id="PRV-005",
    title="enrolled with the payer",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §1.4; CARC 185, B7 (S2)",
    message="{therapist} {what} {payer} on {dos}. {advice}",
    example="The payer wants enrolment, and the therapist's begins a week after the visit.",
    on_lines=not_enrolled,
    field="therapist_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
