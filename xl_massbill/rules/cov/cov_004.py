"""COV-004: the plan was asked about other codes than the one billed.

Why: plans answer for each code; one that pays 97124 may hold 97140 to be proven for physical therapists only
(CARC 55, 96). A blank list is unknown, and silent.

Source: handbook §6.2, §5.9; SEED. Certainty: R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_asked(lines: Lines) -> Hits:
    """Return the lines whose code is not in their plan's list of codes."""
    lines.reads("coverage_covered_codes")
    coverage, at, code = lines.records["coverage"], lines.position("coverage"), lines["code"]
    listed, checked = coverage["covered_codes"], coverage["verified_on"]
    pairs = numbered(at, code, within=at >= 0)  # a plan and a code are looked at once
    known, first = np.unique(pairs, return_index=True)
    missing = np.zeros(len(known) + 1, dtype=bool)
    for pair, i in zip(known.tolist(), first.tolist(), strict=True):
        codes = listed.iloc[at[i]] if pair >= 0 else None
        missing[pair] = bool(codes) and code.iloc[i] not in (codes or ())
    mask = missing[pairs]
    return Hits(mask, values={"on": phrases(mask, lambda i: _on(checked.iloc[at[i]]))})


def _on(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else f" on {day.date()}"


RULE = Rule(
    id="COV-004",
    title="code covered",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2, §5.9; SEED",
    message="{code} was not confirmed with the plan{on}. Ask for this code.",
    example="The plan confirmed 97124 and the visit bills 97140.",
    on_lines=not_asked,
    field="code",
    levels=(Level.PREVISIT, Level.VISIT),
)
