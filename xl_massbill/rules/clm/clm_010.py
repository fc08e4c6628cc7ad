"""CLM-010: a correction is about to go electronically to a payer that takes none.

Why: Medicare and some others know no frequency 7 or 8; the file is rejected, and the time for the
correction runs out meanwhile.

Source: handbook §6.11, §7.5, §1.5 (freq7_accepted); (S34). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.clm.asked import bills_of, hits, payer_name, softened
from xl_massbill.rules.clm.clm_008 import AGAIN
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_ELECTRONIC = "837P"


def not_taken(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the electronic claims at home with frequency 7 or 8 to a payer whose rule says N."""
    bills = bills_of(question)
    where = bills.is_at_home & bills.holds("frequency", *AGAIN)
    where &= bills.holds("payer_submit_method", _ELECTRONIC)
    if where.any():
        where &= np.array([rule == "N" for rule in bills.rule("freq7_accepted")], dtype=bool)
        open_ = bills.unconfirmed("freq7_accepted")
        for hit in hits(where, "frequency", lambda i: {"payer": payer_name(bills, i)}):
            yield softened(hit, RULE.message) if open_[hit.index] else hit


RULE = Rule(
    id="CLM-010",
    title="payer takes corrections",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.5; (S34)",
    message="{payer} takes no electronic corrections. Use its paper or phone procedure.",
    example="A claim to Original Medicare is to be replaced with frequency 7.",
    on_tables=not_taken,
    tables=("claims",),
    field="frequency",
    levels=(Level.CLAIM,),
)
