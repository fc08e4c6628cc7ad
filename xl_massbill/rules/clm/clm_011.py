"""CLM-011: the payer denied the whole claim with N142 and wants a new one, not a replacement.

Why: N142 says that the first claim is closed; a replacement of it is denied again. The finding stands at the
replacement that waits at home, else at the denied claim, so that nobody makes one; it goes once a new claim
waits in its place. A payer whose rule freq7_on_full_denial says Y takes the replacement.

Source: handbook §6.11, §7.5, §1.5; RARC N142 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.bills import Bills
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Mask, Question, Rule, Severity, Sheet, as_mask

_NEW_CLAIM = "N142"


def wants_a_new_claim(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield replacements of claims denied whole with N142, and such claims without a replacement."""
    bills = bills_of(question)
    denied = _denied_whole(bills)
    if not denied.any():
        return
    denied &= np.array([rule != "Y" for rule in bills.rule("freq7_on_full_denial")], dtype=bool)
    in_place = bills.is_at_home & np.append(denied, False)[bills.at("replaced")]
    replacement = in_place & bills.holds("frequency", "7")
    told = set(bills.at("replaced")[in_place].tolist())
    waits = denied & bills.holds("status", "DENIED")
    waits[list(told)] = False
    yield from hits(replacement | waits, "frequency")


def _denied_whole(bills: Bills) -> Mask:
    """Return the claims with lines, all of them denied, one with N142."""
    size = len(bills) + 1
    denied = as_mask(bills.lines["denied"])
    count = np.bincount(bills.of_line[denied] + 1, minlength=size)[1:]
    named = np.fromiter((_NEW_CLAIM in (found or ()) for found in bills.lines["rarc_list"]), dtype=bool)
    has = np.bincount(bills.of_line[denied & named] + 1, minlength=size)[1:]
    return np.asarray((has > 0) & (count == bills.count), dtype=bool)


RULE = Rule(
    id="CLM-011",
    title="new claim instead of a replacement",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §7.5; RARC N142 (S2)",
    message="The payer asks for a new claim, not a replacement (N142). Use frequency 1.",
    example="All lines were denied with remark N142, and a claim with frequency 7 is ready.",
    on_tables=wants_a_new_claim,
    tables=("claims",),
    field="frequency",
    levels=(Level.CLAIM, Level.POST),
)
