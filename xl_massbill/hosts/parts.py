"""Which part of the file is which sheet and which table.

Relationships are followed by their type, names are compared by their last word, so that workbooks of
Excel, LibreOffice, Google Sheets and the file libraries all read alike. A target outside the package is
never followed.

Source: ECMA-376 part 1, §12.3 (parts of a workbook), §18.2; part 2, §9.3 (relationships).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xl_massbill.errors import Unreadable
from xl_massbill.hosts.package import DAMAGED, UNTRUSTED, Package
from xl_massbill.hosts.table_xml import TablePart, table_part

SMALL_PART = 64 << 20


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship of a part: its kind ("worksheet", "table") and the part it leads to."""

    id: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The layout of a workbook: `tables` by lower-case name, `sheets` from part to name, defined `names`."""

    workbook: str
    links: tuple[Link, ...]
    sheets: dict[str, str]
    tables: dict[str, TablePart]
    names: dict[str, str]
    from_1904: bool

    def linked(self, kind: str) -> str | None:
        """Return the part of a kind ("styles", "sharedStrings", "calcChain") that belongs to the workbook."""
        return next((link.part for link in self.links if link.kind == kind), None)

    def beside(self, table: TablePart) -> list[TablePart]:
        """Return the other tables on the same sheet."""
        return [t for t in self.tables.values() if t.sheet_part == table.sheet_part and t.part != table.part]


def parts(package: Package) -> Parts:
    """Find the sheets and tables of a workbook; raise Unreadable if it is not one."""
    book = next((link.part for link in links(package, "") if link.kind == "officeDocument"), None)
    if book is None or not book.casefold().endswith(".xml"):
        raise Unreadable("This is not an Excel workbook of the kind .xlsx or .xlsm: save it as one of these.")
    root = parsed(package, book)
    if local(root.tag) != "workbook":
        raise Unreadable("This is not an Excel workbook (.xlsx or .xlsm).")
    out = links(package, book)
    by_id = {link.id: link.part for link in out if link.kind == "worksheet"}
    sheets: dict[str, str] = {}
    names: dict[str, str] = {}
    from_1904 = False
    for node in root.iter():
        if local(node.tag) == "workbookPr":
            from_1904 = node.get("date1904", "0") in ("1", "true")
        elif local(node.tag) == "definedName":
            names[node.get("name", "")] = node.text or ""
        elif local(node.tag) == "sheet":
            ids = {value for key, value in node.items() if local(key) == "id"}
            sheets |= {by_id[one]: node.get("name", "") for one in ids if one in by_id}
    tables = {t.name.casefold(): t for t in _tables(package, sheets)}
    return Parts(book, tuple(out), sheets, tables, names, from_1904)


def _tables(package: Package, sheets: dict[str, str]) -> Iterator[TablePart]:
    for sheet_part, sheet in sheets.items():
        for link in links(package, sheet_part):
            if link.kind == "table":
                found = table_part(parsed(package, link.part), link.part, sheet, sheet_part)
                if found:
                    yield found


def links(package: Package, part: str) -> list[Link]:
    """Return the relationships of a part that lead to parts of the same file."""
    folder, name = posixpath.split(part)
    rels = package.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    out = []
    for node in parsed(package, rels) if rels else ():
        if node.get("TargetMode", "Internal") != "Internal":
            continue
        target = node.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found = package.find(posixpath.normpath(path))
        if found:
            out.append(Link(node.get("Id", ""), node.get("Type", "").rpartition("/")[2], found))
    return out


def parsed(package: Package, part: str) -> Element:
    """Parse a small part; raise Unreadable if it is too large, broken, or declares a document type."""
    if package.size(part) > SMALL_PART:
        raise Unreadable(DAMAGED)
    try:
        root: Element = fromstring(package.read(part), forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(UNTRUSTED) from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable(DAMAGED) from None
    return root


def local(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]
