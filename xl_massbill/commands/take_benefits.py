"""A named person confirms what a payer said: accepted values go from sheet Benefits into sheet Coverage.

Coverage is people's. Its cells are written at the explicit order of the person named, one by one, and only
where they still say what they said when the answer was posted; a cell changed since is shown and left alone.
With the day of the check go its method and the name. The journal holds rows and columns, never a value.

Source: handbook §8.4 (a human confirms), §1.9 (verified_on, verified_by, method); DESIGN §1, §3 (port).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import benefit_books as books
from xl_massbill.commands.benefit_place import place_decided
from xl_massbill.commands.settle import settle
from xl_massbill.commands.taking import SUBJECT, TAKEN, TAKING
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

ACCEPT, REJECT = "ACCEPT", "REJECT"
METHOD = "271"
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Order:
    """Who decides, on which day, and what besides the decisions typed on the sheet.

    `accept` and `reject` name rows of Benefits (BN000001) or all open ones of a plan (C001).
    """

    by: str
    on: dt.date
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    is_rehearsal: bool = False


@dataclass(slots=True)
class Taken:
    """What was written into Coverage, what was rejected, what could not be done."""

    order: Order
    taken: list[str] = field(default_factory=list)
    rejected: int = 0
    left: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    agreed: int = 0
    open: int = 0
    settled: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return a line a cell, and the sentence that ends the command; values of persons are not shown."""
        lines = self.taken[:_SHOWN]
        if len(self.taken) > _SHOWN:
            lines.append(f"… and {len(self.taken) - _SHOWN:,} more.")
        would = "would be" if self.order.is_rehearsal else "was" if len(self.taken) == 1 else "were"
        rest = [f"{self.rejected:,} rejected"] if self.rejected else []
        rest += [f"{self.agreed:,} closed because Coverage says so"] if self.agreed else []
        rest += [f"{self.open:,} still to decide"] if self.open else []
        more = f"; {', '.join(rest)}" if rest else ""
        last = f"{counted(len(self.taken), 'value')} {would} written into Coverage by {self.order.by}{more}."
        return "\n".join([*self.placed, *lines, *self.left, last])


def take_benefits(workbook: Workbook, order: Order, now: dt.datetime, user: str = "") -> Taken:
    """Carry out what was decided on sheet Benefits, and save; raise Refused, NoTable, Unreadable."""
    order = Order(order.by.strip(), order.on, order.accept, order.reject, order.is_rehearsal)
    if not order.by:
        raise Refused("Say who confirms it with --by.")
    if order.on > now.date():
        raise Refused(f"{order.on} is still to come: benefits are confirmed on the day somebody read them.")
    if order.is_rehearsal:
        return _carry_out(workbook, order)[0]
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        taken, deed = _carry_out(workbook, order)
        taken.settled = settled
        begun = journal.record(TAKING, SUBJECT, deed | {"by": order.by}, now) if deed["rows"] else 0
        workbook.save()
        if begun:
            journal.record(TAKEN, SUBJECT, {"of": begun, "rows": deed["rows"]}, now)
        return taken


def _carry_out(workbook: Workbook, order: Order) -> tuple[Taken, dict[str, Any]]:
    """Write what was decided (not yet saved); return it, and what the journal keeps of it."""
    records, taken = Records(workbook), Taken(order)
    records.needs(books.TABLE, "coverage")
    taken.placed = place_decided(workbook, records, order.on)
    taken.agreed = books.close_agreed(workbook, records, order.on)
    desk = _Desk(records, order, taken)
    for at, decision in _decided(records, order):
        desk.decide(at, decision)
    desk.write(workbook)
    books.close_agreed(workbook, records, order.on)
    taken.open = list(records[books.TABLE]["state"]).count(books.OPEN)
    return taken, {"rows": desk.closed, "cells": desk.names}


