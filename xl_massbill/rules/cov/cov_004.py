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
    checked = coverage["verified_on"]
    number, lists = pd.factorize(coverage["covered_codes"])  # a blank list is no list: -1
    listed = np.append(number, -1)[at]
    pairs = numbered(listed, code, within=listed >= 0)  # each list and code are looked at once
    missing = np.zeros(pairs.max(initial=-1) + 2, dtype=bool)
    for pair, i in zip(*np.unique(pairs, return_index=True), strict=True):
        missing[pair] = pair >= 0 and code.iloc[i] not in lists[listed[i]]
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
