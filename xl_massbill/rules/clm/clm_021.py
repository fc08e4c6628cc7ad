"""CLM-021: two files carry the same control number.

Why: clearinghouse and payer know a file by its numbers; the second one is taken for a copy and thrown
away, or its answer is booked on the first. ISA13, GS06 and BHT03 are never used twice. ST02 begins anew
in each group, so it stands twice only where GS06 does, which is told there.

Source: handbook §6.11, §7.2; 837P maps (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_NUMBERS = ("isa13", "gs06", "bht03")


def used_before(batches: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the batches with a number that an earlier row has."""
    for name in _NUMBERS:
        plain = batches[name].str.lstrip("0").replace("", "0") if len(batches) else batches[name]
        first = first_of(numbered(plain))
        for i in np.flatnonzero(first != np.arange(len(first))).tolist():
            values = {"v": batches[name].iloc[i], "batch": batches["batch_id"].iloc[int(first[i])]}
            yield CellHit("batches", i, name, values)


RULE = Rule(
    id="CLM-021",
    title="control numbers",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.2; 837P maps (S1)",
    message=("Control number {v} was used before (batch {batch}). Let the program take the next number."),
    example="Two batches have the interchange number 000000101.",
    on_tables=used_before,
    tables=("batches",),
    field="isa13",
    levels=(Level.CLAIM,),
)
