"""The payer has asked for records and waits.

Records that are not sent in time turn the request into a denial (CARC 226). In force while the claim is
INFO_REQUESTED; it stays a warning when the day has passed, for many payers reopen the claim.

Source: handbook §6.10 TFL-007, §10.6, §8.9; CARC 226. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.tfl.deadlines import days_left, hits


def to_reply(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims whose records the payer wants soon, or wanted before today."""
    near = days_left(claims, question, "deadline_reply") <= question.params["days"]
    yield from hits(claims, question, "deadline_reply", near & as_mask(claims["status"] == "INFO_REQUESTED"))


RULE = Rule(
    id="TFL-007",
    title="Reply due",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.10, §10.6; S2 (CARC 226)",
    message="Requested records {are} due {d}. Send them and log the proof.",
    example="The payer asked for the notes, and they are due in ten days.",
    on_tables=to_reply,
    tables=("claims",),
    field="deadline_reply",
    levels=(Level.CLAIM, Level.POST),
    params={"days": 14},
)
