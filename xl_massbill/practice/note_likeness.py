"""How alike each note is to the patient's last ten, to other patients' notes, and to the empty templates.

Notes of fewer than fifteen words are thin and take part in nothing. A template is a setting whose name
begins with note_template; its value is the text before anybody fills it in.

Source: handbook §6.8, §6.7 (DOC-016, DOC-017, DOC-018, DOC-025).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.likeness import Notes, Shares, like_another_patients, like_any_of, like_the_last
from xl_massbill.practice.lines import Lines, derived, take
from xl_massbill.practice.note_words import whole_texts
from xl_massbill.practice.running import days_of
from xl_massbill.practice.shingles import Shingles, shingles

FEWEST_WORDS = 15
TEMPLATE = "note_template"


class Compared(NamedTuple):
    """The notes that can be compared, as sets, and the sets of the templates."""

    sets: Shingles
    notes: Notes
    templates: Numbers


def compared(lines: Lines) -> Compared:
    """Return the records of Notes and the templates as sets."""
    lines.reads("note_patient_id", "note_dos")
    notes = lines.records["notes"]
    patient, (day, dated) = numbered(notes["patient_id"]), days_of(notes["dos"])
    texts = [text if text and _is_long(text) else None for text in lines.shared(whole_texts)]
    templates = [text for key, text in lines.records.settings.items() if key.startswith(TEMPLATE)]
    sets = shingles([*texts, *templates])
    of = np.where(dated & (patient >= 0), sets.of[: len(texts)], -1)
    return Compared(sets, Notes(of, patient, day), sets.of[len(texts) :])


def _is_long(text: str) -> bool:
    return len(text.split(maxsplit=FEWEST_WORDS)) >= FEWEST_WORDS


def _like_the_last(lines: Lines) -> tuple[Shares, Numbers]:
    found = lines.shared(compared)
    return like_the_last(found.sets, found.notes)


@derived("note_likeness")
def _likeness(lines: Lines) -> pd.Series[Any]:
    """Return the largest share that the line's note has in common with one of the patient's last ten."""
    return take(pd.Series(lines.shared(_like_the_last)[0]), lines.position("note"))


@derived("note_likest")
def _likest(lines: Lines) -> pd.Series[Any]:
    """Return which record of Notes that is, -1 for none."""
    return pd.Series(np.append(lines.shared(_like_the_last)[1], -1)[lines.position("note")])


def like_others(lines: Lines, least: float, days: int) -> Numbers:
    """Return for each line an earlier note of another patient that its note is like; -1 for none."""
    found = lines.shared(compared)
    return np.append(like_another_patients(found.sets, found.notes, least, days), -1)[lines.position("note")]


def like_templates(lines: Lines) -> Shares:
    """Return for each line the largest share that its note has in common with an empty template."""
    found = lines.shared(compared)
    return np.append(like_any_of(found.sets, found.notes.of, found.templates), 0)[lines.position("note")]
