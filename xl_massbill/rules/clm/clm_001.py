"""CLM-001: the total of a claim is not the sum of its lines.

Why: every clearinghouse adds up, and rejects the file. The program builds the total itself, so a
difference means that a row of the books was changed or that the program is wrong; either way nobody may
trust the claim.

Source: handbook §6.11; claim edits (S33). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money


def does_not_add_up(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims with lines whose charges do not come to the total."""
    bills = bills_of(question)
    charge, total = bills.lines["charge"], claims["total_charge"]
    at = bills.of_line + 1
    unknown = np.bincount(at, weights=charge.isna(), minlength=len(claims) + 1)[1:] > 0
    cents = charge.fillna(0).to_numpy(dtype=np.int64)
    sums = np.bincount(at, weights=cents, minlength=len(claims) + 1)[1:].astype(np.int64)
    said = total.fillna(0).to_numpy(dtype=np.int64)
    where = total.notna().to_numpy(dtype=bool) & (bills.count > 0) & ~unknown & (said != sums)
    yield from hits(where, "total_charge", lambda i: {"a": money(said[i]), "b": money(sums[i])})


RULE = Rule(
    id="CLM-001",
    title="total of the claim",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11; claim edits (S33)",
    message=(
        "Claim total {a} and sum of lines {b} differ. "
        "This is a program error: rebuild the claim and report it."
    ),
    example="The claim says 170.00, and its only line 180.00.",
    on_tables=does_not_add_up,
    tables=("claims",),
    field="total_charge",
    levels=(Level.CLAIM,),
)
