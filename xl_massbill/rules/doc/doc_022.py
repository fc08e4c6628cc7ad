"""DOC-022: the last visits of a patient for one condition serve no goal that the notes name.

Why: treatment without a goal cannot reach one; payers ask for it when visits add up (S17). Like the other
rules about several visits it looks at the latest documented ones only.

Source: handbook §6.7; S17. Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.note_series import latest_visits
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def no_goal(lines: Lines, visits: int) -> Hits:
    """Return the latest visit of each series with more than `visits` last notes without a goal."""
    rows = latest_visits(lines, visits + 1, "note_goal_ref")
    blank = lines.blank("note_goal_ref")
    mask = np.zeros(len(lines), dtype=bool)
    mask[rows[blank[rows].all(axis=1), -1]] = True
    return Hits(mask, values={"visits": pd.Series(visits, pd.RangeIndex(len(lines)))})


RULE = Rule(
    id="DOC-022",
    title="a goal of treatment",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7; S17",
    message="More than {visits} visits without a treatment goal. Add the goal from the order.",
    example="Seven notes in a row name no goal.",
    on_lines=no_goal,
    anchor="notes",
    field="goal_ref",
    params={"visits": 6},
)
