"""DOC-013: the last visits of a patient for one condition have no measurable finding.

Why: range of motion or function is what turns "feels better" into progress (S41). It is asked of the latest
documented visits only: once something is measured, there is nothing to say about the older ones.

Source: handbook §6.7; S41. Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.note_series import latest_visits
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def nothing_measured(lines: Lines, visits: int) -> Hits:
    """Return the latest visit of each series whose last `visits` notes have no ROM or function."""
    rows = latest_visits(lines, visits, "note_rom_or_function")
    blank = lines.blank("note_rom_or_function")
    mask = np.zeros(len(lines), dtype=bool)
    mask[rows[blank[rows].all(axis=1), -1]] = True
    return Hits(mask, values={"visits": pd.Series(visits, pd.RangeIndex(len(lines)))})


RULE = Rule(
    id="DOC-013",
    title="something is measured",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7; S41",
    message="No measurable finding (ROM, function) in the last {visits} visits. Measure at the next visit.",
    example="Three notes in a row say nothing of motion or function.",
    on_lines=nothing_measured,
    anchor="notes",
    field="rom_or_function",
    params={"visits": 3},
)
