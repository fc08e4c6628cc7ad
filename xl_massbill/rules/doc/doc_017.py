"""DOC-017: the note is rather similar to one of the patient's last ten.

Why: below the line at which notes count as cloned, but near enough to have a look while it can still be
mended by writing differently from now on.

Source: handbook §6.7, §6.8. Certainty: D.
"""

import numpy as np

from xl_massbill.practice.lines import take
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def is_similar(lines: Lines, percent: float, below: float) -> Hits:
    """Return the lines whose note shares from `percent` to under `below` per cent with an earlier one."""
    share = lines["note_likeness"]
    return Hits(
        as_mask(share >= percent / 100) & as_mask(share < below / 100),
        values={
            "p": np.floor(share * 100 + 1e-9).astype("Int64"),
            "date": take(lines.records["notes"]["dos"], lines["note_likest"].to_numpy()),
        },
    )


RULE = Rule(
    id="DOC-017",
    title="note not too similar",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.7, §6.8",
    message="This note is rather similar to {date} ({p} %). Have a look.",
    example="Two notes of a patient share four fifths of their word sequences.",
    on_lines=is_similar,
    anchor="notes",
    field="note_text",
    params={"percent": 75, "below": 90},
)
