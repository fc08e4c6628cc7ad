"""The audit log inside the workbook: rows that are only ever added, chained by hashes.

The journal beside the workbook is the proof; the log shows the office the same in its own workbook.

Source: handbook §11.5.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from xl_massbill import __version__
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.practice import Records

_START = "0" * 64


class Entry(NamedTuple):
    """One thing that was done; without names of patients."""

    action: str
    sheet: str
    row_key: str
    new_value: str
    reason: str = ""
    claim_id: str = ""
    remit_id: str = ""
    batch_id: str = ""


def add(workbook: Workbook, records: Records, entries: Sequence[Entry], at: dt.datetime, user: str) -> None:
    """Add rows to sheet AuditLog (not yet saved); a workbook without the sheet gets none."""
    sheet = records["audit"]
    if not entries or not sheet.present:
        return
    last = sheet["seq"].max() if len(sheet) else 0
    first = int(last or 0) + 1
    before = str(sheet["hash"].iloc[-1] or _START) if len(sheet) else _START
    rows: list[dict[str, Cell]] = []
    for number, entry in enumerate(entries, first):
        told = {name: value or None for name, value in entry._asdict().items()}
        parts = [before, str(number), at.isoformat(), user, *(str(v or "") for v in told.values())]
        own = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
        fixed = {"seq": number, "timestamp_utc": at, "user": user or None, "program_version": __version__}
        rows.append({**fixed, **told, "prev_hash": before, "hash": own})
        before = own
    workbook.append("audit", {name: [row[name] for row in rows] for name in rows[0]})
    records.forget("audit")
