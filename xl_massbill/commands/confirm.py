"""A named person confirms rows: writes who checked a fact of the world, and when, into the row.

Until then an unsure row gives warnings only. These columns are people's: they are written at the explicit
order of the person named, and never otherwise.

Source: handbook §0.1 (rule 3), §1.11 of the design (one owner a column).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from xl_massbill.book.folder import Folder
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.imported import days, words
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

CONFIRMED = "row confirmed"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Which rows were confirmed, and what each said before."""

    table: str
    excel: str
    rows: tuple[tuple[str, str], ...]
    already: int
    by: str
    on: dt.date

    def text(self) -> str:
        """Return a line a row, and the sentence that ends the command."""
        lines = [f"{key}: was {before}." for key, before in self.rows[:_SHOWN]]
        if len(self.rows) > _SHOWN:
            lines.append(f"… and {len(self.rows) - _SHOWN:,} more.")
        if not self.rows:
            say = "says" if self.already == 1 else "say"
            return f"Nothing changed: {counted(self.already, 'row')} of sheet {self.excel} {say} so already."
        kept = f" {self.already:,} said so already." if self.already else ""
        rows = counted(len(self.rows), "row")
        lines.append(f"{rows} of sheet {self.excel} confirmed by {self.by} on {self.on}.{kept}")
        return "\n".join(lines)


def confirm(  # noqa: PLR0913 - what the command line asks
    workbook: Workbook, table: str, key: str, *, payer: str, by: str, on: dt.date, today: dt.date
) -> Confirmed:
    """Write who confirmed the rows and when (not yet saved); Refused if no row, or no one row, is meant."""
    by = by.strip()
    if not by:
        raise Refused("Say who confirms it with --by.")
    if on > today:
        raise Refused(f"{on} is still to come: a row is confirmed on the day it was checked.")
    records = Records(workbook)
    records.needs(table)
    sheet = records[table]
    chosen = _of_payer(sheet, payer) if payer else _by_key(sheet, key)
    was_by, was_on = words(sheet, "confirmed_by"), days(sheet, "confirmed_on")
    news = [i for i in chosen if (was_by[i], was_on[i]) != (by, on)]
    if news:
        wanted = {}
        for name, value in (("confirmed_by", by), ("confirmed_on", on)):
            if sheet.lacks(name):
                title = sheet.table.field(name).column.title
                raise Refused(f'Sheet {sheet.table.facts.excel} has lost its column "{title}": put it back.')
            cells = list(sheet.grid.columns[sheet.match.at[name]])
            for i in news:
                cells[int(sheet.positions[i])] = value
            wanted[name] = cells
        workbook.write(table, wanted, by=by)
    keys = sheet.keys()
    rows = tuple((str(keys[i]), _words(was_by[i], was_on[i])) for i in news)
    return Confirmed(table, sheet.table.facts.excel, rows, len(chosen) - len(news), by, on)


def note(workbook: Workbook, found: Confirmed, now: dt.datetime, user: str) -> None:
    """Put the confirmation into the journal: which rows, for which day."""
    if not workbook.path or not found.rows:
        return
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        for key, _ in found.rows:
            journal.record(CONFIRMED, f"{found.table} {key}", {"on": found.on.isoformat()}, now)


def _of_payer(sheet: Sheet, payer: str) -> Sequence[int]:
    """Return the rows of a payer."""
    if "payer_id" not in sheet.table.model_fields:
        raise Refused(f"The rows of sheet {sheet.table.facts.excel} are no payer's: name one by its key.")
    rows = [i for i, value in enumerate(words(sheet, "payer_id")) if str(value or "*") == payer]
    if not rows:
        raise Refused(f"Sheet {sheet.table.facts.excel} has no row of payer {payer}.")
    return rows


def _by_key(sheet: Sheet, key: str) -> Sequence[int]:
    """Return the one row with a key, whole or its beginning; Refused if none or several are meant."""
    excel, keys = sheet.table.facts.excel, sheet.keys().tolist()
    wanted = key.strip().rstrip("-").casefold()
    if not wanted:
        raise Refused("Name a row by its key, or all of a payer with --all-of.")
    bare = [k.rstrip("-").casefold() for k in keys]
    found = [i for i, k in enumerate(bare) if k == wanted] or [
        i for i, k in enumerate(bare) if k.startswith(f"{wanted}-")
    ]
    if not found:
        raise Refused(f"Sheet {excel} has no row {key}.")
    if len(found) > 1:
        some = ", ".join(keys[i] for i in found[:_SHOWN])
        raise Refused(f"{key} means {len(found)} rows of sheet {excel}: {some}. Name one.")
    return found


def _words(by: object, on: dt.date | None) -> str:
    return f"confirmed by {by or '?'} on {on or '?'}" if by or on else "not confirmed"
