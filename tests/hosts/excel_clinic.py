"""A workbook that is open in the stand-in for Excel, and looks at what stands in it."""

from __future__ import annotations

from tests.hosts.books import Book, write_xlsx
from tests.hosts.excel_double import opened
from tests.hosts.tables import REGISTRY
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Formula
from xl_massbill.hosts.excel import ExcelWorkbook


class Open:
    """A workbook that is open in the stand-in for Excel."""

    def __init__(self, app, folder, book=None):
        self.app, self.path = app, folder / "clinic.xlsx"
        write_xlsx(self.path, book or Book.small())
        self.book = opened(app, self.path)
        self.old = self.path.read_bytes()

    @property
    def kept(self):
        return self.book.impl.kept

    def port(self, **how):
        return ExcelWorkbook(self.book, registry=REGISTRY, **how)

    def state(self):
        """Return every cell and table as it stands in Excel, and Excel's own state."""
        cells = {
            (sheet.name, *at): (cell.value, cell.formula)
            for sheet in self.kept.sheets
            for at, cell in sheet.cells.items()
            if cell.typed != ""
        }
        tables = [(table.name, list(table.box)) for sheet in self.kept.sheets for table in sheet.tables]
        app = self.app
        return cells, tables, (app.screen_updating, app.enable_events, app.calculation, app.status_bar)

    def backups(self):
        folder = Folder.of(self.path).backups
        return sorted(folder.iterdir()) if folder.exists() else []


def fill(port):
    """Write into both tables: a column, and rows that make a table grow."""
    port.write("sessions", {"status": list("ABCDE"), "problems": ["p", None, "'q", "=1+1", "00123"]})
    port.replace(
        "slips",
        {"rule": [f"N-{i}" for i in range(5)], "place": [Formula("1+1", 2)] * 5, "amount": range(5)},
    )
