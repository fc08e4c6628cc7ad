"""CLM-008: a corrected or void claim does not name the claim it corrects.

Why: with frequency 7 or 8 and no number of the payer's (REF*F8) the payer cannot find the old claim; it
rejects the new one or pays it twice.

Source: handbook §6.11, §7.5; (S34), RARC M47 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask

AGAIN = ("7", "8")
"""Replacement and void."""


def without_reference(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home with frequency 7 or 8 and no number of the payer's."""
    bills = bills_of(question)
    blank = as_mask(claims["original_ref_no"].isna())
    yield from hits(bills.is_at_home & bills.holds("frequency", *AGAIN) & blank, "original_ref_no")


RULE = Rule(
    id="CLM-008",
    title="payer's number of the old claim",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.5; (S34), RARC M47 (S2)",
    message=("A corrected or void claim needs the payer's claim number. Copy it from the EOB/835 (ICN)."),
    example="CR26-000109R1 goes out with frequency 7 and without SBS2026159001.",
    on_tables=without_reference,
    tables=("claims",),
    field="original_ref_no",
    levels=(Level.CLAIM,),
)
