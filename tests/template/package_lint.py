"""What Excel repairs and schema validators overlook: tables, styles, references, names, validations, merges.

Written apart from the template's own code, on zipfile and lxml only. Each check yields sentences.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
PARTS_WITH_TYPES = re.compile(r"xl/(tables|worksheets|charts|pivotTables|comments)[^_]*\.xml")


def number(letters: str) -> int:
    out = 0
    for letter in letters:
        out = out * 26 + ord(letter) - 64
    return out


def box(ref: str) -> tuple[int, int, int, int]:
    """Return top, left, bottom, right of a reference; ValueError if it is none."""
    first, _, last = ref.replace("$", "").partition(":")
    found = [CELL.fullmatch(part) for part in (first, last or first)]
    if not all(found):
        raise ValueError(ref)
    (left, top), (right, bottom) = ((number(m[1]), int(m[2])) for m in found)
    if not (1 <= top <= bottom <= 1_048_576 and 1 <= left <= right <= 16_384):
        raise ValueError(ref)
    return top, left, bottom, right


@dataclass
class Package:
    """A workbook file, its sheets by lower-case name, and what names and ids are taken."""

    path: Path
    parts: dict[str, bytes] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(self.path) as file:
            self.list = file.namelist()
            self.parts = {name: file.read(name) for name in self.list}
        self.styles = self._count("xl/styles.xml", "cellXfs")
        self.texts = (
            list(self.xml("xl/sharedStrings.xml").iter(M + "si"))
            if "xl/sharedStrings.xml" in self.parts
            else []
        )

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def _count(self, part: str, name: str) -> int:
        found = self.xml(part).find(M + name) if part in self.parts else None
        return 0 if found is None else len(found)

    def links(self, part: str) -> dict[str, str]:
        folder, file = posixpath.split(part)
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if rels not in self.parts:
            return {}
        return {e.get("Id"): self._target(folder, e) for e in self.xml(rels)}

    def _target(self, folder: str, link: Any) -> str:
        target = link.get("Target")
        if link.get("TargetMode") == "External":
            return target
        return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def lint(path: Path) -> list[str]:
    """Return what is wrong with a workbook file, each as a sentence."""
    package = Package(path)
    return [*_content_types(package), *_names(package), *_sheets(package)]


def _content_types(package: Package) -> Iterator[str]:
    if len({name.lower() for name in package.list}) != len(package.list):
        yield "two parts with one name"
    types = package.xml("[Content_Types].xml")
    named = {e.get("PartName").lower() for e in types if e.get("PartName")}
    endings = {e.get("Extension").lower() for e in types if e.get("Extension")}
    for name in package.list:
        if (
            name != "[Content_Types].xml"
            and f"/{name}".lower() not in named
            and name.rsplit(".", 1)[-1].lower() not in endings
        ):
            yield f"{name}: no content type"
        if PARTS_WITH_TYPES.fullmatch(name) and f"/{name}".lower() not in named:
            yield f"{name}: only the default content type"
    for name in named:
        if name[1:] not in {part.lower() for part in package.list}:
            yield f"{name}: a content type for a part that is missing"


def _names(package: Package) -> Iterator[str]:
    book, links = package.xml("xl/workbook.xml"), package.links("xl/workbook.xml")
    for sheet in book.iter(M + "sheet"):
        name = sheet.get("name")
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or name.startswith("'"):
            yield f"sheet name {name!r}"
        if name.lower() in package.sheets:
            yield f"sheet {name!r} twice"
        package.sheets[name.lower()] = links[sheet.get(R + "id")]
    for name in book.iter(M + "definedName"):
        package.names.add(name.get("name").lower())
        if "#REF!" in (name.text or "#REF!") or name.text.rstrip().endswith((":", "!", "(", ",")):
            yield f"name {name.get('name')}: {name.text}"


def _sheets(package: Package) -> Iterator[str]:
    for name, part in package.sheets.items():
        sheet = package.xml(part)
        cells: dict[tuple[int, int], str | None] = {}
        for problem in (
            *_cells(package, sheet, cells),
            *_merges(sheet),
            *_validations(sheet),
            *_formats(package, sheet),
            *_hyperlinks(package, part, sheet),
            *_tables(package, part, sheet, cells),
        ):
            yield f"{name}: {problem}"


def _cells(package: Package, sheet: Any, cells: dict[tuple[int, int], str | None]) -> Iterator[str]:
    last_row = 0
    for row in sheet.iter(M + "row"):
        at, last = int(row.get("r", last_row + 1)), 0
        if at <= last_row:
            yield f"row {at} out of order"
        last_row = at
        for cell in row.iter(M + "c"):
            found = CELL.fullmatch(cell.get("r") or "")
            if not found or int(found[2]) != at:
                yield f"cell {cell.get('r')} in row {at}"
                continue
            column = number(found[1])
            if column <= last:
                yield f"{cell.get('r')} out of order"
            last = column
            if int(cell.get("s", 0)) >= max(package.styles, 1):
                yield f"{cell.get('r')}: style {cell.get('s')} of {package.styles}"
            cells[at, column] = text = _text(package, cell)
            if text and len(text) > 32_767:
                yield f"{cell.get('r')}: over 32767 characters"
            yield from _formula(cell)


def _text(package: Package, cell: Any) -> str | None:
    value = cell.find(M + "v")
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(M + "t"))
    if value is None or cell.get("t") != "s":
        return None if value is None else value.text
    return "".join(t.text or "" for t in package.texts[int(value.text)].iter(M + "t"))


def _formula(cell: Any) -> Iterator[str]:
    formula = cell.find(M + "f")
    if formula is not None and formula.text:
        if len(formula.text) > 8192:
            yield f"{cell.get('r')}: long formula"
        if "[@" in formula.text:
            yield f"{cell.get('r')}: [@x] is not the file form of [#This Row]"
        if formula.text.count("(") != formula.text.count(")"):
            yield f"{cell.get('r')}: brackets do not match"


def _merges(sheet: Any) -> Iterator[str]:
    boxes: list[tuple[int, int, int, int]] = []
    for merge in sheet.iter(M + "mergeCell"):
        top, left, bottom, right = new = box(merge.get("ref"))
        if any(top <= o[2] and o[0] <= bottom and left <= o[3] and o[1] <= right for o in boxes):
            yield f"merge {merge.get('ref')} overlaps"
        boxes.append(new)


def _validations(sheet: Any) -> Iterator[str]:
    for one in sheet.iter(M + "dataValidation"):
        formula = one.findtext(M + "formula1") or ""
        if formula.startswith('"') and len(formula) - 2 > 255:
            yield f"a list of {len(formula) - 2} characters"
        if one.get("type", "none") == "list" and not formula:
            yield f"{one.get('sqref')}: a list of nothing"
        for name, most in (("prompt", 255), ("error", 255), ("promptTitle", 32), ("errorTitle", 32)):
            if len(one.get(name, "")) > most:
                yield f"{one.get('sqref')}: {name} over {most}"


def _formats(package: Package, sheet: Any) -> Iterator[str]:
    count = package._count("xl/styles.xml", "dxfs")
    for rule in sheet.iter(M + "cfRule"):
        if int(rule.get("dxfId", 0)) >= max(count, 1):
            yield f"conditional format {rule.get('dxfId')} of {count}"


def _hyperlinks(package: Package, part: str, sheet: Any) -> Iterator[str]:
    links = package.links(part)
    for one in sheet.iter(M + "hyperlink"):
        if one.get(R + "id") and one.get(R + "id") not in links:
            yield f"hyperlink {one.get('ref')} has no target"
        where = (one.get("location") or "").rpartition("!")[0].strip("'").lower()
        if one.get("location") and where not in package.sheets:
            yield f"hyperlink {one.get('ref')} leads to no sheet"


def _tables(
    package: Package, part: str, sheet: Any, cells: dict[tuple[int, int], str | None]
) -> Iterator[str]:
    listed = {e.get(R + "id") for e in sheet.iter(M + "tablePart")}
    for link, target in package.links(part).items():
        if "/tables/" in target:
            if target not in package.parts:
                yield f"{target}: missing"
            else:
                yield from _table(package, package.xml(target), cells)
                if link not in listed:
                    yield f"{target}: no tablePart"


def _table(package: Package, table: Any, cells: dict[tuple[int, int], str | None]) -> Iterator[str]:
    name, (top, left, bottom, right) = table.get("displayName"), box(table.get("ref"))
    if (
        name.lower() in package.names
        or not re.fullmatch(r"[A-Za-z_\\][\w.\\]*", name)
        or CELL.fullmatch(name.upper())
    ):
        yield f"table name {name}"
    package.names.add(name.lower())
    if table.get("id") in package.ids:
        yield f"table id {table.get('id')} twice"
    package.ids.add(table.get("id"))
    columns = [c.get("name") for c in table.iter(M + "tableColumn")]
    if len(columns) != right - left + 1:
        yield f"{name}: {len(columns)} columns over {table.get('ref')}"
    if len({c.lower() for c in columns}) != len(columns):
        yield f"{name}: two columns with one name"
    for i, column in enumerate(columns):
        if (cells.get((top, left + i)) or "").replace("\n", "_x000a_") != column:
            yield f"{name}: heading {cells.get((top, left + i))!r} is not column {column!r}"
    if bottom == top:
        yield f"{name}: no data row"
    filtered = table.find(M + "autoFilter")
    if filtered is not None and box(filtered.get("ref")) != (top, left, bottom, right):
        yield f"{name}: filter {filtered.get('ref')} over {table.get('ref')}"
