"""A named person takes responsibility for warnings: writes who, when and why beside them on sheet Findings.

These columns are people's: they are written at the explicit order of the person named. An error cannot be
acknowledged; it must be mended. The acknowledgement counts from the next check or export on.

Source: handbook §1.16, §6 (severities).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from xl_massbill.book.workbook import Workbook
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.rules.waive import SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How many warnings were acknowledged, and how many rows were none."""

    count: int
    others: int
    by: str

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        if not self.count:
            return (
                "No warning is selected on sheet Findings: an error must be mended, a note asks for nothing."
            )
        rest = " The other selected rows are no warnings and stay as they are." if self.others else ""
        return f"{counted(self.count, 'warning')} acknowledged by {self.by}, from the next check on.{rest}"


def warnings_at(workbook: Workbook, positions: Sequence[int]) -> list[int]:
    """Return which rows of sheet Findings (positions in the grid) are warnings that still stand."""
    records = Records(workbook)
    records.needs("findings")
    sheet = records["findings"]
    wanted = set(positions)
    standing = zip(sheet.positions.tolist(), sheet["severity"], sheet["state"], strict=True)
    return [
        at for at, severity, state in standing if at in wanted and severity == "warning" and state != "FIXED"
    ]


def acknowledge(
    workbook: Workbook, positions: Sequence[int], *, by: str, reason: str, on: dt.date
) -> Acknowledged:
    """Write name, day and reason beside warnings of sheet Findings (not yet saved).

    Raises:
        Refused: the name is missing or the reason has fewer than ten characters.
    """
    by, reason = by.strip(), reason.strip()
    if not by:
        raise Refused("Say who takes responsibility for it.")
    if len(reason) < SHORTEST_REASON:
        raise Refused(f"A reason has at least {SHORTEST_REASON} characters: why is it right all the same?")
    chosen = warnings_at(workbook, positions)
    if chosen:
        sheet = Records(workbook)["findings"]
        wanted = {}
        for name, value in (("acknowledged_by", by), ("acknowledged_on", on), ("ack_reason", reason)):
            if sheet.lacks(name):
                title = sheet.table.field(name).column.title
                raise Refused(f'Sheet Findings has lost its column "{title}": put it back.')
            cells = list(sheet.grid.columns[sheet.match.at[name]])
            for at in chosen:
                cells[at] = value
            wanted[name] = cells
        workbook.write("findings", wanted, by=by)
    return Acknowledged(len(chosen), len(set(positions)) - len(chosen), by)
