"""Where a fact stands, so that every finding leads back to its cell or segment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a table or a segment of a file.

    `source` is the internal table name ("visits") or a file name, `line` the worksheet row
    (1-based, as Excel shows it) or the segment number, `field` the column or element.
    """

    source: str
    line: int
    field: str = ""

    def __str__(self) -> str:
        """Return the place in words a person can follow."""
        return f"{self.source} row {self.line}" + (f", {self.field}" if self.field else "")
