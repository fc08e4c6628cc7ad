"""CLM-005: a claim number is too long, stands at two claims, or tells who the patient is.

Why: the payer sends the number back with the money, cut at 20 characters; a number that stands twice
books the money on the wrong claim; and the number is on every file name, letter and call. Numbers that
the program makes (CR26-000101) tell nothing of anybody.

The message and the key of the finding never show a number that tells a name or a birth date.

Source: handbook §6.11, §7.2. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.clm.personal import tells_of_somebody
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask

_END = " Let the program number it."
_LONG = "Claim number {v} is unusable (longer than {n} characters)." + _END
_TWICE = "Claim number {v} is unusable (used for two claims, see row {first})." + _END


def unusable(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims with such a number, each once."""
    longest, ids = question.params["longest"], claims["claim_id"]
    personal = tells_of_somebody(bills_of(question))
    for i in np.flatnonzero(personal).tolist():
        yield CellHit("claims", i, "claim_id", key=f"row {claims.rows[i]}")
    long = as_mask(ids.str.len() > longest) & ~personal
    for i in np.flatnonzero(long).tolist():
        yield CellHit("claims", i, "claim_id", {"v": ids.iloc[i], "n": longest}, message=_LONG)
    for i in np.flatnonzero(claims.repeats & ids.notna().to_numpy(dtype=bool) & ~personal & ~long).tolist():
        first = int(claims.rows[question.records.index("claims", "claim_id")[ids.iloc[i]]])
        yield CellHit("claims", i, "claim_id", {"v": ids.iloc[i], "first": first}, message=_TWICE)


RULE = Rule(
    id="CLM-005",
    title="claim number",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.11, §7.2",
    message="The claim number in row {row} is unusable (it contains personal data)." + _END,
    example="A claim has the number HARPER-0504.",
    on_tables=unusable,
    tables=("claims",),
    field="claim_id",
    levels=(Level.CLAIM,),
    params={"longest": 20},
)
