"""What was done about a denied line, written into the workbook as the journal tells it.

A deed holds everything that it changes: cells of Denials at a person's order, rows of FollowUp, a row of
Payments with its money (a write-off, or an amount that the patient owes now), and the step of the claim. All
is saved together, so that a row of Denials that shows the deed, or its row on Payments, proves that all of it
was written.

Source: handbook §9.1, §8.9, §10.1 (write-offs), §1.13; DESIGN §4 (journal before acting).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xl_massbill.book.column import Owner
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.booking import columns_of
from xl_massbill.claims.denials.rows import all_denials
from xl_massbill.claims.denials.weighing import weigh
from xl_massbill.claims.follow_up import add, tasks
from xl_massbill.claims.keeping import Happened, Moved, move, told
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.states import Event, Facts, Refusal, State
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells
from xl_massbill.practice.denied import TO_PATIENT

Detail = Mapping[str, Any]
KIND_COLUMN = {"CONTRACTUAL": "contractual_total", "OTHER": "other_adj_total"}


def is_there(records: Records, denial_id: str) -> bool:
    """Return whether sheet Denials still has the row (a posting that was taken back takes it along)."""
    return Cells(records).at("denials", denial_id) is not None


def is_shown(records: Records, denial_id: str, detail: Detail) -> bool:
    """Return whether the workbook shows a deed: its cells of Denials, and its write-off."""
    cells = Cells(records)
    at, sheet = cells.at("denials", denial_id), records["denials"]
    if at is None or not _is_paid_down(records, detail):
        return False
    if detail.get("payment"):
        return True
    wanted = columns_of("denials", [detail["cells"]])
    return all(_same(sheet.raw(name)[at], column[0]) for name, column in wanted.items())


def _is_paid_down(records: Records, detail: Detail) -> bool:
    row = detail.get("payment")
    return row is None or Cells(records).at("payments", row["payment_id"]) is not None


def _same(cell: Cell, wanted: Cell) -> bool:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    return cell == wanted or (str(cell) == str(wanted))


def do(workbook: Workbook, records: Records, denial_id: str, detail: Detail) -> dict[str, Any]:
    """Do a deed in the workbook (not yet saved) and return what the journal keeps of it."""
    happened = Happened(
        Event[detail["event"]] if detail.get("event") else Event.WEIGHED,
        dt.date.fromisoformat(detail["on"]),
        by=detail["by"],
        why=detail.get("why", ""),
    )
    write_denial(workbook, records, denial_id, detail)
    rows = detail.get("follow_up", [])
    add(workbook, records, _rows_of("follow_up", rows), happened.by)
    if detail.get("payment"):  # asked for only where Payments does not hold it yet (is_shown)
        _book(workbook, records, detail["payment"])
    return told(_step(workbook, records, detail, happened), happened)


def write_denial(workbook: Workbook, records: Records, denial_id: str, detail: Detail) -> None:
    """Put the cells of a deed into the row of a denial (not yet saved) at the order of somebody."""
    sheet = records["denials"]
    at = Cells(records).at("denials", denial_id)
    if at is None:
        raise Refused(f"There is no denial {denial_id} on sheet Denials.")
    cells = {name: column[0] for name, column in columns_of("denials", [detail["cells"]]).items()}
    for owner, by in ((Owner.PERSON, detail["by"]), (Owner.PROGRAM, "")):
        named = {name for name in cells if sheet.table.field(name).column.owner is owner}
        columns = {}
        for name in named:
            if sheet.lacks(name):
                title = sheet.table.field(name).column.title
                raise Refused(f'The table Denials has lost its column "{title}": put the heading back.')
            column = list(sheet.grid.columns[sheet.match.at[name]])
            column[int(sheet.positions[at])] = cells[name]
            columns[name] = column
        if columns:
            workbook.write("denials", columns, by=by)
    records.forget("denials")


def _book(workbook: Workbook, records: Records, row: Mapping[str, Any]) -> None:
    """Add the row of a write-off, which lowers the balance, or of what the patient owes, which does not."""
    workbook.append("payments", columns_of("payments", [dict(row)]))
    records.forget("payments")
    sheet, cells, cents = records["claims"], Cells(records), int(row["adj_amount"])
    at = records.index("claims", "claim_id")[row["claim_id"]]
    by = {"pr_total": cents}
    if row["row_type"] != TO_PATIENT:
        by = {KIND_COLUMN[row["writeoff_kind"]]: cents, "balance": -cents}
    columns = {}
    for name, more in by.items():
        columns[name] = list(sheet.grid.columns[sheet.match.at[name]])
        columns[name][int(sheet.positions[at])] = ((cells.number("claims", at, name) or 0) + more) / 100
    workbook.write("claims", columns)
    records.forget("claims")


def _step(workbook: Workbook, records: Records, detail: Detail, happened: Happened) -> list[Moved]:
    """Let the claim take the step that the deed leads to, if it can take one."""
    claim_id = detail["claim"]
    if not detail.get("event"):
        return []
    cells = Cells(records)
    at = cells.at("claims", claim_id)
    status = cells.text("claims", at, "status")
    facts = Facts(approved=True, balance=cells.number("claims", at, "balance") or 0)
    can = bool(status) and not isinstance(step(State(status), happened.event, facts), Refusal)
    if happened.event is Event.WEIGHED or (happened.event is Event.WRITTEN_OFF and not can):
        return weigh(workbook, records, claim_id, happened)
    if happened.event is Event.APPEAL_SENT and not can:
        # another line of the claim was appealed before: the claim stands there already
        tasks(workbook, records, [claim_id], happened.event, happened.on, happened.by, happened.why)
    if not can or (happened.event is Event.APPEAL_UPHELD and _has_other_appeal(records, claim_id)):
        return []
    limit = detail.get("deadline_appeal")
    also = {"deadline_appeal": dt.date.fromisoformat(limit)} if limit else None
    return move(workbook, records, [claim_id], replace(happened, facts={claim_id: facts}), also)


def _has_other_appeal(records: Records, claim_id: str) -> bool:
    return any(one.claim_id == claim_id and one.is_appealed for one in all_denials(records))


def _rows_of(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Cell]]:
    columns = columns_of(table, rows)
    return [{name: column[i] for name, column in columns.items()} for i in range(len(rows))]
