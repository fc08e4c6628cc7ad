"""DOC-011: the note lacks one of its parts: subjective, objective, assessment, plan.

Why: payers look for the four parts by name (S20); a note that tells of the work only does not show why it
was needed. A part is there when its column is filled, or when the note text has its heading ("S:", "Plan:").

Source: handbook §6.7; S20. Certainty: R.
"""

from __future__ import annotations

import re

import numpy as np

from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

PARTS = {"S": "subjective", "O": "objective", "A": "assessment", "P": "plan"}


def lacks_a_part(lines: Lines, parts: str) -> Hits:
    """Return the lines whose note lacks one of the parts named by their letters."""
    needed = {letter: name for letter, name in PARTS.items() if letter in parts.upper()}
    missing = {letter: lines.has("note") & lines.blank(f"note_{name}") for letter, name in needed.items()}
    texts = lines["note_note_text"]
    for letter, mask in missing.items():
        heading = re.compile(rf"\b(?:{letter}|{PARTS[letter]})\s*:", re.IGNORECASE)
        for i in np.flatnonzero(mask).tolist():
            mask[i] = heading.search(texts.array[i] or "") is None
    lacking = np.logical_or.reduce(list(missing.values())) if missing else np.zeros(len(lines), dtype=bool)
    return Hits(
        lacking,
        values={"parts": phrases(lacking, lambda i: ", ".join(PARTS[x] for x, m in missing.items() if m[i]))},
    )


RULE = Rule(
    id="DOC-011",
    title="all parts of the note",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7; S20",
    message="Missing in the note: {parts}. The therapist should complete it as a dated late entry.",
    example="The note has no assessment and no plan.",
    on_lines=lacks_a_part,
    anchor="notes",
    field="subjective",
    params={"parts": "SOAP"},
)
