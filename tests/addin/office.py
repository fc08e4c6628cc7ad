"""An office: a workbook of the template, open in the stand-in for Excel, and the person in front of it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import xlwings as xw

from tests.commands.crashing_export import NOW
from tests.hosts.excel_double import App, opened
from tests.workbooks import columns
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.addin import ribbon
from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.cli.app import filling
from xl_massbill.commands.rules_sheet import rule_rows
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.template.workbook import build

DAY = NOW.date()


@dataclass
class Person:
    """The person at the desk: answers in order, and remembers what was shown."""

    app: App
    answers: list[Any] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    meanwhile: Any = None  # what happens while a question stands on the screen

    def show(self, sentence: str) -> None:
        self.shown.append(sentence)

    def hint(self, sentence: str) -> None:
        self.hints.append(sentence)
        self.app.status_bar = f"MassBill: {sentence}"

    def ask(self, question: str) -> str | None:
        return self._answer(question)

    def confirm(self, question: str) -> bool:
        return self._answer(question)

    def choose_files(self, what: str) -> Sequence[Path]:
        return self._answer(what)

    def _answer(self, question: str) -> Any:
        self.questions.append(question)
        if self.meanwhile:
            self.meanwhile()
        return self.answers.pop(0)


class Office:
    def __init__(self, app: App, path: Path) -> None:
        self.app, self.path = app, path
        self.person = Person(app)
        self.book: xw.Book = opened(app, path)
        self.kept = self.book.impl.kept

    def click(self, name: str, *answers: Any) -> str:
        """Click a button and return the sentence at its end; Excel must be as it was."""
        self.person.answers, self.person.shown, self.person.questions = list(answers), [], []
        before = self.state()
        getattr(ribbon, name)()
        assert self.state() == before
        assert not self.person.answers, "a question was not asked"
        assert len(self.person.shown) <= 1
        return self.person.shown[0] if self.person.shown else ""

    def state(self) -> tuple[Any, ...]:
        app = self.app
        return app.screen_updating, app.enable_events, app.display_alerts, app.calculation

    def select(self, table: str, row: int = 0, rows: int = 1, column: int = 0) -> None:
        """Select data rows of a table."""
        sheet = self.kept.sheet(TABLES[table].facts.excel)
        top, left = sheet.tables[0].box[:2]
        page = self.book.sheets[sheet.name]
        page.activate()
        page.range((top + 1 + row, left + column), (top + row + rows, left + column)).select()

    def selected(self) -> tuple[str, int, int]:
        area = self.app.selection
        return area.sheet.name, area.row, area.column

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table as they were saved."""
        sheet = Records(FileWorkbook(self.path))[table]
        return [{n: sheet[n].iloc[i] for n in sheet.table.model_fields} for i in range(len(sheet))]

    def cell(self, table: str, name: str, row: int = 0) -> Any:
        """Return a cell as it stands in Excel."""
        sheet = self.kept.sheet(TABLES[table].facts.excel)
        top, left = sheet.tables[0].box[:2]
        titles = [f.column.title for f in TABLES[table].fields()]
        return sheet.at(top + 1 + row, left + titles.index(TABLES[table].field(name).column.title))

    def out(self) -> list[str]:
        folder = Folder.of(self.path).out
        return sorted(file.name for file in folder.iterdir()) if folder.exists() else []

    def journal(self) -> bool:
        return Folder.of(self.path).journal.exists()


@cache
def _template() -> bytes:
    return build(rule_rows=rule_rows())


def write_template(path: Path, tables: dict[str, list[dict[str, Any]]]) -> Path:
    """Write a workbook of the template with these rows."""
    path.write_bytes(_template())
    workbook = filling(path, TABLES)
    for name, rows in tables.items():
        if rows:
            workbook.replace(name, columns(rows))
    workbook.save()
    shutil.rmtree(Folder.of(path).path)
    return path


def small(folder: Path, *visits: str) -> Path:
    return write_template(folder / "clinic.xlsx", practice(*(visits or ("V1", "V2"))))


def clock() -> dt.datetime:
    return NOW
