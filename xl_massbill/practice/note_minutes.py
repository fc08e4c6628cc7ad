"""The minutes that a note gives each code, as the therapist wrote them.

Source: handbook §1.11 (minutes_by_code), §6.7 DOC-004.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from xl_massbill.practice.groups import answers
from xl_massbill.practice.lines import Lines, derived

_PART = re.compile(r"([A-Z0-9]{5})\s*[=:]\s*(\d{1,4})\s*(?:MIN\w*\.?)?", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\d.,/])(\d+)(?:\s*(?:-|\u2013|to)\s*\d+)?\s*-?\s*min(?:ute)?s?\b", re.IGNORECASE)
_RANGE = re.compile(r"\d+\s*(?:-|\u2013|to)\s*\d+", re.IGNORECASE)


def minutes_by_code(text: str) -> dict[str, int] | None:
    """Return the minutes of each code; None for a text that does not say it in that form.

    >>> minutes_by_code("97140=20;97124 = 20 min, 97140: 5")
    {'97140': 25, '97124': 20}
    >>> minutes_by_code("97140=20;half an hour") is None
    True
    """
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[;,\n]", text))):
        match = _PART.fullmatch(part)
        if match is None:
            return None
        code = match[1].upper()
        found[code] = found.get(code, 0) + int(match[2])
    return found


def only_figure(text: str) -> int | None:
    """Return the one figure that stands before min or minutes; None for none, several, or a range.

    >>> only_figure("Massage 60 min. Felt better."), only_figure("60-minute session, pain 4/10")
    (60, 60)
    >>> only_figure("40 minutes, then 20 minutes"), only_figure("50 to 60 min"), only_figure("an hour")
    (None, None, None)
    """
    found = list(_FIGURE.finditer(text))
    if len(found) != 1 or _RANGE.search(found[0][0]):
        return None
    return int(found[0][1])


@derived("note_code_minutes")
def _code_minutes(lines: Lines) -> pd.Series[Any]:
    """Return the minutes that the note gives the line's code: 0 for a code it does not name.

    Missing where the note says nothing about codes, or not in the usual form.
    """
    said = lines["note_minutes_by_code"]
    read = {text: minutes_by_code(text) for text in said.dropna().unique()}
    minutes = answers(
        lambda text, code: None if (of := read[text]) is None else of.get(code, 0),
        said,
        lines["code"],
        otherwise=None,
    )
    return pd.Series(pd.array(list(minutes), dtype="Int64"))
