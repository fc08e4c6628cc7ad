"""CLM-022: a file is marked as a test while the clinic bills for real, or the other way round.

Why: a test file is read and thrown away: its claims count as sent here and never reach a payer. A file
marked for production that was made for a trial is paid.

A test batch is told as long as its claims count, sent or not; a production batch only before it is sent.

Source: handbook §6.11, §7.2 (ISA15), §1.3 (usage); 837P maps (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask

_TEST, _LIVE = "T", "P"
_OVER = ("REJECTED", "CLOSED")
_NOT_SENT = ("OPEN", "EXPORTED")


def other_switch(batches: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the batches that are marked otherwise than the switch of the practice stands."""
    usage = question.records["practice"]["usage"]
    now = usage.iloc[0] if len(usage) else None
    marked, status = batches["usage"], batches["status"]
    where = np.zeros(len(batches), dtype=bool)
    if now == _LIVE:
        where = as_mask(marked == _TEST) & as_mask(status.notna() & ~status.isin(_OVER))
    elif now == _TEST:
        unsent = as_mask(status.isin(_NOT_SENT)) & as_mask(batches["transmitted_on"].isna())
        where = as_mask(marked == _LIVE) & unsent
    for i in np.flatnonzero(where).tolist():
        yield CellHit("batches", i, "usage", {"t": marked.iloc[i], "is": "live" if now == _LIVE else "test"})


RULE = Rule(
    id="CLM-022",
    title="test or production",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §7.2; 837P maps (S1)",
    message=(
        "The file is marked {t} but the batch is {is}. "
        "Change the switch on sheet Practice, and make the file anew."
    ),
    example="A file was made while the switch stood on T, and the clinic now bills with P.",
    on_tables=other_switch,
    tables=("batches",),
    field="usage",
    levels=(Level.CLAIM,),
)
