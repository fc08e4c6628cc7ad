"""Measure a click on a large workbook: `python -m tests.benchmarks.click [61000] [check_all] [inside]`.

Excel is the stand-in of the tests, whose own time (cells read and written; it saves nothing here) is told
apart: Excel's is another. It is clicked again until the work is done. Told are, for each click, the seconds by
the clock and of this processor, and the longest that the status bar stood still. With `inside` nothing is
handed to another process.
"""

from __future__ import annotations

import datetime as dt
import functools
import gc
import itertools
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import xlwings as xw

from tests.benchmarks.steps import AS_OF, NOW, make
from tests.hosts import excel_cells as model
from tests.hosts import excel_double, excel_ranges
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import NOT_CALCULATED
from xl_massbill.hosts.file import FileWorkbook


def main(size: int = 61_000, name: str = "check_all", how: str = "") -> None:
    """Make a workbook, put it into the stand-in, and click until there is nothing to wait for."""
    from xl_massbill.addin import click

    assert NOW.date() == AS_OF
    with tempfile.TemporaryDirectory(prefix="massbill-benchmark-") as folder, excel_double.excel() as app:
        path = Path(folder) / "clinic.xlsx"
        make(path, size)
        book = xw.Book(impl=excel_double.Book(app.books, _loaded(path)))
        app.books.open_books[str(path)] = book.impl
        gc.collect()
        gc.freeze()  # millions of cells that Excel would keep outside Python
        own, said, shown = Counter[str](), list[tuple[str, float]](), list[str]()
        excel_double.Book.save = lambda self, *_, **__: setattr(self.api, "Saved", True)
        _timed(excel_ranges.Range, "_told", own)
        _timed(excel_ranges.Range, "_typed", own)
        _noted(said)
        app.alert = lambda prompt, *_: shown.append(prompt) or "yes"
        click.clock = lambda: NOW
        click.MOST_LINES = 10**9 if how == "inside" else click.MOST_LINES
        book.set_mock_caller()
        while not shown or "again in a while" in shown[-1]:
            _click(name, own, said)
            print(shown[-1])


def _click(name: str, own: Counter[str], said: list[tuple[str, float]]) -> None:
    from xl_massbill.addin import ribbon

    own.clear()
    said[:] = [("click", time.perf_counter())]
    start = time.process_time()
    getattr(ribbon, name)()
    said.append(("end", time.perf_counter()))
    _print(said, own, time.process_time() - start)


def _loaded(path: Path) -> model.Book:
    """Return the tables of a workbook as the stand-in holds them, read by the closed-file host."""
    closed, sheets = FileWorkbook(path), []
    for name in sorted(closed.tables()):
        grid = closed.read(name)
        sheet, top = model.Sheet(grid.sheet), grid.first_row - 1
        for column, (heading, cells) in enumerate(zip(grid.headings, grid.columns, strict=True), 1):
            sheet.cells[top, column] = model.Cell(heading)
            for row, cell in enumerate(cells, grid.first_row):
                sheet.cells[row, column] = _cell(cell)
        box = [top, 1, top + grid.height, len(grid.headings)]
        sheet.tables.append(model.Table(TABLES[name].facts.excel, box))
        sheets.append(sheet)
    return model.Book(str(path), sheets)


def _cell(value: Any) -> model.Cell:
    if isinstance(value, dt.time):
        return model.Cell(dt.datetime.combine(model.DAY_ZERO, value), None, "hh:mm")
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return model.Cell(moment, None, "yyyy-mm-dd")
    return model.Cell(float(value) if type(value) is int else value if value is not NOT_CALCULATED else None)


def _timed(owner: type, name: str, own: Counter[str]) -> None:
    """Count the seconds that the stand-in needs for itself."""
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def outer(*args: Any, **kwargs: Any) -> Any:
        start, cpu = time.perf_counter(), time.process_time()
        try:
            return inner(*args, **kwargs)
        finally:
            own["clock"] += time.perf_counter() - start
            own["processor"] += time.process_time() - cpu

    setattr(owner, name, outer)
    if name == "_told":
        owner.raw_value = property(lambda self: self._told("read", lambda c: c.value), owner._typed)
        owner.formula = property(lambda self: self._told("formulas", lambda c: c.typed), owner._typed)
    if name == "_typed":
        owner.raw_value = property(owner.raw_value.fget, owner._typed)
        owner.formula = property(owner.formula.fget, owner._typed)


def _noted(said: list[tuple[str, float]]) -> None:
    """Note when the status bar changes."""
    inner = excel_double.App.__setattr__

    def outer(self: Any, name: str, value: Any) -> None:
        inner(self, name, value)
        if name == "status_bar" and value:
            said.append((str(value), time.perf_counter()))

    excel_double.App.__setattr__ = outer


def _print(said: list[tuple[str, float]], own: Counter[str], cpu: float) -> None:
    whole = said[-1][1] - said[0][1]
    print(f"\nclick {whole:.1f} s by the clock, {cpu:.1f} s of the processor; of these the stand-in's own "
          f"{own['clock']:.1f} and {own['processor']:.1f} s")  # fmt: skip
    gaps = sorted(((b[1] - a[1], a[0], b[0]) for a, b in itertools.pairwise(said)), reverse=True)
    for gap, before, after in gaps[:6]:
        print(f"{gap:6.1f} s  {before}  ->  {after}")
    for words in ("reading", "handing", "at work", "comparing", "writing"):
        of = [at for text, at in said if words in text]
        if of:
            print(f"{words:10} from {of[0] - said[0][1]:6.1f} s to {of[-1] - said[0][1]:6.1f} s")


if __name__ == "__main__":
    main(*(int(word) if word.isdigit() else word for word in sys.argv[1:]))
