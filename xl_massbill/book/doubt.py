"""What reading a cell may come to besides a plain value: it cannot be read, or only with a doubt.

Both say why with a short key; the FMT rules turn the key into a clerk's words. The keys are:
excel_error, not_calculated, not_a_date, short_year, not_a_time, not_a_number, not_whole, decimals, negative,
not_yes_no, not_a_choice (cannot be read); zip_recovered, was_number (read, but look again).

Source: handbook §6.1 (FMT rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that could not be read; `why` is a short key that the FMT rules turn into words."""

    why: str


@dataclass(frozen=True, slots=True, repr=False)
class Doubt:
    """A cell that was read, with a reason to look again."""

    value: Any
    why: str

    def __repr__(self) -> str:
        """Show the reason, never the cell."""
        return f"Doubt({self.why})"
