"""Make a new workbook, empty or filled from one CSV file a table.

It is built and filled in a folder of its own and put in its place when it is whole; an existing file is never
overwritten. A table without a CSV file begins with what the program knows (code lists, settings, rules).

Source: issue of the spine, item 3; DESIGN §1 and §5.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from xl_massbill.book.table import Table
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.commands.csv_files import Given, read_folder
from xl_massbill.commands.rules_sheet import rule_rows
from xl_massbill.errors import Refused
from xl_massbill.template.workbook import build

Filling = Callable[[Path, Mapping[str, type[Table]]], Workbook]
"""Opens a workbook file in which every column of these tables may be written."""


def new(path: Path, source: Path | None, filling: Filling) -> str:
    """Make the workbook and return the sentence that ends the command; raise Refused or Unreadable."""
    _check(path)
    given, unknown = read_folder(source) if source is not None else ({}, ())
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".massbill-new-") as folder:
        made = Path(folder) / path.name
        make(made, given, filling)
        _check(path)
        made.replace(path)
    return _sentence(path, source, given, unknown)


def make(
    path: Path, given: Mapping[str, Given], filling: Filling, macros: Mapping[str, str] | None = None
) -> None:
    """Write a new workbook with these tables in it; `macros` as in `template.workbook.build`."""
    tables = dict(TABLES) | {name: one.table for name, one in given.items()}
    path.write_bytes(build(rule_rows=rule_rows(), tables=tables, unseeded=given, macros=macros))
    if any(one.height for one in given.values()):
        _fill(filling(path, tables), given)


def _check(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise Refused("A new workbook is of the kind .xlsx: give it a name that ends so.")
    if path.exists():
        raise Refused(f"{path.name} is already there and will not be overwritten: choose another name.")


def _fill(workbook: Workbook, given: Mapping[str, Given]) -> None:
    for done, (name, one) in enumerate(given.items()):
        workbook.progress(done, len(given), "Filling the tables")
        if one.height:
            workbook.replace(name, one.columns)
    workbook.save()
    workbook.progress(len(given), len(given), "Filling the tables")


def _sentence(path: Path, source: Path | None, given: Mapping[str, Given], unknown: tuple[str, ...]) -> str:
    if source is None:
        return f"{path.name} is ready: begin with the sheets Practice, Therapists and Payers."
    rows = sum(one.height for one in given.values())
    words = f"{path.name} is ready: {_many(rows, 'row')} in {_many(len(given), 'table')}"
    own = sum(len(one.table.fields()) - len(TABLES[name].fields()) for name, one in given.items())
    if own:
        words += f", with {_many(own, 'column')} of your own"
    if unknown:
        words += f". Not used, because no table has that name: {', '.join(unknown)}"
    return words + "."


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
