"""A stand-in for Excel behind xlwings, so that what is meant for Excel runs where there is none.

Pinned to xlwings 0.37.8, whose inner classes it fills in. It counts what is asked of it, and breaks where told.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import xlwings as xw
from xlwings import base_classes as base

from tests.hosts import excel_cells as model
from tests.hosts.excel_cells import ComError
from tests.hosts.excel_ranges import Range, Tables

assert xw.__version__ == "0.37.8", "the stand-in fills in classes of this version"


class Engine:
    name, type = "stand-in", "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        return "" if x is None else x


class Apps(base.Apps):
    def __init__(self, engine: Engine) -> None:
        self.app = App(self, engine)

    def __iter__(self) -> Any:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self.app

    def keys(self) -> list[int]:
        return [self.app.pid]


class App(base.App):
    books = engine = api = selection = None
    screen_updating = display_alerts = enable_events = True
    calculation: Any = "automatic"
    status_bar: Any = False

    def __init__(self, apps: Apps, engine: Engine) -> None:
        self.apps, self.engine = apps, engine
        self.books = Books(self)
        self.selection = None
        self.counts: Counter[tuple[str, str]] = Counter()
        self.writes: list[tuple[str, str]] = []
        self.breaks_at = 0  # the write, counted from 1, at which Excel gives up
        self.alerts: list[str] = []
        self.states: list[tuple[str, Any]] = []
        self.answers: list[Any] = []
        self.asked: list[str] = []
        self.api = SimpleNamespace(
            AutoCorrect=SimpleNamespace(AutoFillFormulasInLists=True),
            InputBox=self._answer,
            GetOpenFilename=self._answer,
        )

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("screen_updating", "display_alerts", "enable_events", "calculation", "status_bar"):
            self.states.append((name, value))
        super().__setattr__(name, value)

    pid = property(lambda self: os.getpid())

    def calculate(self) -> None:
        self.counts["calculate", ""] += 1

    def activate(self, steal_focus: bool = False) -> None: ...

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> Any:
        self.alerts.append(prompt)
        return self.answers.pop(0) if buttons != "ok" else "ok"

    def _answer(self, *args: Any, **kwargs: Any) -> Any:
        self.asked.append(str(args[0] if args else kwargs.get("Prompt", "")))
        return self.answers.pop(0)

    def write(self, sheet: str, address: str) -> None:
        self.writes.append((sheet, address))
        if self.breaks_at and len(self.writes) >= self.breaks_at:
            self.breaks_at = 0
            raise ComError("Excel is busy")


class Books(base.Books):
    app = None

    def __init__(self, app: App) -> None:
        self.app, self.open_books = app, {}

    def open(self, fullname: str, *args: Any, **kwargs: Any) -> Book:
        self.open_books[fullname] = Book(self, model.load(str(fullname)))
        return self.open_books[fullname]

    def __iter__(self) -> Any:
        return iter(list(self.open_books.values()))

    def __len__(self) -> int:
        return len(self.open_books)

    active = property(lambda self: list(self.open_books.values())[-1])


class Book(base.Book):
    app = api = sheets = fullname = None

    def __init__(self, books: Books, kept: model.Book) -> None:
        self.app, self.kept, self.fullname = books.app, kept, kept.path
        self.api = SimpleNamespace(ReadOnly=False, FullName=kept.path, Saved=True)
        self.sheets = Sheets(self)
        self.saves, self.save_breaks, self.save_is_stopped = 0, False, False

    name = property(lambda self: Path(self.fullname).name)

    def save(self, path: Any = None, password: Any = None) -> None:
        if self.save_breaks:
            raise ComError("the disk is full")
        if not self.save_is_stopped:
            model.save(self.kept)
            self.api.Saved, self.saves = True, self.saves + 1

    def activate(self) -> None: ...


class Sheets(base.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book
        self.active = Sheet(book, book.kept.sheets[0]) if book.kept.sheets else None

    active: Any = None

    def __call__(self, key: Any) -> Sheet:
        names = [sheet.name.casefold() for sheet in self.book.kept.sheets]
        at = (
            key - 1
            if isinstance(key, int)
            else names.index(key.casefold())
            if key.casefold() in names
            else -1
        )
        if at < 0:
            raise KeyError(key)
        return Sheet(self.book, self.book.kept.sheets[at])

    def __contains__(self, key: str) -> bool:
        return key.casefold() in (sheet.name.casefold() for sheet in self.book.kept.sheets)

    def __len__(self) -> int:
        return len(self.book.kept.sheets)

    def __iter__(self) -> Any:
        return (Sheet(self.book, sheet) for sheet in self.book.kept.sheets)


class Sheet(base.Sheet):
    book = api = None

    def __init__(self, book: Book, kept: model.Sheet) -> None:
        self.book, self.kept = book, kept

    name = property(lambda self: self.kept.name)
    index = property(lambda self: self.book.kept.sheets.index(self.kept) + 1)
    api = property(lambda self: SimpleNamespace(ProtectContents=self.kept.protected))
    tables = property(Tables)
    visible = property(lambda self: self.kept.visible, lambda self, v: setattr(self.kept, "visible", v))

    @property
    def used_range(self) -> Range:
        return Range(self, 1, 1, *self.kept.bounds())

    def activate(self) -> None:
        self.book.sheets.active = self

    def range(self, one: Any, other: Any = None) -> Range:
        (top, left), (bottom, right) = self._corner(one, 0), self._corner(other or one, -1)
        return Range(self, top, left, bottom - top + 1, right - left + 1)

    @staticmethod
    def _corner(place: Any, which: int) -> tuple[int, int]:
        if isinstance(place, tuple):
            return place
        box = model._box(place.replace("$", "")) if isinstance(place, str) else place.box
        return (box[0], box[1]) if which == 0 else (box[2], box[3])


@contextmanager
def excel() -> Iterator[App]:
    """Put the stand-in in Excel's place, and take it out again."""
    before, known = xw.engines.active, list(xw.engines.engines)
    made = xw.Engine(impl=Engine())
    xw.engines.add(made)
    made.activate()
    try:
        yield made.impl.apps.app
    finally:
        xw.engines.active = before
        xw.engines.engines[:] = known
        del xw.engines.engines_by_name[Engine.name]
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller


def opened(app: App, path: object) -> xw.Book:
    """Return a workbook of a file as Excel would open it, and as the caller of whatever runs next."""
    book = xw.Book(impl=app.books.open(str(path)))
    book.set_mock_caller()
    return book
