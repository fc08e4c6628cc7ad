"""DX-014: all that a line points to is weak: Z codes, symptoms, unspecified codes, stress.

Why: such a diagnosis alone does not show that massage was needed, and the line is denied (CARC 50). A visit
with Z codes only is DX-022's matter.

Source: handbook §6.6, §3.4, §3.6. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import first_in_visit, listed, pointed, visit_lists
from xl_massbill.practice.diagnosis_codes import State, judged, known
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity
from xl_massbill.rules.wording import dotted


def all_weak(lines: Lines, stress: Sequence[str]) -> Hits:
    """Return the lines that point to weak diagnoses only; `stress` lists codes that are weak besides."""
    found, pointers, facts = listed(lines), pointed(lines), known(lines)
    named = {icd10.bare(code) for code in stress}

    def is_weak(code: str) -> bool:
        if code in named or icd10.is_wellness(code):
            return True
        return code in facts and (facts[code].symptom or facts[code].unspecified)

    line, cell = pointers.leading()
    weak = (found.where(is_weak) & judged(lines).is_(State.SOUND))[cell]
    mask, shown = np.zeros(len(lines), dtype=bool), np.zeros(len(lines), dtype=bool)
    mask[line], shown[line[~weak]] = True, True
    mask &= ~shown & ~visit_lists(lines).where(lambda codes: all(map(icd10.is_wellness, codes)))

    def words(i: int) -> str:
        return ", ".join(dotted(found.code(at)) for at in pointers.cells_of(i))

    return Hits(
        mask,
        values={"dx": phrases(mask, words)},
        field=phrases(mask, lambda i: f"dx{found.place[pointers.cells_of(i)[0]]}"),
        at=first_in_visit(lines, mask),
    )


RULE = Rule(
    id="DX-014",
    title="a diagnosis that shows the need",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.6, §3.6; SEED",
    message="This diagnosis alone ({dx}) will hardly show medical need. Ask the prescriber for the condition"
    " treated, or bill cash.",
    example="The line points to R52, pain, and nothing else.",
    on_lines=all_weak,
    params={"stress": ["F43.0"]},
)
