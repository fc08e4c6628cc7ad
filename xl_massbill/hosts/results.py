"""The remembered results of formulas on our own sheets, worked out anew for the tables as a run leaves them.

Excel calculates when it opens a workbook, but Protected View, previews and phones show what the file
remembers, and an old number there is worse than none. The template names its sheets with formulas; of these,
and of no others, results are renewed. What cannot be worked out is forgotten, so that the cell is blank until
Excel has calculated. The clinic's own sheets and columns stay byte for byte.

Source: ECMA-376 part 1, §18.3.1.96 (v), §18.3.1.40 (f).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from html import unescape

from xl_massbill.book.calculation import FORMULA_SHEETS, Calculation
from xl_massbill.book.workbook import Cell, Grid
from xl_massbill.errors import NoTable
from xl_massbill.hosts.a1 import boxed, reference
from xl_massbill.hosts.cell_xml import Renewed
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.draft import Draft, Registry

Results = Mapping[str, Mapping[int, Mapping[int, Renewed]]]
"""New results by sheet part, row and column."""

_SHEETS = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!,]+))!")
_TABLE = re.compile(r"([A-Za-z_\\][\w.]*)\[")
_SAME_SHEET = re.compile(r"(?<![\w!\[.'])\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?![\w(!\[.])")
_TITLE = re.compile(r"\[(?:'.|[^\[\]'])*\]")
_TEXT = re.compile(r'"(?:[^"]|"")*"')


def results(book: ClosedBook, draft: Draft, registry: Registry, written: Collection[str]) -> Results:
    """Return the results that the tables written in a run may have changed."""
    sheets = _Sheets(book)
    if not sheets.formulas:
        return {}
    names = {registry[name].facts.excel.casefold() for name in written}
    changed = [at for at in sheets.places if sheets.depends(*at, names)]
    if not changed:
        return {}
    known = {table.facts.excel.casefold(): name for name, table in registry.items()}

    def grid(excel: str) -> Grid | None:
        try:
            return draft.grid(known[excel.casefold()])
        except (KeyError, NoTable):
            return None

    def typed(part: str, ref: str) -> Cell:
        place = boxed(ref)
        return book.reader.cells(part, None, place)[1][0][0] if place else None

    calculation = Calculation(sheets.formulas, grid, typed)
    out: dict[str, dict[int, dict[int, Renewed]]] = {}
    for part, cell in changed:
        row, column = sheets.places[part, cell]
        # Days of a workbook that counts from 1904 are other numbers: there Excel alone knows.
        value = None if book.parts.from_1904 else calculation.result(part, cell)
        out.setdefault(part, {}).setdefault(row, {})[column] = Renewed(value)
    return out


class _Sheets:
    """The formulas of our own sheets, by sheet part and cell."""

    def __init__(self, book: ClosedBook) -> None:
        self._book = book
        self.formulas: dict[str, dict[str, str]] = {}
        self.places: dict[tuple[str, str], tuple[int, int]] = {}
        for part in self._parts:
            self._read(part)
        self._known: dict[tuple[str, str], bool] = {}

    @cached_property
    def _parts(self) -> list[str]:
        leads_to = self._book.parts.names.get(FORMULA_SHEETS, "")
        titles = {
            (quoted.replace("''", "'") or plain).casefold() for quoted, plain in _SHEETS.findall(leads_to)
        }
        return [part for part, title in self._book.parts.sheets.items() if title.casefold() in titles]

    def _read(self, part: str) -> None:
        sheet = self._book.sheet(part)
        formula = re.compile(rb"<%sf(?:\s[^>]*)?(?:/>|>(.*?)</%sf>)" % ((sheet.prefix,) * 2), re.DOTALL)
        found: dict[str, str] = {}
        for row in sheet.rows[0]:
            chunk = sheet.row(row)
            for cell in sheet.cells(chunk) if b"f" in chunk else ():
                said = formula.search(chunk, cell.start, cell.end)
                if said:
                    ref = reference(row, cell.column)
                    found[ref] = unescape((said[1] or b"").decode())
                    self.places[part, ref] = row, cell.column
        if found:
            self.formulas[part] = found

    def depends(self, part: str, cell: str, tables: Collection[str]) -> bool:
        """Say whether a formula looks at one of these tables, itself or through others; yes if in doubt."""
        at = part, cell
        if at not in self._known:
            self._known[at] = False  # a circle adds nothing
            text = _TEXT.sub('""', self.formulas[part][cell])
            looks = {name.casefold() for name in _TABLE.findall(text)}
            text = _TITLE.sub("", text)
            others = ["".join(found) for found in _SAME_SHEET.findall(text)]
            known = self.formulas[part]
            self._known[at] = (
                not text
                or "!" in text
                or ":" in text
                or bool(looks & set(tables))
                or any(other in known and self.depends(part, other, tables) for other in others)
            )
        return self._known[at]
