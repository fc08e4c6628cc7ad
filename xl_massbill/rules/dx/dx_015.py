"""DX-015: a diagnosis cannot be that of a patient of this sex or age.

Why: payers check it first (CARC 9, 10); mostly a digit is wrong, in the code or in the patient's data.
Codes of newborns are for the first year of life, those of pregnancy for women from 9 to 64 (the payers' own
edit).

Source: handbook §6.6, §3.5; CARC 9, 10 (S2). Certainty: R.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import State, judged, known
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity


def unfit(lines: Lines, newborn_to: int, maternity_from: int, maternity_to: int) -> Hits:
    """Return the cells whose code is of the other sex, or of another age in whole years."""
    found, facts = listed(lines), known(lines)

    def of(field: str, value: str) -> Mask:
        return found.where(lambda code: code in facts and getattr(facts[code], field) == value)

    women, men = of("sex", "F"), of("sex", "M")
    newborn, maternity = of("ages", "newborn"), of("ages", "maternity")
    mask = np.zeros(len(found.line), dtype=bool)
    if (women | men).any():
        mask |= women & lines.holds("patient_sex", "M")[found.line]
        mask |= men & lines.holds("patient_sex", "F")[found.line]
    if (newborn | maternity).any():
        years = _years(lines)[found.line]
        mask |= newborn & (years > newborn_to)
        mask |= maternity & ((years < maternity_from) | (years > maternity_to))
    return at_cells(found, mask & judged(lines).is_(State.SOUND))


def _years(lines: Lines) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the age of each line's patient on the day of service in whole years, NaN where nobody knows."""
    born, dos = lines["patient_dob"], lines["dos"]
    before = (dos.dt.month * 100 + dos.dt.day) < (born.dt.month * 100 + born.dt.day)
    return np.asarray(dos.dt.year - born.dt.year - before.astype(int), dtype=np.float64)


RULE = Rule(
    id="DX-015",
    title="diagnosis fits age and sex",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.5; S2 (CARC 9, 10)",
    message="{dx} does not fit the patient's age or sex. Check patient data and order.",
    example="O26.90, a code of pregnancy, on a man.",
    on_lines=unfit,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
    params={"newborn_to": 0, "maternity_from": 9, "maternity_to": 64},
)
