"""CLM-018: the note on a claim is longer than its place.

Why: NTE holds 80 characters; the clearinghouse rejects the claim, or cuts the sentence where it likes.

Source: handbook §6.11, §1.2; 837P maps (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.x12.text import clean


def too_long(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home whose note, as it is sent, has too many characters."""
    longest = question.params["longest"]
    sent = [len(clean(text or "")) for text in claims["note_text"]]
    where = bills_of(question).is_at_home & (np.array(sent, dtype=np.int64) > longest)
    yield from hits(where, "note_text", lambda i: {"n": sent[i], "most": longest})


RULE = Rule(
    id="CLM-018",
    title="note of the claim",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §1.2; 837P maps (S1)",
    message="The claim note is longer than {most} characters ({n}). Shorten it.",
    example="The note tells the whole history in 120 characters.",
    on_tables=too_long,
    tables=("claims",),
    field="note_text",
    levels=(Level.CLAIM,),
    params={"longest": 80},
)
