"""UNT-006: a visit has more hands-on minutes than lie between the start and end of its note.

Why: minutes that the clock has no room for are the first thing an auditor adds up. Minutes of codes and
clock are both the therapist's; one of them is wrong, and only the record can say which.

Source: handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4). Certainty: R.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered, sums
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask
from xl_massbill.rules.wording import field_of, say


def outlasts_the_clock(lines: Lines) -> Hits:
    """Return the lines of visits whose timed minutes exceed the length of the session."""
    timed = as_mask(lines["is_done"]) & as_mask(lines["code_kind"] == "TIMED")
    minutes = sums(numbered(lines["visit_id"], within=timed), lines["minutes"])
    start, end = lines["note_start_time"], lines["note_end_time"]
    mask = as_mask(minutes > end - start)
    return Hits(mask, values={"n": minutes, "m": _length(start, end, mask)})


def _length(start: pd.Series[Any], end: pd.Series[Any], mask: Mask) -> pd.Series[Any]:
    words = pd.Series([None] * len(start), dtype=object)
    for i in np.flatnonzero(mask).tolist():
        begins, ends = start.iloc[i], end.iloc[i]
        from_to = [say(time, field_of("note_start_time")) for time in (begins, ends)]
        words.iloc[i] = ends - begins if ends > begins else "from {} to {}".format(*from_to)
    return words


RULE = Rule(
    id="UNT-006",
    title="minutes fit the clock",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4)",
    message=(
        "{n} treatment minutes but the session lasted {m}. "
        "Check start/end and minutes against the signed note."
    ),
    example="60 minutes of 97124, but the note runs from 10:00 to 10:45.",
    on_lines=outlasts_the_clock,
    anchor="notes",
    field="end_time",
)
