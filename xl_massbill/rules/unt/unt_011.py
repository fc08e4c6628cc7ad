"""UNT-011: the last sessions of a patient all have exactly the same round length.

Why: real sessions differ by minutes; ten of exactly 60 read like a habit of writing and invite an audit of
the whole chart. It is looked at patient by patient, because that is the chart an auditor opens, and only
at the latest sessions: once real minutes are recorded the remark goes away.

Source: handbook §6.5. Certainty: G.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import Numbers, first_of, numbered, sums
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask

UNKNOWN = -1_000_000
"""Stands for minutes that are not filled in: no sum with it is ever the round length."""


def always_the_same(lines: Lines, visits: int, minutes: int) -> Hits:
    """Return the lines of patients whose last `visits` sessions have exactly `minutes` timed minutes each."""
    timed = as_mask(lines["is_billable"]) & as_mask(lines["code_kind"] == "TIMED")
    visit = numbered(lines["service_day"], lines["visit_id"], within=timed)
    exact = as_mask(sums(visit, lines["minutes"].fillna(UNKNOWN)) == minutes)
    sessions = np.flatnonzero(first_of(visit) == np.arange(len(visit)))
    sessions = sessions[visit[sessions] >= 0]
    patient = numbered(lines["patient_id"])
    order = sessions[np.lexsort((lines["dos"].to_numpy()[sessions], patient[sessions]))]
    same = _all_same_at_the_end(patient[order], exact[order], visits)
    everywhere = pd.RangeIndex(len(lines))
    return Hits(
        timed & np.isin(patient, same),
        values={"visits": pd.Series(visits, everywhere), "minutes": pd.Series(minutes, everywhere)},
    )


def _all_same_at_the_end(patient: Numbers, exact: Mask, visits: int) -> Numbers:
    """Return the patients, each standing in a run, whose last `visits` sessions are all exact."""
    ends = np.flatnonzero(np.diff(patient, append=-2)) + 1
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    so_far = np.concatenate(([0], np.cumsum(exact)))
    enough = ends - starts >= visits
    starts, ends = starts[enough], ends[enough]
    same = so_far[ends] - so_far[ends - visits] == visits
    return np.asarray(patient[starts[same]], dtype=np.int64)


RULE = Rule(
    id="UNT-011",
    title="minutes not always the same",
    severity=Severity.INFO,
    certainty="G",
    source="handbook §6.5",
    message=(
        "The last {visits} sessions all have exactly {minutes} minutes. "
        "Auditors notice this: record the real minutes."
    ),
    example="Ten sessions of a patient in a row have exactly 60 minutes.",
    on_lines=always_the_same,
    anchor="patients",
    field="patient_id",
    params={"visits": 10, "minutes": 60},
)
