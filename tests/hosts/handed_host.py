"""A workbook open in Excel, worked on by another process: tables and orders go there and back as lines."""

from __future__ import annotations

from tests.hosts.books import Book, ExcelHost
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import Grid, Workbook
from xl_massbill.hosts import transfer
from xl_massbill.hosts.excel import ExcelWorkbook
from xl_massbill.hosts.handed import HandedWorkbook


class Passed(HandedWorkbook):
    """What was handed over, and after a save what Excel holds: the same promises as any host's."""

    def __init__(self, excel: ExcelWorkbook) -> None:
        self._excel = excel
        self._take()

    def _take(self) -> None:
        held = self._excel.tables()
        lines = [transfer.table_line(self._excel.handed(name)) for name in sorted(held)]
        super().__init__(map(transfer.table_in, lines), held, registry=REGISTRY)

    @property
    def path(self) -> str:
        return self._excel.path

    def save(self) -> None:
        for order in transfer.orders_in(transfer.read_line(transfer.orders_line(self.orders))):
            order.give(self._excel)
        before: dict[str, Grid] = {name: self.read(name) for name in self.used}
        self._excel.save()
        self._take()
        for name, grid in before.items():
            assert list(map(list, self.read(name).columns)) == list(map(list, grid.columns)), name


class HandedHost(ExcelHost):
    def make(self, book: Book, *, fill: bool = False) -> Workbook:
        made = super().make(book, fill=fill)
        return made if fill else Passed(made)

    def again(self, workbook: Workbook) -> Workbook:
        return super().again(workbook)
