"""Words that go into the journal name no patient.

Source: handbook §11.1 (messages and logs use claim numbers and rows, never names), §11.5.
"""

from __future__ import annotations

import re

from xl_massbill.errors import Refused
from xl_massbill.practice import Records

_WORD = re.compile(r"[^\W\d_]{3,}")


def without_names(records: Records, *texts: str) -> None:
    """Raise Refused if a text names a patient: the journal holds no names."""
    words = {word.casefold() for text in texts for word in _WORD.findall(text)}
    if not words:
        return
    for name in ("last_name", "first_name"):
        for cell in records["patients"][name].dropna().unique():
            if words & {part.casefold() for part in _WORD.findall(str(cell))}:
                raise Refused(
                    "The reason seems to name a patient. Name the claim or the visit:"
                    " the journal holds no names."
                )
