"""PAT-006: the same person stands in two rows of sheet Patients.

Why: visits, limits and orders are counted for each patient number, so a person with two numbers gets twice
the visits a plan pays. Same name, birth date and sex make the same person, however the name is spelt; two
different middle initials make two. Rows merged into another no longer count. Only numbers are named.

Source: handbook §6.2. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered, sizes
from xl_massbill.practice.same_name import spelt
from xl_massbill.rules.on_tables import lines_at
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask


def twice(patients: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the highest number of each person who has several."""
    names = [_spelt(patients[name]) for name in ("last_name", "first_name")]
    groups = numbered(
        *names, patients["dob"], patients["sex"], within=as_mask(patients["merged_into"].isna())
    )
    found: dict[int, list[int]] = {}
    for i in np.flatnonzero(sizes(groups) > 1).tolist():
        found.setdefault(int(groups[i]), []).append(i)
    for rows in found.values():
        for same in _by_middle(rows, patients["middle"]):
            yield from _hit(same, patients, question)


def _spelt(names: pd.Series[Any]) -> np.ndarray[Any, Any]:
    codes, different = pd.factorize(names)
    return np.array([*map(spelt, different), None], dtype=object)[codes]


def _by_middle(rows: list[int], middle: pd.Series[str]) -> Iterator[list[int]]:
    """Yield the rows together, or apart where they have different middle initials."""
    initials = [spelt(middle.iloc[i] or "")[:1] for i in rows]
    if len(set(initials) - {""}) < 2:
        yield rows
        return
    for initial in sorted(set(initials)):
        yield [row for row, its in zip(rows, initials, strict=True) if its == initial]


def _hit(rows: list[int], patients: Sheet, question: Question) -> Iterator[CellHit]:
    ids = {str(patients["patient_id"].iloc[i]): i for i in rows if patients["patient_id"].iloc[i] is not None}
    if len(ids) > 1:
        lines = lines_at(question.lines, "patients", rows)
        yield CellHit("patients", ids[max(ids)], "patient_id", {"ids": sorted(ids)}, lines=lines)


RULE = Rule(
    id="PAT-006",
    title="same person twice",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.2",
    message="One person has several patient numbers ({ids}). Merge them (column Merged into), or visits and"
    " limits will be counted wrongly.",
    example="A patient who came back after a year was entered again with a new number.",
    on_tables=twice,
    tables=("patients",),
    levels=(Level.PREVISIT, Level.VISIT),
)
