"""The fingerprint of a signed note, so that a change after billing shows.

It covers what the therapist wrote and signed. What is added later by right stands outside: the amendment,
the sending of a progress report, and everything the program fills in.

Source: handbook §1.11 (hash: SHA-256 of the signed text), §6.7 DOC-020.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Sheet

SIGNED = (
    "visit_id",
    "patient_id",
    "therapist_id",
    "dos",
    "start_time",
    "end_time",
    "minutes_by_code",
    "pain_before",
    "pain_after",
    "rom_or_function",
    "subjective",
    "objective",
    "assessment",
    "plan",
    "note_text",
    "techniques_all",
    "regions_all",
    "response_to_treatment",
    "goal_ref",
    "adverse_reaction",
    "dx_discussed",
    "home_care",
    "next_visit",
    "signed_by",
    "signed_on",
)
_BETWEEN = "\x1f"


def fingerprints(notes: Sheet) -> npt.NDArray[np.object_]:
    """Return the SHA-256 of each record of Notes in hex; None for an unsigned one or one not fully read."""
    columns = [_texts(notes[name]) for name in SIGNED]
    out = np.full(len(notes), None, dtype=object)
    known = notes["signed_on"].notna().to_numpy(dtype=bool, copy=True)
    for name in SIGNED:
        unread = notes.unread(name)
        if unread is not None:
            known &= ~unread
    for i in np.flatnonzero(known).tolist():
        text = _BETWEEN.join([column[i] for column in columns])
        out[i] = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return out


def _texts(column: pd.Series[Any]) -> list[str]:
    """Return each cell as text that does not depend on how Excel shows it; "" for a blank."""
    codes, levels = pd.factorize(column)
    words = np.array([*map(_text, levels), ""], dtype=object)
    return list(words[codes])


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
