"""An appeal must be decided on and sent, or its time has passed.

An appeal that comes too late is not read (CARC 286). In force while a denied line is open, or the decision
to appeal has not been followed by the letter.

Source: handbook §6.10 TFL-006, §10.6; CARC 286, RARC N1. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.tfl.deadlines import days_left, hits
from xl_massbill.rules.tfl.in_force import with_open_denial


def to_appeal(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield denied claims whose time for an appeal is near its end, or over."""
    near = days_left(claims, question, "deadline_appeal") <= question.params["days"]
    where = with_open_denial(claims, question, near, "APPEAL")
    yield from hits(claims, question, "deadline_appeal", where)


RULE = Rule(
    id="TFL-006",
    title="Appeal due",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §10.6; S2 (CARC 286, RARC N1)",
    message="Appeal {is} possible until {d}. Decide and send.",
    hint="If the time has passed, ask the payer for late review, or decide on a write-off.",
    example="A claim was denied, appeals are taken for 60 days, and 50 have gone.",
    on_tables=to_appeal,
    tables=("claims",),
    field="deadline_appeal",
    levels=(Level.CLAIM, Level.POST),
    params={"days": 14},
)