def _decided(records: Records, order: Order) -> Iterable[tuple[int, str]]:
    """Yield the open rows that were decided, on the sheet or with the command; Refused for unknown ones."""
    sheet = records[books.TABLE]
    _must_be_there(sheet["benefit_id"], sheet["coverage_id"], (*order.accept, *order.reject))
    both = set(order.accept) & set(order.reject)
    if both:
        raise Refused(f"{', '.join(sorted(both))} cannot be accepted and rejected at once.")
    names = ("state", "decision", "benefit_id", "coverage_id")
    for at, (state, decision, row, plan) in enumerate(zip(*(sheet[n] for n in names), strict=True)):
        if state != books.OPEN:
            continue
        said = decision
        for word, chosen in ((ACCEPT, order.accept), (REJECT, order.reject)):
            said = word if plan in chosen and said is None else said
            said = word if row in chosen else said
        if said in (ACCEPT, REJECT):
            yield at, said


def _must_be_there(rows: Iterable[Any], plans: Iterable[Any], wanted: Collection[str]) -> None:
    unknown = set(wanted) - set(rows) - set(plans)
    if unknown:
        raise Refused(f"Sheet Benefits has no row and no coverage {', '.join(sorted(unknown))}.")


class _Desk:
    """The cells of Coverage and of Benefits that decisions change."""

    def __init__(self, records: Records, order: Order, taken: Taken) -> None:
        self._records, self._order, self._taken = records, order, taken
        self._coverage: dict[str, dict[int, Cell]] = {}
        self._own: dict[int, dict[str, Cell]] = {}
        self._persons: dict[int, dict[str, Cell]] = {}
        self.closed: list[str] = []
        self.names: list[str] = []

    def decide(self, at: int, decision: str) -> None:
        """Plan what a decision changes; a cell that was changed since is told and left."""
        row, on = books.row_of(self._records, at), self._order.on
        who = row["decided_by"] or self._order.by
        if decision == ACCEPT and not self._accept(at, row, who):
            return
        state = books.TAKEN if decision == ACCEPT else books.REJECTED
        self._own[at] = {"state": state, "closed_on": on}
        self._persons[at] = {
            "decision": decision,
            "decided_by": who,
            "decided_on": row["decided_on"] or on,
        }
        self.closed.append(str(row["benefit_id"]))
        self._taken.rejected += decision == REJECT

    def _accept(self, at: int, row: dict[str, Any], who: str) -> bool:
        """Plan the cells of an accepted row; False where Coverage does not let it be."""
        plan, column, text = (
            books.coverage_at(self._records, row["coverage_id"]),
            row["coverage_column"],
            row["value_proposed"],
        )
        title = TABLES["coverage"].field(column).column.title
        spot = f"Coverage {row['coverage_id']}, {title}"
        if plan < 0:
            self._taken.left.append(
                f"{row['benefit_id']}: Coverage {row['coverage_id']} is not there any more."
            )
            return False
        if self._records["coverage"].lacks(column):
            raise Refused(f'Sheet Coverage has lost its column "{title}": put the heading back.')
        now = books.words(column, books.meaning(column, books.now(self._records, plan, column)))
        if now != row["value_now"]:
            self._own[at] = {"value_now": now}
            self._taken.left.append(
                f"{row['benefit_id']}: {spot} has changed since the answer came: look, then run this again."
            )
            return False
        self._set(plan, column, books.cell_of(column, text))
        if column == "verified_on":
            self._set(plan, "verified_by", who)
            self._set(plan, "method", METHOD)
        shown = "" if TABLES["coverage"].field(column).column.private else f": {text}"
        self._taken.taken.append(f"{spot}{shown}")
        return True

    def _set(self, plan: int, column: str, cell: Cell) -> None:
        self._coverage.setdefault(column, {})[plan] = cell
        self.names.append(f"{self._records['coverage']['coverage_id'].iloc[plan]} {column}")

    def write(self, workbook: Workbook) -> None:
        """Write all cells (not yet saved): those of people at the order of the person named."""
        by, sheet = self._order.by, self._records["coverage"]
        columns: dict[str, list[Cell]] = {}
        for column, cells in self._coverage.items():
            if sheet.lacks(column):
                continue
            columns[column] = list(sheet.grid.columns[sheet.match.at[column]])
            for plan, cell in cells.items():
                columns[column][int(sheet.positions[plan])] = cell
        if columns:
            workbook.write("coverage", columns, by=by)
            self._records.forget("coverage")
        books.put(workbook, self._records, self._own)
        books.put(workbook, self._records, self._persons, by=by)
