"""Plans do not pay care that only keeps a state: many visits for one condition, or a note that says so.

Reviewers take 24 visits in a year for one diagnosis, and the words maintenance or wellness in a note, as
maintenance care. Many visits give one finding a patient, words one a note; a word that is denied ("not
maintenance care") or belongs to a name or an exam ("wellness centre") does not count.

Source: handbook §6.10 PAY-015; eviCore massage (S41), S21. Certainty: R.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_PARTS = ("note_text", "subjective", "objective", "assessment", "plan")
_WORDS = ("maintenance", "wellness")
_DENIED = (
    r"\b(?:not|no|non|never|without|beyond|isn.t|rather than|instead of|opposed to)\b[\s-]+(?:\w+[\s-]+){0,3}"
)
_NAMED = r"(?![\s-]+(?:cent(?:er|re)|clinic|exam|check|program|visit))"
_TOLD = re.compile(rf"({_DENIED})?\b(?:maintenance|wellness{_NAMED})\b", re.IGNORECASE)


def maintained(lines: Lines, *, visits: int) -> Hits:
    """Find visits late in a long course for one diagnosis, and notes that speak of maintenance."""
    many = (lines["visits_in_a_year"] >= visits).to_numpy(dtype=bool, na_value=False)
    told = _told(lines)
    return Hits(
        many | told,
        values={"what": _what(lines, told)},
        anchor=chosen(told, "notes", "patients"),
        field=chosen(told, "note_text", "patient_id"),
    )


def _told(lines: Lines) -> Mask:
    """Return the lines whose note speaks of maintenance or wellness."""
    lines.reads(*(f"note_{part}" for part in _PARTS))
    notes = lines.records["notes"]
    speaks = np.zeros(len(notes) + 1, dtype=bool)
    for part in _PARTS:
        texts = notes[part].tolist()
        speaks[[i for i in _that_may_speak(texts) if _speaks(texts[i])]] = True
    return np.asarray(speaks[lines.position("note")], dtype=bool)


def _that_may_speak(texts: list[str | None]) -> list[int]:
    """Return the positions of the texts that hold one of the words: all of them are searched as one."""
    filled = [text or "" for text in texts]
    whole = "\n".join(filled).lower()
    found = [match.start() for word in _WORDS for match in re.finditer(word, whole)]
    ends = np.cumsum([len(text.lower()) + 1 for text in filled]) if found else ()
    return sorted({int(np.searchsorted(ends, at, side="right")) for at in found})


def _speaks(text: str | None) -> bool:
    return text is not None and any(not found[1] for found in _TOLD.finditer(text))


def _what(lines: Lines, told: Mask) -> pd.Series[Any]:
    counted = (
        lines["visits_in_a_year"].astype(object).map(lambda n: f"{n} visits in 12 months for one condition")
    )
    return counted.where(~told, "The note speaks of maintenance or wellness")


RULE = Rule(
    id="PAY-015",
    title="Maintenance care",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.10; S41, S21",
    message="{what}. Plans do not pay maintenance: review with the prescriber or change to cash.",
    example="A patient's 24th visit within a year for the same neck pain.",
    on_lines=maintained,
    levels=(Level.PREVISIT, Level.VISIT),
    params={"visits": 24},
)
