"""DOC-002: a code is billed, and the note neither gives it minutes nor has a word for such work.

Why: what is not in the record was not done (CARC 112, B12). Any trace is enough: minutes by code, a
technique of that code, the code itself, or such a word anywhere in the text. Codes for which the technique
map has no words are left alone.

Source: handbook §6.7, §6.9; CARC 112, B12 (S2). Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.codes import technique
from xl_massbill.practice.groups import answers
from xl_massbill.practice.note_words import TEXTS, own_words
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask


def not_in_the_note(lines: Lines) -> Hits:
    """Return the lines whose code the note does not mention."""
    more = own_words(lines)
    on_map = as_mask(lines["code"].isin(technique.listed_codes(more)))
    mask = lines.has("note") & on_map & ~as_mask(lines["note_code_minutes"] > 0)
    mask[mask] = ~_named(lines, mask, more)
    for name in (f"note_{text}" for text in TEXTS):
        texts, codes = lines[name], lines["code"]
        for i in np.flatnonzero(mask).tolist():
            text, code = texts.array[i] or "", codes.array[i]
            mask[i] = not (code in text or technique.speaks_of(text, code, more))
    return Hits(mask)


def _named(lines: Lines, where: Mask, more: dict[str, str]) -> Mask:
    """Return which of these lines have a technique of their code in the note's list."""
    return answers(
        lambda words, code: any(technique.speaks_of(word, code, more) for word in words),
        lines["note_techniques_all"][where].reset_index(drop=True),
        lines["code"][where].reset_index(drop=True),
        otherwise=False,
    ).astype(bool)


RULE = Rule(
    id="DOC-002",
    title="billed work is in the note",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7, §6.9; CARC 112, B12 (S2)",
    message=(
        "{code} is billed but the note does not mention such work. "
        "Remove the line, or let the therapist check the record."
    ),
    example="97140 is billed; the note tells of effleurage and petrissage only.",
    on_lines=not_in_the_note,
    field="code",
)
