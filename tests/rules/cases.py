"""Cases as data: a clean practice, the cells a case changes, and what must be found then."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.workbooks import workbook_of as workbook
from xl_massbill.book.headings import match
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Grid
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.run import Outcome, check

HERE = Path(__file__).parent
AS_OF = dt.date(2026, 5, 6)
Tables = dict[str, list[dict[str, Any]]]


@cache
def _clean() -> Tables:
    return tomllib.loads((HERE / "clean.toml").read_text(encoding="utf-8"))


def clean() -> Tables:
    """Return the tables of the clean practice, free to be changed."""
    return copy.deepcopy(_clean())


@cache
def _clean_records() -> Records:
    return Records(workbook(clean()))


def _read(book: MemoryWorkbook) -> Records:
    """Return the records of a workbook; tables that are as in the clean practice are read once for all cases."""
    records, known = Records(book), _clean_records()
    same = [
        name
        for name in book.tables() & known.workbook.tables()
        if book.read(name) == known.workbook.read(name)
    ]
    records._sheets.update({name: known[name] for name in same})
    return records


@dataclass(frozen=True)
class Case:
    """One case of one rule: `set` changes cells, `add` adds rows, `drop` empties tables or removes rows.

    `expect` lists the severities of this rule's findings in sheet order ([] = the rule is silent);
    `also` names rules that may speak too; `says` are parts of the first message; `at` is
    "table/key/field" of the first finding, `holds` the positions of the visit lines it holds back.
    `headings` gives columns of a table other headings ("visits.units" = "Number"; "" takes the column
    away); `booked` are the first and last day of a check before visits.
    """

    rule: str
    name: str
    expect: list[str]
    set: dict[str, Any] = field(default_factory=dict)
    add: Tables = field(default_factory=dict)
    drop: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    at: str = ""
    holds: list[int] | None = None
    headings: dict[str, str] = field(default_factory=dict)
    booked: tuple[dt.date, dt.date] | None = None
    as_of: dt.date = AS_OF

    @property
    def id(self) -> str:
        """Return the name under which pytest shows the case."""
        return f"{self.rule}: {self.name}"

    def tables(self) -> Tables:
        """Return the clean practice with this case's changes.

        `set` keys are "visits.0.dos"; a value "" blanks the cell. Added rows inherit the cells of the
        first row of their table, so that a case names only what differs (a value "" blanks a cell).
        """
        tables = clean()
        for name, rows in self.add.items():
            first = tables.get(name, [{}])[:1] or [{}]
            tables.setdefault(name, []).extend({**first[0], **row} for row in rows)
        for place, value in self.set.items():
            table, row, column = place.split(".")
            tables[table][int(row)][column] = value
        self._price(tables)
        for place in self.drop:
            table, _, row = place.partition(".")
            if row:
                del tables[table][int(row)]
            else:
                tables[table] = []
        return {t: [{k: v for k, v in r.items() if v != ""} for r in rows] for t, rows in tables.items()}

    def _price(self, tables: Tables) -> None:
        """Let money follow code and units, as it does on a sheet, unless the case itself names prices."""
        if not any(place.split(".")[0] == "fees" for place in (*self.set, *self.add, *self.drop)):
            priced, listed = ({row.get("code") for row in tables[name]} for name in ("fees", "codes"))
            charges = {row.get("code"): row.get("unit_charge") for row in tables["visits"]}
            tables["fees"] += [
                {"payer_id": "*", "code": code, "unit_charge": charge, "fee_schedule_id": "F"}
                for code, charge in charges.items()
                if code in listed - priced
            ]
        fees = {row.get("code"): row.get("unit_charge") for row in reversed(tables["fees"])}
        for at, row in enumerate(tables["visits"]):
            own = self.add["visits"][at - 1] if at else {}
            named = {
                *own,
                *(place.rpartition(".")[2] for place in self.set if place.startswith(f"visits.{at}.")),
            }
            fee, units = fees.get(row.get("code"), row.get("unit_charge")), row.get("units")
            if (
                not named & {"unit_charge", "charge"}
                and isinstance(fee, float)
                and isinstance(units, int | float)
            ):
                row |= {"unit_charge": fee, "charge": round(fee * units, 2)}

    def lines(self) -> Lines:
        """Return the visit lines of the changed practice, joined with all they point to."""
        book = renamed(workbook(self.tables()), self.headings)
        return Lines(_read(book), self.as_of, booked=self.booked)

    def run(self) -> Outcome:
        """Run all rules on the changed practice."""
        lines = self.lines()
        return check(lines.records, self.as_of, lines=lines)

    def misses(self, found: Outcome) -> str:
        """Return what these findings of the rule have other than they should, "" for nothing."""
        mine = [
            (f, touched)
            for f, touched in zip(found.findings, found.touched, strict=True)
            if f.rule == self.rule
        ]
        if [f.severity.value for f, _ in mine] != self.expect:
            return f"findings: {[f.message for f in found.findings]}"
        if not mine:
            return ""
        first, touched = mine[0]
        place = f"{first.place.source}/{first.key}/{first.field}"
        if lacking := [words for words in self.says if words not in first.message]:
            return f"words {lacking}: {first.message}"
        if self.at not in ("", place):
            return f"place: {place}"
        return "" if self.holds in (None, list(touched)) else f"lines held: {list(touched)}"


def cases() -> list[Case]:
    """Return all cases of all rules: tests/rules/<group>/<rule id in lower case>.toml."""
    found = []
    for path in sorted(HERE.glob("*/*.toml")):
        rule = path.stem.upper().replace("_", "-")
        found += [Case(rule=rule, **case) for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
    return found


def renamed(book: MemoryWorkbook, headings: dict[str, str]) -> MemoryWorkbook:
    """Return a workbook with other headings; "" takes the column away."""
    if not headings:
        return book
    return MemoryWorkbook([_renamed(book.read(table), headings) for table in sorted(book.tables())])


def _renamed(grid: Grid, headings: dict[str, str]) -> Grid:
    at, words = match(TABLES[grid.table], grid.headings).at, list(grid.headings)
    for place, word in headings.items():
        table, _, column = place.partition(".")
        if table == grid.table:
            words[at[column]] = word
    keep = [i for i, word in enumerate(words) if word]
    return dataclasses.replace(
        grid, headings=tuple(words[i] for i in keep), columns=tuple(grid.columns[i] for i in keep)
    )
