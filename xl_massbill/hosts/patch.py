"""What a run changes in a closed workbook, as new bytes for the few parts it touches.

Source: ECMA-376 part 1, §18.2.2 (calcPr), §18.6 (calculation chain, which Excel makes anew).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from xl_massbill.book.workbook import Cell, Formula
from xl_massbill.hosts.cell_xml import ArrayFormula, CellWriter, New
from xl_massbill.hosts.cells import same
from xl_massbill.hosts.chart_caches import forgotten
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.draft import Work
from xl_massbill.hosts.edits import Edits, TableEdits
from xl_massbill.hosts.memory_freed import give_back
from xl_massbill.hosts.pack import Packed, Piece, pack
from xl_massbill.hosts.results import Results
from xl_massbill.hosts.sheet_splice import NewStyles, Splice
from xl_massbill.hosts.sheet_xml import SheetXml
from xl_massbill.hosts.styles_xml import Styles
from xl_massbill.hosts.table_xml import TablePart, resized

_CALC = re.compile(rb"<((?:[\w.-]+:)?)calcPr(?=[\s/>])[^>]*>")
_FULL = re.compile(rb"""\sfullCalcOnLoad\s*=\s*(?:"[^"]*"|'[^']*')""")
# What may stand before calcPr, last first.
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True, slots=True)
class Patch:
    """The parts to exchange, packed, and those to drop.

    What a changed part is meant to be: by sheet part the cells that change, of any other part its bytes.
    """

    changed: Mapping[str, Packed]
    dropped: frozenset[str]
    edits: Mapping[str, Edits]
    whole: Mapping[str, bytes]


def patch(book: ClosedBook, works: Mapping[str, Work], results: Results) -> Patch:
    """Return the parts that differ once the works are done; nothing changed if no cell really differs.

    `results` are those of formulas that look at the tables in work.
    """
    whole: dict[str, bytes] = {}
    edits: dict[str, Edits] = defaultdict(Edits)
    for name, work in works.items():
        table = book.table(name)
        _collect(book, name, work, edits[table.sheet_part])
        if work.now.height != table.height or (table.waits and edits[table.sheet_part]):
            whole[table.part] = resized(book.package.read(table.part), table, work.now.height)
    if whole or any(edits.values()):
        for part, rows in results.items():
            for row, cells in rows.items():
                for column, cell in cells.items():
                    edits[part].put(row, column, cell)
    dates = _Dates(book)
    sheets: dict[str, Packed] = {}
    with ThreadPoolExecutor(1, thread_name_prefix="massbill-pack") as packer:
        # Packing lets go of Python: the next sheet is spliced meanwhile; two at most are held in full.
        packing: tuple[str, Future[Packed]] | None = None
        for part in [part for part, cells in edits.items() if cells]:
            here = [book.table(name) for name in works if book.table(name).sheet_part == part]
            pieces = _spliced(book, part, here, edits[part], dates)
            sheets |= _packed(packing)
            packing = (part, packer.submit(pack, book.package, part, pieces)) if pieces else None
        sheets |= _packed(packing)
    if not whole and not sheets:
        return Patch({}, frozenset(), {}, {})
    whole |= forgotten(book, results) | dates.changed() | _recalculated(book)
    changed = sheets | {name: pack(book.package, name, [data]) for name, data in whole.items()}
    return Patch(changed, _chain(book), {part: edits[part] for part in sheets}, whole)


def _spliced(
    book: ClosedBook, part: str, tables: Sequence[TablePart], cells: Edits, dates: _Dates
) -> list[Piece] | None:
    """Return a sheet with new cells as pieces, None if nothing differs."""
    sheet = book.sheet(part)
    writer = CellWriter(sheet.prefix, book.parts.from_1904, dates.dated)
    return Splice(sheet, writer, _styles(sheet, tables)).pieces(cells)


def _packed(packing: tuple[str, Future[Packed]] | None) -> dict[str, Packed]:
    """Wait for a sheet that is being packed, and give its room back."""
    if packing is None:
        return {}
    part, packed = packing
    found = packed.result()
    give_back()
    return {part: found}


def _styles(sheet: SheetXml, tables: Sequence[TablePart]) -> NewStyles:
    """Return the styles for cells that are not there yet: those of their table's first data row."""
    return NewStyles(
        (table.first_row, sheet.styles(table.first_row, range(table.box.left, table.box.right + 1)))
        for table in tables
    )


def _collect(book: ClosedBook, name: str, work: Work, out: Edits) -> None:
    """Note every cell of a table that shall hold something else."""
    table = book.table(name)
    top, left = table.first_row, table.box.left
    old, new = work.before.height, work.now.height
    plain = _plain(book, table) if new > old else frozenset()
    edits = TableEdits(top)
    for position in sorted(work.wanted):
        cells, column = work.wanted[position], left + position
        marks = bytearray(_differ(work.before.columns[position], cells, book.parts.from_1904))
        marks += bytes(cell is not None or column not in plain for cell in cells[old:])
        edits.columns.append((column, cells, marks))
    own = book.own_columns(name)
    if new > old:
        formulas = ((left + position, book.formula(name, position)) for position in own)
        edits.alike = {column: _own(one.text, one.is_array) if one else None for column, one in formulas}
        edits.alike_in = range(top + old, top + new)
    elif new < old:
        edits.alike = dict.fromkeys(left + position for position in (*work.wanted, *own))
        edits.alike_in = range(top + new, top + old)
    out.put_table(edits)


def _differ(before: Sequence[Cell], after: Sequence[New], is_1904: bool) -> Iterator[bool]:
    """Yield for each cell that was there whether it shall hold something else."""
    for was, shall in zip(before, after, strict=False):
        yield was is not shall and not same(was, shall, from_1904=is_1904)  # type: ignore[arg-type]


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

    def changed(self) -> dict[str, bytes]:
        """Return the styles part if styles were added."""
        new = self._styles.changed() if self._styles else None
        return {self._part: new} if self._part and new else {}


def _recalculated(book: ClosedBook) -> dict[str, bytes]:
    """Return workbook, relationships and content types that make Excel calculate everything on opening."""
    package, out = book.package, {}
    out[book.parts.workbook] = _full_calculation(package.read(book.parts.workbook))
    chain = book.parts.linked("calcChain")
    if chain:
        folder, _, file = book.parts.workbook.rpartition("/")
        rels = package.find(f"{folder}/_rels/{file}.rels".lstrip("/")) or ""
        types = package.find("[Content_Types].xml") or ""
        out[rels] = _without(package.read(rels), "Relationship", "Target", chain)
        out[types] = _without(package.read(types), "Override", "PartName", chain)
    return {name: data for name, data in out.items() if package.read(name) != data}


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
