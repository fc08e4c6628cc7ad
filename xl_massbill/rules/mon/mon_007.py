"""MON-007: a price calls itself "usual and customary" and names no source.

Why: "UCR" is what somebody says is usual. Bought data are licensed and must be named; the clinic's own survey
must be on file. Without a source the price stands on nothing when an insurer asks.

Source: handbook §6.11, §1.6 (price_source). Certainty: D.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet

_BARE = re.compile(r"\W*U\W?C\W?R\W*", re.IGNORECASE)


def without_source(fees: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the price sources that say UCR and nothing else."""
    for at, source in enumerate(fees["price_source"]):
        if source is not None and _BARE.fullmatch(source):
            yield CellHit("fees", at, "price_source", {"v": source}, lines=())


RULE = Rule(
    id="MON-007",
    title="UCR with a source",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.11, §1.6",
    message="Prices marked “UCR” must be the clinic's own or licensed. Enter the source.",
    example="The price source of 97124 says UCR and nothing else.",
    on_tables=without_source,
    tables=("fees",),
    field="price_source",
)
