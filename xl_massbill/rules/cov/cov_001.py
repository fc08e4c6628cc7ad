"""COV-001: nobody asked the plan what it pays, or only after the visit.

Why: the plan that "covers massage" may not cover this clinic, this code or this month, and the answer comes
as a denial. Every row of this patient with this payer counts, since each check may have its own. A line that
is on a claim is not told that its plan was asked late: by then the row often holds a newer check.

Source: handbook §6.2, §5.9; SEED. Certainty: R.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask

_UNKNOWN = np.datetime64("NaT")


def not_verified(lines: Lines) -> Hits:
    """Return the lines whose plan was never verified, or first after the visit."""
    lines.reads("coverage_patient_id", "coverage_payer_id")
    earliest, unknown = _earliest(lines)
    at, dos = lines.position("coverage"), lines["dos"]
    first = earliest[at]
    never = np.isnat(first) & ~unknown[at]
    late = (first > dos.to_numpy()) & as_mask(lines["claim_id"].isna()) & ~unknown[at]
    mask = never | late
    return Hits(
        mask,
        severity=chosen(late, Severity.WARNING),
        values={"when": phrases(mask, lambda i: "never verified" if never[i] else _late(first[i], dos[i]))},
    )


def _late(first: np.datetime64, dos: pd.Timestamp) -> str:
    return f"verified only on {first.astype('datetime64[D]')}, after the visit of {dos.date()},"


def _earliest(lines: Lines) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return for each coverage row the first check of its patient and payer, and if one is unreadable."""
    coverage = lines.records["coverage"]
    groups = numbered(coverage["patient_id"], coverage["payer_id"])
    checked, unread = coverage["verified_on"], coverage.unread("verified_on")
    first = checked.groupby(groups).transform("min").to_numpy().astype("datetime64[s]")
    unknown = np.zeros(len(groups), dtype=bool)
    if unread is not None:
        unknown = np.isin(groups, groups[unread])
    return np.append(first, _UNKNOWN), np.append(unknown | (groups < 0), True)


RULE = Rule(
    id="COV-001",
    title="benefits verified",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §5.9; SEED",
    message="Benefits were {when} for this plan. Call the payer before billing (checklist).",
    example="A patient's new plan was billed without asking what it pays.",
    on_lines=not_verified,
    anchor="coverage",
    field="verified_on",
    levels=(Level.PREVISIT, Level.VISIT),
)
