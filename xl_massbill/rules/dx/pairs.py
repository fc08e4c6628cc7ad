"""Diagnoses of a visit that do not go together: each list of diagnoses is asked once.

Source: handbook §3.5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from xl_massbill.practice import Lines
from xl_massbill.practice.diagnoses import listed, visit_lists
from xl_massbill.practice.diagnosis_codes import State, judged, known
from xl_massbill.rules.rule import Mask

_Answer = TypeVar("_Answer")
Codes = tuple[str, ...]


def among_visits(
    lines: Lines, ask: Callable[[Codes], Mapping[str, _Answer]]
) -> tuple[Mask, dict[int, _Answer]]:
    """Return what `ask` says of the diagnoses of each visit: for the cells with the codes that it names.

    Only codes that are known and whole are asked, and only cells told whose code was sound on its day: what
    is wrong with a code itself comes first.
    """
    found, visits, facts = listed(lines), visit_lists(lines), known(lines)
    whole = {code for code, fact in facts.items() if fact.billable}
    answers = [ask(tuple(code for code in codes if code in whole)) for codes in visits.lists]
    told = np.array([bool(answer) for answer in answers], dtype=bool)[visits.number][found.line]
    mask, by_cell = np.zeros(len(found.line), dtype=bool), {}
    for cell in np.flatnonzero(told & judged(lines).is_(State.SOUND)).tolist():
        answer, code = answers[visits.number[found.line[cell]]], found.code(cell)
        if code in answer:
            mask[cell], by_cell[cell] = True, answer[code]
    return mask, by_cell
