"""Whether the notes hold some words: all texts are searched as one, so that ten thousand notes take no time.

Source: handbook §1.11 (Notes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.lines import Lines

TEXTS = ("subjective", "objective", "assessment", "note_text")
_END = "\x1e"
"""Stands between two notes and in none of them."""
_DENIED = re.compile(r"\b(?:no|not|non|never|denies|denied|deny|without|free of)\b[^.;!?\x1e]*$")
_LOOK_BACK = 60


def notes_with(lines: Lines, words: Sequence[str]) -> tuple[Mask, dict[int, str]]:
    """Return the lines whose note says one of some words, and the word by position of the note.

    A word that the same sentence denies before it ("denies any accident") does not count.
    """
    whole, starts = lines.shared(_as_one)
    lines.reads("visit_id", *(f"note_{name}" for name in TEXTS))
    found: dict[int, str] = {}
    for word in words:
        for at in _places(whole, word.lower()):
            note = int(np.searchsorted(starts, at, side="right")) - 1
            if note not in found and not _DENIED.search(whole[max(starts[note], at - _LOOK_BACK) : at]):
                found[note] = word
    holds = np.zeros(len(starts) + 1, dtype=bool)
    holds[list(found)] = True
    return holds[lines.position("note")], found


def _places(whole: str, word: str) -> list[int]:
    """Return where a whole word stands, with or without the s of its plural."""
    places, at = [], whole.find(word)
    while at >= 0:
        after = at + len(word)
        after += whole.startswith("s", after)
        if not (whole[at - 1 : at].isalnum() or whole[after : after + 1].isalnum()):
            places.append(at)
        at = whole.find(word, after)
    return places


def _as_one(lines: Lines) -> tuple[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return the texts of all notes in one, in small letters, and where each note begins."""
    sheet = lines.records["notes"]
    columns = [sheet[name].tolist() for name in TEXTS]
    notes = [". ".join(filter(None, texts)).lower() for texts in zip(*columns, strict=True)]
    lengths = np.fromiter(map(len, notes), dtype=np.int64, count=len(notes)) + len(_END)
    return _END.join(notes), np.concatenate([[0], np.cumsum(lengths)[:-1]])
