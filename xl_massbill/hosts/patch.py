"""What a run changes in a closed workbook, as new bytes for the few parts it touches.

Source: ECMA-376 part 1, §18.2.2 (calcPr), §18.6 (calculation chain, which Excel makes anew).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_massbill.book.workbook import Formula
from xl_massbill.hosts.cell_xml import ArrayFormula, CellWriter, New
from xl_massbill.hosts.cells import same
from xl_massbill.hosts.chart_caches import forgotten
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.draft import Work
from xl_massbill.hosts.package import Piece
from xl_massbill.hosts.results import Results
from xl_massbill.hosts.sheet_splice import NewStyles, Splice
from xl_massbill.hosts.sheet_xml import Edits, SheetXml
from xl_massbill.hosts.styles_xml import Styles
from xl_massbill.hosts.table_xml import TablePart, resized

_CALC = re.compile(rb"<((?:[\w.-]+:)?)calcPr(?=[\s/>])[^>]*>")
_FULL = re.compile(rb"""\sfullCalcOnLoad\s*=\s*(?:"[^"]*"|'[^']*')""")
# What may stand before calcPr, last first.
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True, slots=True)
class Patch:
    """The parts to exchange and to drop; by sheet part the sheet as it was and the cells meant to change."""

    changed: Mapping[str, Sequence[Piece]]
    dropped: frozenset[str]
    edits: Mapping[str, tuple[SheetXml, Edits]]


def patch(book: ClosedBook, works: Mapping[str, Work], results: Results) -> Patch:
    """Return the parts that differ once the works are done; nothing changed if no cell really differs.

    `results` are those of formulas that look at the tables in work.
    """
    changed: dict[str, Sequence[Piece]] = {}
    edits: dict[str, dict[int, dict[int, New]]] = defaultdict(lambda: defaultdict(dict))
    for name, work in works.items():
        table = book.table(name)
        _collect(book, name, work, edits[table.sheet_part])
        if work.now.height != table.height or (table.waits and edits[table.sheet_part]):
            changed[table.part] = [resized(book.package.read(table.part), table, work.now.height)]
    if changed or any(edits.values()):
        for part, rows in results.items():
            for row, cells_ in rows.items():
                edits[part][row] |= cells_
    dates = _Dates(book)
    touched: dict[str, tuple[SheetXml, Edits]] = {}
    book.package.read_ahead(part for part, cells in edits.items() if cells)
    for part, cells in edits.items():
        if not cells:
            continue
        sheet = book.sheet(part)
        writer = CellWriter(sheet.prefix, book.parts.from_1904, dates.dated)
        here = [book.table(name) for name in works if book.table(name).sheet_part == part]
        pieces = Splice(sheet, writer, _styles(sheet, here, cells)).pieces(cells)
        if pieces:
            changed[part] = pieces
            touched[part] = sheet, cells
    if not changed:
        return Patch({}, frozenset(), {})
    changed |= {part: [data] for part, data in forgotten(book, results).items()}
    return Patch(changed | dates.changed() | _recalculated(book), _chain(book), touched)


def _styles(sheet: SheetXml, tables: Sequence[TablePart], cells: Edits) -> NewStyles:
    """Return the styles for cells that are not there yet: those of their table's first data row."""
    out: dict[int, dict[int, int]] = defaultdict(dict)
    for table in tables:
        columns = range(table.box.left, table.box.right + 1)
        of_table = sheet.styles(table.first_row, columns)
        for row, edited in cells.items():
            if row >= table.first_row:
                out[row] |= {column: of_table[column] for column in edited if column in of_table}
    return out


def _collect(book: ClosedBook, name: str, work: Work, out: dict[int, dict[int, New]]) -> None:
    """Note every cell of a table that shall hold something else."""
    table, is_1904 = book.table(name), book.parts.from_1904
    top, left = table.first_row, table.box.left
    old, new = work.before.height, work.now.height
    plain = _plain(book, table) if new > old else frozenset()
    for position, cells in work.wanted.items():
        before, column = work.before.columns[position], left + position
        for at, (was, shall) in enumerate(zip(before, cells, strict=False)):
            if was is not shall and not same(was, shall, from_1904=is_1904):
                out[top + at][column] = shall
        for at in range(old, new):
            if cells[at] is not None or column not in plain:
                out[top + at][column] = cells[at]
    own = book.own_columns(name)
    for position in own:
        formula = book.formula(name, position)
        for at in range(old, new):
            out[top + at][left + position] = _own(formula.text, formula.is_array) if formula else None
    for position in (*work.wanted, *own):
        for at in range(new, old):
            out[top + at][left + position] = None


