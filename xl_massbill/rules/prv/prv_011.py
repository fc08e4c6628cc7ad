"""PRV-011: a therapist was with two patients at the same time.

Why: timed codes are paid for minutes with one patient alone. Two clocks that overlap are the first thing an
audit looks for, and all such minutes are taken back. Only the record can say which clock is wrong. Each pair
of visits is said once, and keeps both at home.

Source: handbook §6.3, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.hands_on import overlaps
from xl_massbill.rules.rule import CellHit, Lines, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import field_of, say


def two_at_once(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the visits that overlap with an earlier one of another patient."""
    lines = question.lines
    ids, therapists = lines["visit_id"], lines["therapist_id"]
    for first, second in overlaps(lines, int(question.params["minutes"])):
        own = lines["line_start"].notna()[second] and lines["line_end"].notna()[second]
        yield CellHit(
            table="visits" if own else "notes",
            index=second if own else int(lines.position("note")[second]),
            field="line_start" if own else "start_time",
            values={"t": therapists[second], "a": _session(lines, first), "b": _session(lines, second)},
            lines=np.flatnonzero(ids.isin((ids[first], ids[second]))).tolist(),
            key=f"{ids[first]}+{ids[second]}",
        )


def _session(lines: Lines, i: int) -> str:
    own = lines["line_start"].notna()[i] and lines["line_end"].notna()[i]
    clocks = ("line_start", "line_end") if own else ("note_start_time", "note_end_time")
    start, end = (say(lines[name][i], field_of(name)) for name in clocks)
    return f"{lines['visit_id'][i]} {start} to {end}"


RULE = Rule(
    id="PRV-011",
    title="one patient at a time",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4)",
    message="{t} was with two patients at the same time ({a}, {b}). One-on-one minutes cannot overlap: find"
    " out which clock times are wrong in the record.",
    example="One visit runs from 10:00 to 11:02, and another patient's from 11:00 to 12:00.",
    on_tables=two_at_once,
    tables=("visits",),
    field="start_time",
    params={"minutes": 0},
)
