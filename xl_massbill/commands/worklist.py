"""Show what to do today about what is owed, the most urgent first, and refresh sheet WorkList.

Source: handbook §10.4-10.7.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from xl_massbill.aging.worklist import Work, WorkList, own_anchor, work_list
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records

SHOWN = 15
_TABLE = "work_list"
_PARTS = ("part_deadline", "part_balance", "part_age", "part_status")


@dataclass(frozen=True, slots=True)
class Listed:
    """The work list, perhaps of one owner only; `total` and the other sums are those of the whole list."""

    whole: WorkList
    rows: tuple[Work, ...]
    anchor: str

    def as_json(self) -> dict[str, Any]:
        """Return the list as JSON values, money in cents."""
        return {
            "as_of": self.whole.as_of.isoformat(),
            "anchor": self.anchor,
            "total": self.whole.total,
            "unbilled": self.whole.unbilled,
            "credits": self.whole.credits,
            "rows": [_json(i, row) for i, row in enumerate(self.rows, 1)],
        }

    def text(self, shown: int = SHOWN) -> str:
        """Return the most urgent rows, a line each, and the sums."""
        now = [row for row in self.rows if row.put_off_until is None]
        lines = [_line(row) for row in (now[:shown] if shown else now)]
        if shown and len(now) > shown:
            lines.append(f"… and {len(now) - shown:,} more; --all shows them.")
        by_owner = Counter(row.owner for row in now)
        tasks = ", ".join(f"{n:,} for {owner}" for owner, n in by_owner.most_common())
        off = len(self.rows) - len(now)
        put_off = f", {off:,} put off until later" if off else ""
        whole = self.whole
        lines.append(f"{counted(len(now), 'task')}{f' ({tasks})' if tasks else ''}{put_off}.")
        lines.append(
            f"Owed ${whole.total / 100:,.2f} as of {whole.as_of}; unbilled ${whole.unbilled / 100:,.2f} and"
            f" credits ${-whole.credits / 100:,.2f} stand apart."
        )
        return "\n".join(lines)


def worklist(workbook: Workbook, as_of: dt.date, owner: str = "") -> Listed:
    """Return the work list as of a day, of one owner if one is named; raise NoTable if a sheet lacks."""
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payers")
    anchor = own_anchor(records)
    whole = work_list(Lines(records, as_of), as_of, anchor)
    rows = tuple(row for row in whole.rows if not owner or row.owner.casefold() == owner.casefold())
    return Listed(whole, rows, anchor)


def write(workbook: Workbook, found: Listed) -> None:
    """Put the whole list into sheet WorkList (not yet saved); a workbook without it keeps what it has."""
    if _TABLE not in workbook.tables():
        return
    rows = [_cells(rank, row, found.whole.as_of) for rank, row in enumerate(found.whole.rows, 1)]
    names = rows[0] if rows else {}
    workbook.replace(_TABLE, {name: [row[name] for row in rows] for name in names})


def _cells(rank: int, row: Work, as_of: dt.date) -> dict[str, Cell]:
    contact = row.contact
    return {
        "rank": rank,
        "score": row.score,
        "next_action": row.step.words,
        "due_on": row.due_on,
        "owner": row.owner,
        "claim_id": row.claim_id or None,
        "kind": row.kind,
        "patient_id": row.patient_id or None,
        "payer_id": row.payer_id or None,
        "status": row.state or None,
        "flags": ", ".join(row.flags) or None,
        "balance": row.cents / 100,
        "since": row.since,
        "age": row.age,
        "deadline": row.deadline,
        "deadline_kind": row.deadline_kind or None,
        "days_left": row.days_left,
        "last_contact_on": contact.last_on,
        "promised_on": contact.promised_on,
        "promised_amount": contact.promised / 100 if contact.promised else None,
        "as_of": as_of,
        **dict(zip(_PARTS, (round(part, 4) for part in row.parts), strict=True)),
    }


def _json(rank: int, row: Work) -> dict[str, Any]:
    contact = row.contact
    return {
        "rank": rank,
        "score": row.score,
        "parts": dict(zip(("deadline", "balance", "age", "status"), row.parts, strict=True)),
        "claim_id": row.claim_id or None,
        "kind": row.kind,
        "patient_id": row.patient_id,
        "payer_id": row.payer_id,
        "status": row.state,
        "flags": list(row.flags),
        "balance": row.cents,
        "age": row.age,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "deadline_kind": row.deadline_kind or None,
        "days_left": row.days_left,
        "next_action": row.step.words,
        "due_on": row.due_on.isoformat(),
        "owner": row.owner,
        "last_contact_on": contact.last_on.isoformat() if contact.last_on else None,
        "put_off_until": row.put_off_until.isoformat() if row.put_off_until else None,
    }


def _line(row: Work) -> str:
    who = row.claim_id or f"patient {row.patient_id}"
    left = "" if row.days_left is None else f", {row.deadline_kind} {row.deadline} ({row.days_left} days)"
    flags = f" {' '.join(row.flags)}" if row.flags else ""
    about = f"{row.owner}; {row.state}{flags}, {row.age} days old{left}"
    return f"{row.score:4}  {who:14} {row.cents / 100:10,.2f}  {row.step.words}  [{about}]"
