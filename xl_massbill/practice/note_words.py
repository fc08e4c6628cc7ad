"""The words of notes: the whole text, its number of words, and which codes the techniques of a line describe.

The text of a note is its note text or, where that is blank, its four parts.

Source: handbook §1.11, §6.8 (word counts), §6.9 (technique map).
"""

from __future__ import annotations

from enum import IntFlag
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.codes import technique
from xl_massbill.practice.groups import answers
from xl_massbill.practice.lines import Lines, derived, take

PARTS = ("subjective", "objective", "assessment", "plan")
TEXTS = ("note_text", *PARTS)


def whole_texts(lines: Lines) -> npt.NDArray[np.object_]:
    """Return the text of each record of Notes; "" for an empty note, None where it could not be read."""
    lines.reads(*(f"note_{name}" for name in TEXTS))
    notes = lines.records["notes"]
    texts = notes["note_text"].to_numpy(dtype=object).copy()
    for i in np.flatnonzero([text is None for text in texts]).tolist():
        texts[i] = " ".join(part for name in PARTS if (part := notes[name].array[i]))
    unread = notes.unread("note_text")
    if unread is not None:
        texts[unread] = None
    return texts


@derived("note_words")
def _words(lines: Lines) -> pd.Series[Any]:
    """Return how many words, parted by blanks, the text of each line's note has."""
    texts = lines.shared(whole_texts)
    counts = np.fromiter((len((text or "").split()) for text in texts), dtype=np.int64, count=len(texts))
    return take(pd.Series(pd.array(counts, dtype="Int64")), lines.position("note"))


def own_words(lines: Lines) -> dict[str, str]:
    """Return the office's own words for techniques (setting technique_words) and their codes."""
    return technique.own_words(lines.records.settings.get("technique_words", ""))


class Fit(IntFlag):
    """What the words for the techniques of a line say about its code."""

    KNOWN = 1
    """Some word is on the map."""
    RIGHT = 2
    """Some word describes the code."""
    ON_MAP = 4
    """The map has words for the code."""
    ONLY_NMT = 8
    """All words are neuromuscular therapy or trigger point work."""
    LISTED = 16
    """Some word describes work that has a code."""


@derived("technique_fit")
def _fit(lines: Lines) -> pd.Series[Any]:
    """Return for each line the Fit of its techniques as a number; 0 where techniques or code are blank."""
    more = own_words(lines)
    fits = answers(
        lambda words, code: fit(words, code, more), lines["techniques"], lines["code"], otherwise=0
    )
    return pd.Series(fits.astype(np.int64))


def says(lines: Lines, what: Fit) -> Mask:
    """Return the lines whose techniques say this about their code."""
    return np.asarray(lines["technique_fit"].to_numpy() & what.value > 0, dtype=bool)


def fit(words: tuple[str, ...], code: str, more: dict[str, str]) -> Fit:
    """Return what words for techniques say about a code.

    >>> fit(("effleurage", "listening"), "97124", {})
    <Fit.KNOWN|RIGHT|ON_MAP|LISTED: 23>
    >>> fit(("cupping",), "97530", {}), fit(("NMT",), "97112", {})
    (<Fit.KNOWN: 1>, <Fit.KNOWN|ON_MAP|ONLY_NMT|LISTED: 29>)
    """
    described = frozenset().union(*(technique.codes_of(word, more) for word in words))
    answers = {
        Fit.KNOWN: bool(described),
        Fit.RIGHT: code in described,
        Fit.ON_MAP: code in technique.listed_codes(more),
        Fit.ONLY_NMT: all(map(technique.is_nmt, words)),
        Fit.LISTED: bool(described - {technique.NOT_BILLABLE}),
    }
    return Fit(sum(flag for flag, holds in answers.items() if holds))
