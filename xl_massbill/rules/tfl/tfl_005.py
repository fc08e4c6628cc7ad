"""A corrected claim is due, or its time has passed.

After the window the denial stands, however plain the mistake. In force while a denied line is open, or the
decision to correct it has not led to the corrected claim.

Source: handbook §6.10 TFL-005, §10.6. Certainty: G.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.tfl.deadlines import days_left, hits
from xl_massbill.rules.tfl.in_force import with_open_denial


def to_correct(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield denied claims whose time for a correction is near its end, or over."""
    near = days_left(claims, question, "deadline_correct") <= question.params["days"]
    where = with_open_denial(claims, question, near, "CORRECT")
    yield from hits(claims, question, "deadline_correct", where)


RULE = Rule(
    id="TFL-005",
    title="Corrected claim due",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.10, §10.6",
    message="Corrected claim {is} due {d}. Send it.",
    hint="If the time has passed, ask the payer whether it still takes the correction, or appeal.",
    example="A line was denied, corrections are taken for 120 days, and 110 have gone.",
    on_tables=to_correct,
    tables=("claims",),
    field="deadline_correct",
    levels=(Level.CLAIM, Level.POST),
    params={"days": 14},
)
