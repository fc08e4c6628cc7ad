"""Why the aging grew between two days: by payer and bucket, with the claims and the reason of each.

Source: handbook §10.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xl_massbill.aging.bounds import Buckets
from xl_massbill.aging.changes import Change, changes
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing_steps import reasons_between
from xl_massbill.commands.aged import ANCHOR_WORDS
from xl_massbill.commands.aging_lists import payer_of
from xl_massbill.commands.aging_snapshots import Snapshot, snapshot_of
from xl_massbill.errors import Refused
from xl_massbill.practice import Records


@dataclass(frozen=True, slots=True)
class Compared:
    """Two agings and what lies between them; `states` say where each claim stood at the end."""

    first: Snapshot
    second: Snapshot
    changes: tuple[Change, ...]
    names: Mapping[str, str]
    states: Mapping[str, str]

    def of(self, payer_id: str = "", bucket: str = "") -> list[Change]:
        """Return the figures of a payer (number or name) and bucket ("" for all)."""
        payer_id = payer_of(payer_id, self.names) if payer_id else ""
        return [
            one
            for one in self.changes
            if payer_id in ("", one.cell.payer_id) and bucket in ("", one.cell.bucket)
        ]

    def text(self, payer_id: str = "", bucket: str = "") -> str:
        """Return the figures that changed, each with its claims and reasons."""
        anchor = ANCHOR_WORDS[self.second.anchor]
        lines = [f"Aging of {self.first.title()} against {self.second.title()}, counted from: {anchor}."]
        for one in self.of(payer_id, bucket):
            if one.steps:
                lines += self._one(one)
        grew = self.second.total - self.first.total
        words = f"{_dollars(self.first.total)} to {_dollars(self.second.total)} ({grew / 100:+,.2f})"
        return "\n".join([*lines, f"Owed in all: {words}."])

    def _one(self, one: Change) -> list[str]:
        cell = one.cell
        whose = self.names.get(cell.payer_id, cell.payer_id or "no plan")
        whose += "" if cell.owed_by == "INSURANCE" else ", patients"
        money = f"{_dollars(one.before)} to {_dollars(one.after)} ({one.cents / 100:+,.2f})"
        rows = [
            f"  {step.claim_id or step.visit:16}{self.states.get(step.claim_id, ''):16}"
            f"{step.cents / 100:>+12,.2f}  {step.reason}"
            for step in one.steps
        ]
        return [f"{whose}, {cell.bucket}: {money}", *rows]

    def as_json(self, payer_id: str = "", bucket: str = "") -> dict[str, Any]:
        """Return the same as JSON values, money in cents."""
        return {
            "first": _side(self.first),
            "second": _side(self.second),
            "anchor": self.second.anchor,
            "changes": [
                {
                    **one.cell._asdict(),
                    "before": one.before,
                    "after": one.after,
                    "change": one.cents,
                    "steps": [
                        {
                            "claim_id": step.claim_id,
                            "visit": step.visit,
                            "status": self.states.get(step.claim_id, ""),
                            "reason": step.reason,
                            "cents": step.cents,
                        }
                        for step in one.steps
                    ],
                }
                for one in self.of(payer_id, bucket)
            ],
        }


def compare(
    workbook: Workbook,
    days: tuple[dt.date, dt.date],
    today: dt.date,
    anchor: str | None = None,
    buckets: Buckets | None = None,
) -> Compared:
    """Compare the agings of two days, the earlier one first; raise Refused where one cannot be known."""
    first, second = days
    if not first < second <= today:
        raise Refused("Name two days, the earlier one first, and none that is still to come.")
    one, other = (snapshot_of(workbook, day, today, anchor, buckets) for day in days)
    with Journal(Folder.of(workbook.path).journal) as journal:
        reasons, rows = reasons_between(journal, one.mark, other.mark)
    payers = Records(workbook)["payers"]
    pairs = zip(payers["payer_id"], payers["name"], strict=True)
    return Compared(
        one,
        other,
        tuple(changes(one.lines, other.lines, reasons)),
        {str(i): str(n) for i, n in pairs if i and n},
        {claim: str(row.get("status", "")) for claim, row in rows.items()},
    )


def _side(one: Snapshot) -> dict[str, Any]:
    return {
        "as_of": one.as_of.isoformat(),
        "basis": one.basis,
        "kept_at": one.kept_at.isoformat() if one.kept_at else None,
        "total": one.total,
    }


def _dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}"
