"""COD-013: a patient was in a group and in one-on-one treatment at the same minutes.

Why: minutes of a group are nobody's one-on-one minutes; a payer that lays the clock times side by side
takes one of the two back. Only lines with their own start and end can be compared; without them the rule
is silent.

Source: handbook §6.5, §2.1 (97150). Certainty: G.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import matches, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

GROUP = "97150"


def at_the_same_time(lines: Lines) -> Hits:
    """Return the group lines whose clock times overlap those of a timed line of the patient's day."""
    starts, ends = (lines[n].to_numpy(dtype=float, na_value=np.nan) for n in ("line_start", "line_end"))
    clocked = as_mask(lines["is_done"]) & (starts < ends)
    group = clocked & as_mask(lines["code"] == GROUP)
    if not group.any():
        return Hits(group)
    timed = clocked & as_mask(lines["code_kind"] == "TIMED")
    day = numbered(lines["service_day"])
    one, other = matches(day, np.flatnonzero(group), np.flatnonzero(timed))
    overlaps = (starts[one] < ends[other]) & (starts[other] < ends[one])
    mask, at = np.zeros(len(lines), dtype=bool), np.arange(len(lines))
    at[other[overlaps]] = one[overlaps]
    mask[one[overlaps]] = mask[other[overlaps]] = True
    return Hits(mask, at=pd.Series(at))


RULE = Rule(
    id="COD-013",
    title="group and one-on-one apart",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.5, §2.1",
    message=("Group time overlaps one-on-one time. Correct the times from the record or remove one line."),
    example="97150 from 10:00 to 10:30 and 97110 from 10:15 to 10:45 for the same patient.",
    on_lines=at_the_same_time,
    field="line_start",
)
