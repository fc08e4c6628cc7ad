"""DOC-015: over the last visits for one condition neither pain nor the measured finding got better.

Why: care without documented improvement is maintenance to a payer (CARC 50, S41, S17), and the visits after
it are what gets asked back. Pain after the session is compared from the first to the last of the visits; a
measurement counts as unchanged when its text is the same, or blank, in all of them.

Source: handbook §6.7, §3.6; S41, S17. Certainty: R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.note_series import latest_visits
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity


def no_better(lines: Lines, visits: int, points: int) -> Hits:
    """Return the latest visit of each series without progress over its last `visits` visits."""
    rows = latest_visits(lines, visits, "note_rom_or_function")
    pain = lines["note_pain_after"].array
    first, last = (pd.Series(pain.take(rows[:, i])) for i in (0, -1))
    still = (last > first - points).to_numpy(dtype=bool, na_value=False)
    rows = rows[still]
    rows = rows[_unchanged(_measures(lines), rows)]
    mask = np.zeros(len(lines), dtype=bool)
    mask[rows[:, -1]] = True
    return Hits(mask, values={"visits": pd.Series(visits, pd.RangeIndex(len(lines)))})


def _measures(lines: Lines) -> Numbers:
    """Return a number for each line's measurement as it reads, -1 for a blank."""
    texts = lines["note_rom_or_function"].str.split().str.join(" ").str.casefold()
    return np.asarray(pd.factorize(texts)[0], dtype=np.int64)


def _unchanged(measures: Numbers, rows: Numbers) -> Mask:
    """Return which rows have one text at most, blanks left out."""
    found: Numbers = measures[rows]
    return np.asarray(((found == found.max(axis=1)[:, None]) | (found < 0)).all(axis=1), dtype=bool)


RULE = Rule(
    id="DOC-015",
    title="progress is documented",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7, §3.6; S41, S17",
    message=(
        "No documented improvement over {visits} visits: the payer may call it maintenance. "
        "Review plan and goals with the prescriber."
    ),
    example="Pain after the session is 4 at each of four visits, and nothing was measured.",
    on_lines=no_better,
    anchor="notes",
    field="pain_after",
    params={"visits": 4, "points": 1},
)
