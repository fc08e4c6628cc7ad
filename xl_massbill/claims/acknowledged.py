"""What clearinghouse and payer said, as rows of sheet Acks, and what it makes of a batch.

Rows are only added. The same answer to the same claim, handed in a second time in another file, adds none.

Source: handbook §7.10 (ACK, PARTIAL, REJECTED), §8.1-8.3, §9.4 (proof of timely filing).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.batches import AT_HOME, Stage, claims_in, stage_of, write_cells
from xl_massbill.claims.states import State
from xl_massbill.practice import Records

Row = dict[str, Cell]
_NUMBER = re.compile(r"K0*(\d{1,9})")
_SAME = ("claim_id", "batch_id", "kind", "verdict", "codes", "answered_on", "reason")


class Known:
    """What sheet Acks holds already."""

    def __init__(self, records: Records) -> None:
        self._said = {_identity(row) for row in _said(records["acks"])}

    def take(self, row: Row) -> bool:
        """Return whether a row is new, and know it from now on."""
        identity = _identity(row)
        is_new = identity not in self._said
        self._said.add(identity)
        return is_new


def add(workbook: Workbook, records: Records, rows: Sequence[Row]) -> None:
    """Add rows to sheet Acks (not yet saved); a workbook without the sheet gets none."""
    sheet = records["acks"]
    if not sheet.present or not rows:
        return
    first = max((int(n[1]) for k in sheet["ack_id"] if k and (n := _NUMBER.fullmatch(k))), default=0) + 1
    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, Sequence[Cell]] = {name: [row.get(name) for row in rows] for name in names}
    columns["ack_id"] = [f"K{first + i:06d}" for i in range(len(rows))]
    workbook.append("acks", columns)
    records.forget("acks")


def is_taken_in(records: Records, sha256: str) -> bool:
    """Return whether sheet Acks holds an answer of a file."""
    return sha256 in set(records["acks"]["file_hash"])


def tell_batch(workbook: Workbook, records: Records, batch_id: str, more: Mapping[str, Cell]) -> Stage | None:
    """Write what was said of a batch and where that leaves it (not yet saved); return where it stands now."""
    stage = stage_of(records, batch_id)
    if stage is None:
        return None
    cells: dict[str, Cell] = dict(more)
    if stage not in (*AT_HOME, Stage.CLOSED):
        stage = _stage(records, batch_id, more) or stage
        cells["status"] = stage.value
    cells |= _counts(records, batch_id)
    sheet = records["batches"]
    write_cells(workbook, records, batch_id, {n: cell for n, cell in cells.items() if not sheet.lacks(n)})
    return stage


def _stage(records: Records, batch_id: str, more: Mapping[str, Cell]) -> Stage | None:
    """Return ACKED, PARTIAL or REJECTED by the claims of a batch and what was said of the whole."""
    claims = records["claims"]
    states = list(claims["status"][claims["batch_id"] == batch_id])
    rejected = states.count(State.REJECTED.value)
    if rejected:
        return Stage.REJECTED if rejected == len(states) else Stage.PARTIAL
    at = records.index("batches", "batch_id")[batch_id]
    said = more.get("ack999_status") or records["batches"]["ack999_status"].iloc[at]
    further = set(states) - {State.SUBMITTED.value, State.BATCHED.value}
    return Stage.ACKED if said in ("A", "E") or further else None


def _counts(records: Records, batch_id: str) -> dict[str, Cell]:
    """Return how many claims of a batch were accepted and rejected by a 277CA, by the last word on each."""
    sheet, own = records["acks"], set(claims_in(records, batch_id))
    said = zip(sheet["claim_id"], sheet["kind"], sheet["verdict"], strict=True)
    last = {c: v for c, kind, v in said if c in own and kind == "277CA" and v in ("ACCEPTED", "REJECTED")}
    if not last:
        return {}
    verdicts = list(last.values())
    return {"ack277_accepted": verdicts.count("ACCEPTED"), "ack277_rejected": verdicts.count("REJECTED")}


def _said(sheet: Sheet) -> Iterable[Row]:
    columns = [sheet[name].tolist() for name in _SAME]
    return (dict(zip(_SAME, cells, strict=True)) for cells in zip(*columns, strict=True))


def _identity(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_plain(row.get(name)) for name in _SAME)


def _plain(cell: Any) -> str:
    if cell is None or pd.isna(cell):
        return ""
    return str(cell.date() if isinstance(cell, dt.datetime) else cell)
