"""A visit that needs prior authorisation must have one.

Treatment without it is denied with CARC 197, and approval after the fact is rare. Needed always, or from
the visit after the first n on (pa_after_visits); with an unknown n the rule is silent. An approval in part
stands for the visits it grants, and a payer's answer that none is needed settles it.

Source: handbook §6.4 AUT-001, §1.5 (look-up), §4.3 (visit number), §4.6; CARC 197. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Sheet
from xl_massbill.practice.allowances.choice import SETTLED
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity


def not_authorised(lines: Lines) -> Hits:
    """Find visits that need prior authorisation and are linked to none that was given."""
    settled = lines.holds("auth_decision", *SETTLED)
    mask = _needed(lines) & ~settled
    number = lines["visit_number"]
    return Hits(
        mask,
        values={
            "visit": phrases(mask, lambda i: "This visit" if pd.isna(number[i]) else f"Visit {number[i]}"),
            "what": phrases(mask, _advice(lines)),
        },
        at=lines["visit_first"],
    )


def _needed(lines: Lines) -> Mask:
    always = lines.rule_says("pa_required", "Y", "YES", "ALWAYS")
    late = (lines["visit_number"] > lines["free_of_approval"]).to_numpy(dtype=bool, na_value=False)
    return np.asarray(always | late, dtype=bool)


def _advice(lines: Lines) -> Callable[[int], str]:
    """Return what to do about a line: look at its own request, then for an approval that nobody linked."""
    decision, patient, plan = lines["auth_decision"], lines["patient_id"], lines["coverage_id"]
    approvals = cache(partial(_approvals, lines.records["auths"]))  # only if a visit lacks one

    def advise(i: int) -> str:
        if decision.iloc[i] == "PENDING":
            return "It is still pending: hold the claim."
        if decision.iloc[i] == "DENIED":
            return "It was denied: appeal, or bill as the plan allows."
        day = lines["dos"].iloc[i]
        for auth, starts, ends in approvals().get((patient.iloc[i], plan.iloc[i]), ()):
            if not (day < starts or day > ends):  # an open end compares false
                return f"Authorisation {auth} covers the day: enter it on the visit."
        return "Request it; retroactive approval is rare."

    return advise


def _approvals(sheet: Sheet) -> dict[tuple[str, str], list[tuple[str, pd.Timestamp, pd.Timestamp]]]:
    found: dict[tuple[str, str], list[tuple[str, pd.Timestamp, pd.Timestamp]]] = {}
    columns = ("patient_id", "coverage_id", "auth_id", "valid_from", "valid_to", "decision")
    for patient, plan, auth, starts, ends, decision in zip(*(sheet[c] for c in columns), strict=True):
        if decision in SETTLED:
            found.setdefault((patient, plan), []).append((auth, starts, ends))
    return found


RULE = Rule(
    id="AUT-001",
    title="Prior authorisation",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S16, S21, S2 (CARC 197)",
    message="{visit} needs prior authorisation from {payer}. {what}",
    example="The plan wants authorisation after six visits, and the seventh has none.",
    on_lines=not_authorised,
    field="auth_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
