"""The payer's filing limit is near.

Why: two weeks are enough to mend what keeps a claim at home; after the limit nothing is paid. Looked at like
TFL-001: visits that are on no claim yet, and claims that no payer has accepted.

Source: handbook §6.10 TFL-002, §10.6. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.practice.running import days_of
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import CellHit, Hits, Level, Lines, Question, Rule, Severity, Sheet
from xl_massbill.rules.tfl.deadlines import days_left, hits, within
from xl_massbill.rules.tfl.in_force import to_be_accepted


def soon_too_late(lines: Lines, *, days: int) -> Hits:
    """Find visits on no claim whose filing limit is at most so many days away."""
    deadline, known = days_of(lines["filing_deadline"])
    left = deadline - lines.as_of.to_datetime64().astype("datetime64[D]").astype(int)
    mask = known & (left >= 0) & (left <= days)
    return Hits(
        mask,
        values={
            "d": lines["filing_deadline"],
            "when": phrases(mask, lambda i: within(int(left[i]))),
        },
        at=lines["visit_first"],
    )


def out_soon_too_late(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims that nobody has accepted and whose filing limit is near."""
    left = days_left(claims, question, "deadline_tfl")
    near = (left >= 0) & (left <= question.params["days"])
    yield from hits(claims, question, "deadline_tfl", to_be_accepted(claims, question) & near)


RULE = Rule(
    id="TFL-002",
    title="Filing limit near",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.10, §10.6",
    message="Send {when} (limit {d}).",
    example="The payer takes claims for 90 days, and the visit was 80 days ago.",
    on_lines=soon_too_late,
    on_tables=out_soon_too_late,
    tables=("claims",),
    field="dos",
    holds=False,
    levels=(Level.VISIT, Level.CLAIM),
    params={"days": 14},
)
