"""What becomes of a batch: sent, or taken back before it was sent, as cells of Batches and its claims.

Each deed can be done again without harm, because a crash, or an old copy of the workbook that was put
back, makes the next command do it from the journal.

Source: handbook §7.10 (OPEN, EXPORTED, SENT …), §8.9 (un-batch; transmitted), §1.15.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import pandas as pd

from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.keeping import Happened, Moved, move, steps_of
from xl_massbill.claims.parents import move_parents
from xl_massbill.claims.states import Event, State
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

OFFICE = "office"
"""Who gave an order when nobody knows a name."""
WITHDRAWN = "withdrawn"
"""The folder beside the files to which files go that must not be sent."""


class Stage(StrEnum):
    """Where a batch stands; the words are those of sheet Batches, column Status."""

    OPEN = "OPEN"
    EXPORTED = "EXPORTED"
    SENT = "SENT"
    ACKED = "ACKED"
    PARTIAL = "PARTIAL"
    REJECTED = "REJECTED"
    CLOSED = "CLOSED"


AT_HOME = (Stage.OPEN, Stage.EXPORTED)
"""Stages in which the file has not gone out."""


def stage_of(records: Records, batch_id: str) -> Stage | None:
    """Return where a batch stands, OPEN where its row does not say; None if the workbook lacks it."""
    at = records.index("batches", "batch_id").get(batch_id)
    if at is None:
        return None
    status = records["batches"]["status"].iloc[at]
    return Stage(status) if status in tuple(Stage) else Stage.OPEN


def sent_on(records: Records, batch_id: str) -> dt.date | None:
    """Return the day that stands beside a batch as the day of sending."""
    at = records.index("batches", "batch_id").get(batch_id)
    day = pd.NaT if at is None else records["batches"]["transmitted_on"].iloc[at]
    return None if pd.isna(day) else day.date()


def made_on(records: Records, batch_id: str) -> dt.date | None:
    """Return the day on which the file of a batch was made."""
    at = records.index("batches", "batch_id").get(batch_id)
    moment = pd.NaT if at is None else records["batches"]["created_on"].iloc[at]
    return None if pd.isna(moment) else moment.date()


def claims_in(records: Records, batch_id: str) -> list[str]:
    """Return the claims that sheet Claims shows in a batch."""
    sheet = records["claims"]
    return [str(claim) for claim in sheet["claim_id"][sheet["batch_id"] == batch_id]]


def may(records: Records, claims: Sequence[str], happened: Happened) -> None:
    """Raise Refused if one of the claims cannot take a step."""
    steps_of(records["claims"], claims, happened)


def those_in(records: Records, claims: Sequence[str], state: State) -> list[str]:
    """Return which of these claims are in a state."""
    sheet = records["claims"]
    here = set(sheet["claim_id"][sheet["status"] == state.value])
    return [claim for claim in claims if claim in here]


def send(workbook: Workbook, records: Records, batch_id: str, detail: Mapping[str, Any]) -> list[Moved]:
    """Write that a batch was sent (not yet saved): claims still at home are SUBMITTED, the batch is SENT."""
    happened = happened_of(Event.SENT, detail)
    waiting = those_in(records, detail["claims"], State.BATCHED)  # the others took the step already
    moved = move(workbook, records, waiting, happened)
    moved += move_parents(workbook, records, waiting, happened)
    write_cells(workbook, records, batch_id, {"status": Stage.SENT.value})
    write_cells(workbook, records, batch_id, {"transmitted_on": happened.on}, by=happened.by or OFFICE)
    return moved


def take_back(workbook: Workbook, records: Records, batch_id: str, detail: Mapping[str, Any]) -> list[Moved]:
    """Write that a batch was taken back (not yet saved): visits are free, claims READY and in no batch.

    The rows and numbers of the claims stay, so that none is used again; the visits get new ones. A filing
    limit belongs to the claim that will go out, so it leaves these. Claims that were rejected before keep
    their visits, and wait to be sent again.
    """
    happened = happened_of(Event.TAKEN_OUT, detail)
    waiting = those_in(records, detail["claims"], State.BATCHED)
    again = rejected_before(records, waiting)
    fresh = [claim for claim in waiting if claim not in again]
    moved = move(workbook, records, fresh, happened, {"batch_id": None, "deadline_tfl": None})
    moved += move(workbook, records, again, happened, {"batch_id": None})
    name = detail.get("file_name")
    cells: dict[str, Cell] = {"status": Stage.CLOSED.value, "n_claims": 0, "total_charge": 0.0}
    write_cells(workbook, records, batch_id, cells | ({"file_name": f"{WITHDRAWN}/{name}"} if name else {}))
    return moved


def rejected_before(records: Records, claims: Sequence[str]) -> list[str]:
    """Return which of these claims were rejected once."""
    sheet = records["claims"]
    were = set(sheet["claim_id"][(sheet["rejections"].fillna(0) > 0).to_numpy(dtype=bool)])
    return [claim for claim in claims if claim in were]


def happened_of(event: Event, detail: Mapping[str, Any]) -> Happened:
    """Return an event as the journal tells it."""
    day = dt.date.fromisoformat(detail["on"])
    return Happened(event, day, by=detail.get("by", ""), why=detail.get("why", ""))


def write_cells(
    workbook: Workbook, records: Records, batch_id: str, cells: Mapping[str, Cell], by: str = ""
) -> None:
    """Write cells of the row of a batch (not yet saved); `by` names who ordered a person's cell."""
    sheet = records["batches"]
    position = int(sheet.positions[records.index("batches", "batch_id")[batch_id]])
    columns: dict[str, list[Cell]] = {}
    for name, cell in cells.items():
        if sheet.lacks(name):
            title = sheet.table.field(name).column.title
            raise Refused(f'The table Batches has lost its column "{title}": put the heading back.')
        columns[name] = list(sheet.grid.columns[sheet.match.at[name]])
        columns[name][position] = cell
    workbook.write("batches", columns, by=by)
    records.forget("batches")
