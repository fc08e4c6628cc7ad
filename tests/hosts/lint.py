"""Faults that make Excel repair a workbook and that schema validators miss; after a linter kept for this."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.hosts.rich import MAIN, OFFICE

M, R = f"{{{MAIN}}}", f"{{{OFFICE}}}"


def lint(data: bytes) -> list[str]:
    """Return the faults of a workbook's content types, sheets, cells and tables."""
    package = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: package.read(name) for name in package.namelist()}
    faults = list(_types(parts))
    styles = len(etree.fromstring(parts["xl/styles.xml"]).find(f"{M}cellXfs"))
    texts = _texts(parts)
    tables: set[str] = set()
    for sheet, part in _sheets(parts):
        root = etree.fromstring(parts[part])
        cells, bad = _cells(root, styles, texts)
        faults += [f"{sheet}: {fault}" for fault in bad]
        for rel in _links(parts, part):
            if rel.endswith("/table"):
                table = etree.fromstring(parts[_links(parts, part)[rel]])
                faults += [f"{sheet}: {fault}" for fault in _table(table, cells, tables)]
    return faults


def _types(parts: dict[str, bytes]) -> Iterator[str]:
    root = etree.fromstring(parts["[Content_Types].xml"])
    named = {node.get("PartName", "").casefold() for node in root}
    endings = {node.get("Extension", "").casefold() for node in root}
    for name in parts:
        is_typed = f"/{name}".casefold() in named or name.rpartition(".")[2].casefold() in endings
        if name != "[Content_Types].xml" and not is_typed:
            yield f"{name}: no content type"
    for name in named - {""}:
        if name[1:] not in {part.casefold() for part in parts}:
            yield f"{name}: content type of a part that is not there"


def _links(parts: dict[str, bytes], part: str) -> dict[str, str]:
    """Return the target by id and type; of tables there is one a sheet here."""
    folder, name = posixpath.split(part)
    rels = parts.get(f"{folder}/_rels/{name}.rels")
    out = {}
    for node in etree.fromstring(rels) if rels else ():
        target = posixpath.normpath(posixpath.join(folder, node.get("Target"))).lstrip("/")
        out[node.get("Id")] = out[node.get("Type")] = target
        if node.get("TargetMode") != "External":
            assert target in parts, f"{part} leads to {target}, which is not there"
    return out


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    links = _links(parts, "xl/workbook.xml")
    for node in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{M}sheet"):
        yield node.get("name"), links[node.get(f"{R}id")]


def _texts(parts: dict[str, bytes]) -> list[str]:
    shared = parts.get("xl/sharedStrings.xml")
    nodes = etree.fromstring(shared) if shared else ()
    return ["".join(t.text or "" for t in node.iter(f"{M}t")) for node in nodes]


def _cells(root: etree._Element, styles: int, texts: list[str]) -> tuple[dict[str, str | None], list[str]]:
    cells: dict[str, str | None] = {}
    bad = []
    for row in root.iter(f"{M}row"):
        for cell in row:
            ref, kind, value = cell.get("r"), cell.get("t"), cell.find(f"{M}v")
            if not ref.endswith(row.get("r")) or ref in cells:
                bad.append(f"{ref} in row {row.get('r')}")
            if int(cell.get("s", 0)) >= styles:
                bad.append(f"{ref} has style {cell.get('s')} of {styles}")
            if cell.get("cm") and kind == "inlineStr":
                bad.append(f"{ref}: a text with the mark of a dynamic array")
            if "[@" in (cell.findtext(f"{M}f") or ""):
                bad.append(f"{ref}: [@x] is not the file form of [#This Row]")
            if kind == "s":
                cells[ref] = texts[int(value.text)]
            elif kind == "inlineStr":
                cells[ref] = "".join(t.text or "" for t in cell.iter(f"{M}t"))
            else:
                cells[ref] = None if value is None else value.text
    bad += [f"{ref} is too long" for ref, text in cells.items() if text and len(text) > 32_767]
    return cells, bad


def _table(table: etree._Element, cells: dict[str, str | None], names: set[str]) -> Iterator[str]:
    name, ref = table.get("displayName"), table.get("ref")
    if name.casefold() in names:
        yield f"table {name} twice"
    names.add(name.casefold())
    (left, top), (right, bottom) = re.findall(r"([A-Z]+)(\d+)", ref)
    columns = [node.get("name") for node in table.iter(f"{M}tableColumn")]
    first = column_index_from_string(left)
    width = column_index_from_string(right) - first + 1
    if len(columns) != width:
        yield f"{name}: {len(columns)} columns over {ref}"
    heads = [cells.get(f"{get_column_letter(first + i)}{top}") for i in range(width)]
    if heads != columns:
        yield f"{name}: headings {heads} are not {columns}"
    if int(bottom) <= int(top) + int(table.get("totalsRowCount", "0")):
        yield f"{name}: no data row"
    filters = table.find(f"{M}autoFilter")
    if filters is not None and filters.get("ref") != ref:
        yield f"{name}: filter over {filters.get('ref')}, not {ref}"
