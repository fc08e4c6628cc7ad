"""The payer takes no first claim any more: its filing limit has passed.

A claim that comes too late is denied with CARC 29, and the contract forbids billing the patient instead. It
stands at visits that are on no claim yet, and at claims that no payer has accepted. A limit that is only
assumed (TFL-004) warns.

Source: handbook §6.10 TFL-001, §10.6; CARC 29. Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import CellHit, Hits, Level, Lines, Question, Rule, Severity, Sheet
from xl_massbill.rules.tfl.deadlines import days_left, hits
from xl_massbill.rules.tfl.in_force import to_be_accepted


def too_late(lines: Lines) -> Hits:
    """Find visits on no claim whose filing limit has passed."""
    mask = np.asarray(lines["filing_deadline"] < lines.as_of, dtype=bool)
    assumed = lines["filing_days_unknown"].to_numpy(dtype=bool)
    return Hits(
        mask,
        severity=chosen(assumed, Severity.WARNING),
        values={"d": lines["filing_deadline"]},
        at=lines["visit_first"],
    )


def out_too_late(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims that nobody has accepted and whose filing limit has passed."""
    where = to_be_accepted(claims, question) & (days_left(claims, question, "deadline_tfl") < 0)
    yield from hits(claims, question, "deadline_tfl", where)


RULE = Rule(
    id="TFL-001",
    title="Filing limit passed",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §10.6; S2 (CARC 29)",
    message="Filing limit of {payer} passed on {d}. Send only with proof of earlier filing (delay reason).",
    example="The payer takes claims for 90 days, and the visit was 91 days ago.",
    on_lines=too_late,
    on_tables=out_too_late,
    tables=("claims",),
    field="dos",
    levels=(Level.VISIT, Level.CLAIM),
)