def _plain(book: ClosedBook, table: TablePart) -> frozenset[int]:
    """Return the columns of a table whose blank cells need not be written in new rows."""
    return book.sheet(table.sheet_part).plain(table.first_row, range(table.box.left, table.box.right + 1))


def _own(text: str, is_array: bool) -> Formula | ArrayFormula:
    return ArrayFormula(text) if is_array else Formula(text)


class _Dates:
    """The workbook's styles, read only if a date is written."""

    def __init__(self, book: ClosedBook) -> None:
        self._book = book
        self._part = book.parts.linked("styles")
        self._styles: Styles | None = None

    def dated(self, style: int, kind: type) -> int:
        """Return a style that shows such a date."""
        if self._part is None:
            return style
        if self._styles is None:
            self._styles = Styles(self._book.package.read(self._part))
        return self._styles.dated(style, kind)

    def changed(self) -> dict[str, Sequence[Piece]]:
        """Return the styles part if styles were added."""
        new = self._styles.changed() if self._styles else None
        return {self._part: [new]} if self._part and new else {}


def _recalculated(book: ClosedBook) -> dict[str, Sequence[Piece]]:
    """Return workbook, relationships and content types that make Excel calculate everything on opening."""
    package, out = book.package, {}
    out[book.parts.workbook] = [_full_calculation(package.read(book.parts.workbook))]
    chain = book.parts.linked("calcChain")
    if chain:
        folder, _, file = book.parts.workbook.rpartition("/")
        rels = package.find(f"{folder}/_rels/{file}.rels".lstrip("/")) or ""
        types = package.find("[Content_Types].xml") or ""
        out[rels] = [_without(package.read(rels), "Relationship", "Target", chain)]
        out[types] = [_without(package.read(types), "Override", "PartName", chain)]
    return {name: pieces for name, pieces in out.items() if package.read(name) != b"".join(pieces)}


def _chain(book: ClosedBook) -> frozenset[str]:
    """Return the calculation chain, which Excel distrusts once a formula cell is gone."""
    chain = book.parts.linked("calcChain")
    return frozenset({chain} if chain else ())


def _full_calculation(data: bytes) -> bytes:
    found = _CALC.search(data)
    if found:
        if re.search(rb"""\sfullCalcOnLoad\s*=\s*["'](?:1|true)["']""", found[0]):
            return data
        tag = _FULL.sub(b"", found[0])
        end = len(tag) - (2 if tag.endswith(b"/>") else 1)
        tag = tag[:end].rstrip() + b' fullCalcOnLoad="1"' + tag[end:]
        return data[: found.start()] + tag + data[found.end() :]
    for name in _BEFORE_CALC:
        ends = re.compile(rb"</((?:[\w.-]+:)?)%s\s*>|<((?:[\w.-]+:)?)%s\s*/>" % ((name.encode(),) * 2))
        last = ends.search(data)
        if last:
            prefix = last[1] or last[2] or b""
            return data[: last.end()] + b'<%scalcPr fullCalcOnLoad="1"/>' % prefix + data[last.end() :]
    return data


def _without(data: bytes, element: str, attribute: str, part: str) -> bytes:
    """Take out the one element that names a part."""
    file = re.escape(part.rpartition("/")[2].encode())
    tag = rb"<((?:[\w.-]+:)?)%s\s[^>]*?\b%s\s*=\s*[\"'](?:[^\"'>]*/)?%s[\"'][^>]*?(?:/>|>\s*</\1%s\s*>)" % (
        element.encode(), attribute.encode(), file, element.encode(),
    )  # fmt: skip
    return re.sub(tag, b"", data, count=1, flags=re.IGNORECASE)
