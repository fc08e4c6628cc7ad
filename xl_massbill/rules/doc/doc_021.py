"""DOC-021: the plan of a note says that care has ended, and visits for the same condition go on.

Why: after "discharge" there is no plan of care behind the visits, and the payer has it in writing. A later
order starts a new plan. Only a plain end counts: "discharge in four visits", "if goals are met", "no
discharge planned", "discharged from PT" are no ends.

Source: handbook §6.7. Certainty: G.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.practice.running import days_of
from xl_massbill.practice.visit_counts import with_patient
from xl_massbill.rules.doc.ends import says_the_end
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def goes_on(lines: Lines) -> Hits:
    """Return the lines of visits after the one whose plan ended the care, without a newer order."""
    series = with_patient(lines, lines["condition"].to_numpy())
    day, known = days_of(lines["dos"])
    signed, ordered = days_of(lines["referral_signed_on"])
    part = known & as_mask(lines["is_done"])
    key = series * len(lines) + np.unique(day, return_inverse=True)[1]
    ends = np.flatnonzero(part & _ended(lines))
    ends = ends[np.argsort(key[ends], kind="stable")]
    # the last end before the day of each visit, if it is of the same series
    at = np.append(-1, ends)[np.searchsorted(key[ends], key, side="left")]
    after = part & (at >= 0) & (series >= 0) & (series[at] == series)
    newer = ordered & (signed > day[at])
    return Hits(after & ~newer, values={"d": lines["dos"].take(at).reset_index(drop=True)}, at=pd.Series(at))


def _ended(lines: Lines) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    plans = lines.records["notes"]["plan"]
    lines.reads("note_plan")
    ended = np.fromiter((bool(plan) and says_the_end(plan) for plan in plans), dtype=bool, count=len(plans))
    return np.append(ended, False)[lines.position("note")]


RULE = Rule(
    id="DOC-021",
    title="no visits after the end of the plan",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.7",
    message="The plan of care ended on {d}, but visits go on. Get a new plan or bill cash.",
    example="The plan of 4 May says “discharge”, and there is a visit on 11 May under the same order.",
    on_lines=goes_on,
    anchor="notes",
    field="plan",
)
