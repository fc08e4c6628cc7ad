"""The numbers and parties of one interchange: what the envelope of an 837P says.

Source: handbook §7.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Control:
    """The control numbers of one 837P file (handbook §7.2), taken from the journal beforehand.

    `st02_first` is the number of the first transaction set; further sets count on from it.
    """

    interchange: int
    group: int
    st02_first: int
    batch_id: str
    usage: str
    made: datetime
