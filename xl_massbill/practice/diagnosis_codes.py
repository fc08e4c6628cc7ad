"""What is known of the diagnosis codes in use, and whether each was valid on the day of its visit.

Two sources: the index that comes with the program, and sheet ICD laid over it: a row there beats the index
for its code, cell by cell. Where neither knows a code, that is an error of the code only for days that the
index speaks for; for others the list is too old or too new to tell.

Source: handbook §3.1, §3.2 (the set in force on the day of service counts), §2.6.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.codes import icd10, icd_release
from xl_massbill.codes.icd_release import Diagnosis
from xl_massbill.codes.icd_standing import Row, State, changes, standing
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.lines import Lines

Days = npt.NDArray[np.datetime64]
States = npt.NDArray[np.int8]
_SAYS = ("effective_from", "effective_to", "billable", "requires_7th")


@dataclass(frozen=True, slots=True)
class Judged:
    """The state of every diagnosis cell, aligned with `Listed`; of a cell whose day nobody knows, SOUND."""

    state: States

    def is_(self, state: State) -> Mask:
        """Return the cells in a state."""
        return np.asarray(self.state == state, dtype=bool)


def judged(lines: Lines) -> Judged:
    """Return how every diagnosis cell stands on the day of its visit."""
    return lines.shared(_judged)


def known(lines: Lines) -> dict[str, Diagnosis]:
    """Return what is known of each different code that the visits name; what nobody knows is left out."""
    return lines.shared(_known)


def label_of(lines: Lines, code: str) -> str:
    """Return which list speaks of a code: the release of its row on sheet ICD, else that of the index."""
    labels = [lines.records["icd"]["release_label"].iloc[row] for row in lines.shared(_overlay).get(code, [])]
    return next((str(label) for label in reversed(labels) if label), icd_release.LABEL)


def excluded_by_sheet(lines: Lines, code: str) -> tuple[str, ...]:
    """Return the beginnings of codes that sheet ICD excludes beside a code."""
    rows = lines.shared(_overlay).get(code, [])
    cells = [lines.records["icd"]["excludes1"].iloc[row] or () for row in rows]
    words = (re.sub(r"[\s.-]", "", word).upper() for cell in cells for word in cell)
    return tuple(filter(None, words))


def text_of(lines: Lines, code: str) -> str:
    """Return the words of a code: those of sheet ICD, else the official ones."""
    rows = lines.shared(_overlay).get(code, [])
    own = [str(text) for row in rows if (text := lines.records["icd"]["description_short"].iloc[row])]
    return own[-1] if own else icd_release.description(code)


def _overlay(lines: Lines) -> dict[str, list[int]]:
    """Return the rows of sheet ICD for each code in use, the earliest start first."""
    sheet, used = lines.records["icd"], set(listed(lines).codes)
    rows: dict[str, list[int]] = {}
    starts = _days(sheet["effective_from"], dt.date.min)
    for row in sorted(np.flatnonzero(sheet["code"].isin(used)).tolist(), key=starts.__getitem__):
        rows.setdefault(sheet["code"].iloc[row], []).append(row)
    return rows


def _known(lines: Lines) -> dict[str, Diagnosis]:
    sheet, overlay = lines.records["icd"], lines.shared(_overlay)
    found = {}
    for code in listed(lines).codes:
        fact = icd_release.find(code)
        for row in overlay.get(code, []):
            fact = _laid_over(fact or _blank(code), sheet, row)
        if fact is not None:
            found[code] = fact
    return found


def _blank(code: str) -> Diagnosis:
    return Diagnosis(code, True, False, "", False, False, icd10.is_external_cause(code), None, None, "", "")


def _laid_over(fact: Diagnosis, sheet: Sheet, row: int) -> Diagnosis:
    """Return what is known of a code after a row of sheet ICD; a blank cell leaves it as it is."""

    def cell(name: str, before: Any) -> Any:
        value = sheet[name].iloc[row]
        return before if pd.isna(value) else value

    side = cell("laterality", fact.laterality)
    words = str(cell("description_short", "")).lower()
    return replace(
        fact,
        billable=bool(cell("billable", fact.billable)),
        needs_seventh=bool(cell("requires_7th", fact.needs_seventh)),
        laterality="" if side == "NONE" else side,
        unspecified="unspecified" in words if words else fact.unspecified,
        symptom=bool(cell("symptom", fact.symptom)),
        external_cause=bool(cell("external_cause", fact.external_cause)),
    )


def _judged(lines: Lines) -> Judged:
    found, overlay = listed(lines), lines.shared(_overlay)
    days = lines["dos"].to_numpy().astype("datetime64[D]")[found.line]
    state = np.zeros(len(found.line), dtype=np.int8)
    order = np.argsort(found.number, kind="stable")
    for cells in np.split(order, np.flatnonzero(np.diff(found.number[order])) + 1):
        if len(cells):
            code = found.code(cells[0])
            rows = [_row(lines.records["icd"], row) for row in overlay.get(code, [])]
            state[cells] = _on_days(code, rows, days[cells])
    state[np.isnat(days)] = State.SOUND
    return Judged(state)


def _on_days(code: str, rows: Sequence[Row], days: Days) -> States:
    """Return how a code stands on some days: asked once for each span in which nothing changes."""
    cuts = changes(code, rows)
    states = [standing(code, day, rows) for day in (dt.date.min, *cuts)]
    spans = np.searchsorted(np.array(cuts, dtype="datetime64[D]"), days, side="right")
    return np.array(states, dtype=np.int8)[spans]


def _row(sheet: Sheet, row: int) -> Row:
    starts, ends, billable, seventh = (sheet[name].iloc[row] for name in _SAYS)
    days = (None if pd.isna(day) else day.date() for day in (starts, ends))
    return Row(*days, *(None if pd.isna(word) else bool(word) for word in (billable, seventh)))


def _days(column: pd.Series[Any], blank: dt.date) -> list[dt.date]:
    return [blank if pd.isna(day) else day.date() for day in column]


__all__ = ["Judged", "State", "excluded_by_sheet", "judged", "known", "label_of", "text_of"]
