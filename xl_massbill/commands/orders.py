"""What a person orders about one claim or denied line: journal first, then the workbook, then the journal.

An order that the journal holds is done, whatever happens: the next command finishes what a crash cut off.

Source: handbook §8.9, §9.1, §11.5; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands.without_names import without_names
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

Detail = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """Who orders, which day, and why."""

    by: str
    on: dt.date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What became of an order."""

    sentence: str
    settled: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done, and what is said once it is: `detail` goes into the journal word for word."""

    detail: Detail
    sentence: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What an order is about: `kind` ("claim") and its number, and how such orders are planned and done.

    `begun` and `done` are the words of the journal, `needed` the tables without which nothing is begun.
    `plan` looks at the workbook and returns what to do, a sentence if there is nothing to do, or raises
    Refused; `do` does it (not yet saved) and returns what the journal keeps of it.
    """

    kind: str
    number: str
    begun: str
    done: str
    needed: tuple[str, ...]
    plan: Callable[[Records], Planned | str]
    do: Callable[[Workbook, Records, str, Detail], dict[str, Any]]
    standing: str
    """What the journal says of the figures that are left: after what."""


def carry_out(workbook: Workbook, matter: Matter, order: Order, now: dt.datetime, user: str) -> Ordered:
    """Carry out an order; raise Refused, NoTable."""
    from xl_massbill.commands.settle import settle  # noqa: PLC0415 - it settles these orders, too

    if not order.by.strip():
        raise Refused("Say who orders it: --by NAME.")
    if order.on > now.date():
        raise Refused(f"{order.on} is still to come.")
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        records = Records(workbook)
        records.needs(*matter.needed)
        without_names(records, order.why, order.by)
        planned = matter.plan(records)
        if isinstance(planned, str):
            return Ordered(planned, settled)
        begun = journal.record(matter.begun, matter.number, planned.detail, now)
        kept = matter.do(workbook, records, matter.number, planned.detail)
        try:
            workbook.save()
        except Refused as refused:
            raise Refused(
                f"{refused} The order about {matter.kind} {matter.number} is noted; "
                "the next command carries it out."
            ) from refused
        journal.record(matter.done, matter.number, {"of": begun, **kept}, now)
        keep_standing(journal, Records(workbook), matter.standing, now)
        return Ordered(planned.sentence, settled)
