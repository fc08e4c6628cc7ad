"""DOC-016: the note is nearly the same as one of the patient's last ten, numbers apart.

Why: cloned notes are the commonest reason to deny a whole chart (S40). A payer that gets every note with
the claim sees it at once, so there it is an error. Nobody may write new words into an old session: the
therapist reviews it, and what is true is added as a dated amendment.

Source: handbook §6.7, §6.8; S40. Certainty: R.
"""

import numpy as np

from xl_massbill.practice.lines import take
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def is_cloned(lines: Lines, percent: float) -> Hits:
    """Return the lines whose note shares at least `percent` of its word sequences with an earlier one."""
    mask = as_mask(lines["note_likeness"] >= percent / 100)
    attached = lines.rule_says("attach_note_with_claim", "Y", "YES", where=mask)
    return Hits(
        mask,
        severity=chosen(attached, Severity.ERROR),
        values={
            "p": np.floor(lines["note_likeness"] * 100 + 1e-9).astype("Int64"),
            "date": take(lines.records["notes"]["dos"], lines["note_likest"].to_numpy()),
        },
    )


RULE = Rule(
    id="DOC-016",
    title="note not cloned",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7, §6.8; S40",
    message=(
        "This note is {p} % the same as {date} (numbers apart). The therapist should review it; any addition "
        "must be true and entered as a dated amendment. Write individual notes from now on."
    ),
    example="Two notes of a patient differ in the pain scores only.",
    on_lines=is_cloned,
    anchor="notes",
    field="note_text",
    params={"percent": 90},
)
