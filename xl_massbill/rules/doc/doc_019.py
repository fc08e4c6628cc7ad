"""DOC-019: the note was signed days after the visit.

Why: a note written from memory is worth less with every day, and a signature weeks later reads like one
made for the claim.

Source: handbook §6.7. Certainty: G.
"""

import numpy as np

from xl_massbill.practice.running import days_of
from xl_massbill.rules.phrases import chosen, counted, phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def signed_late(lines: Lines, days: int, error_days: int) -> Hits:
    """Return the lines whose note was signed more than `days` after the visit."""
    signed, is_signed = days_of(lines["note_signed_on"])
    day, known = days_of(lines["dos"])
    late = np.where(is_signed & known, signed - day, 0)
    mask = late > min(days, error_days)
    return Hits(
        mask,
        severity=chosen(late > error_days, Severity.ERROR),
        values={"n": phrases(mask, lambda i: counted(int(late[i]), "day"))},
    )


RULE = Rule(
    id="DOC-019",
    title="note signed in time",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.7",
    message="Signed {n} after the visit. Sign notes the same day; add a dated late-entry reason.",
    example="The visit was on 4 May, the signature is of 12 May.",
    on_lines=signed_late,
    anchor="notes",
    field="signed_on",
    params={"days": 3, "error_days": 14},
)
