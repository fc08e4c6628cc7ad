"""A workbook file in a folder of its own, for tests of what a save changes in it."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path

import openpyxl

from tests.hosts.rich import Parts
from tests.hosts.tables import REGISTRY
from xl_massbill.hosts.file import FileWorkbook


class Clinic:
    """A workbook file in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clinic.xlsm"
        self.old = b""

    def put(self, parts: Parts | bytes) -> FileWorkbook:
        self.old = parts if isinstance(parts, bytes) else parts.packed()
        self.path.write_bytes(self.old)
        return self.open()

    def open(self) -> FileWorkbook:
        return FileWorkbook(self.path, registry=REGISTRY)

    def parts(self) -> Parts:
        return Parts.of(self.path.read_bytes())

    def cell(self, part: str, ref: str) -> str:
        found = re.search(rf'<c r="{ref}"[^>]*?(?:/>|>.*?</c>)', self.parts()[part].decode())
        return found[0] if found else ""


def loaded(data: bytes, **how: bool) -> openpyxl.Workbook:
    """Open a workbook with openpyxl, which warns of the features it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data), **how)


def column(workbook: FileWorkbook, table: str, heading: str) -> list[object]:
    grid = workbook.read(table)
    return list(grid.columns[grid.headings.index(heading)])
