"""DOC-024: the note has words of wellness, not of treatment.

Why: "spa", "gift card" or "relaxation only" in a billed note is all a payer needs to deny it as not medical.
Whole words count ("spasm" is none), and not where the note denies it ("not relaxation only").

Source: handbook §6.7. Certainty: R.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from xl_massbill.practice.note_words import TEXTS
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

_DENIED = re.compile(
    r"\b(?:no|not|never|without|isn't|wasn't|than|non)\b[\s-]*(?:(?:a|an|the|just|for|by|any)\s+)*$"
)
_END = "\x1e"
_FIELDS = (*TEXTS, "response_to_treatment", "goal_ref", "techniques_all")


def sounds_like_wellness(lines: Lines, words: str) -> Hits:
    """Return the lines whose note has one of the words, listed with commas between."""
    wanted = {word: _pattern(word) for word in map(str.strip, words.lower().split(",")) if word}
    lines.reads(*(f"note_{name}" for name in _FIELDS))
    notes = lines.records["notes"]
    said: list[str | None] = [None] * len(notes)
    for name in _FIELDS:
        texts = [_text(cell) for cell in notes[name]]
        whole = _END.join(filter(None, texts))
        here = {word: pattern for word, pattern in wanted.items() if word.split()[0] in whole}
        for i, text in enumerate(texts if here else ()):  # most columns have none of the words anywhere
            if text and said[i] is None:
                said[i] = _first(text, here)
    at = lines.position("note")
    mask = np.append([word is not None for word in said], values=False)[at]
    return Hits(mask, values={"w": phrases(mask, lambda i: said[at[i]])})


def _text(cell: Any) -> str:
    return "" if cell is None else (cell if isinstance(cell, str) else ", ".join(cell)).lower()


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(r"\b" + r"[\s-]*".join(map(re.escape, word.split())) + r"\b")


def _first(text: str, wanted: dict[str, re.Pattern[str]]) -> str | None:
    for word, pattern in wanted.items():
        if word.split()[0] in text:
            for match in pattern.finditer(text):
                if not _DENIED.search(text[: match.start()]):
                    return word
    return None


RULE = Rule(
    id="DOC-024",
    title="no words of wellness",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7",
    message="Wording ({w}) suggests non-medical massage. If it was wellness, bill cash.",
    example="The note says: client used a gift card.",
    on_lines=sounds_like_wellness,
    anchor="notes",
    field="note_text",
    params={"words": "relaxation only, spa, gift card, couples, wellness package"},
)
