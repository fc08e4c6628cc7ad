"""A judge of its own of what a save has changed: zipfile and lxml only, nothing of the writer's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Set as AbstractSet

from lxml import etree

from tests.hosts.rich import MAIN

M = f"{{{MAIN}}}"
CHAIN = "xl/calcChain.xml"
ALWAYS = {"xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}

Cells = AbstractSet[tuple[int, int]]
"""Rows and columns, 1-based."""


def check_saved(
    old: bytes, new: bytes, allowed: dict[str, Cells], tables: AbstractSet[str] = frozenset()
) -> None:
    """Assert that only the allowed cells (by sheet part) and the ranges of some tables differ."""
    was, now = (zipfile.ZipFile(io.BytesIO(data)) for data in (old, new))
    assert now.testzip() is None
    assert was.comment == now.comment
    assert now.namelist() == [name for name in was.namelist() if name != CHAIN]
    for before, after in zip((i for i in was.infolist() if i.filename != CHAIN), now.infolist(), strict=True):
        facts = ("filename", "date_time", "compress_type", "external_attr", "create_system")
        assert [getattr(before, f) for f in facts] == [getattr(after, f) for f in facts]
        name = before.filename
        if was.read(name) == now.read(name):
            assert _body(old, before) == _body(new, after), name
            assert before.extra == after.extra
        elif name in allowed:
            check_sheet(was.read(name), now.read(name), allowed[name])
        elif name in tables:
            assert _without(was.read(name), rb'\sref="[^"]*"') == _without(now.read(name), rb'\sref="[^"]*"')
        else:
            assert name in ALWAYS, f"{name} was touched"
            check_part(name, was.read(name), now.read(name))


def _body(data: bytes, info: zipfile.ZipInfo) -> bytes:
    at = info.header_offset
    start = (
        at
        + 30
        + int.from_bytes(data[at + 26 : at + 28], "little")
        + int.from_bytes(data[at + 28 : at + 30], "little")
    )
    return data[at : start + info.compress_size]


def _without(data: bytes, *patterns: bytes) -> bytes:
    for pattern in patterns:
        data = re.sub(pattern, b"", data)
    return data


def check_part(name: str, old: bytes, new: bytes) -> None:
    """Assert the few changes that the other parts may show."""
    if name == "xl/workbook.xml":
        calc = rb"<(\w+:)?calcPr[^>]*>"
        assert _without(old, calc) == _without(new, calc)
        assert re.search(calc[:-1] + rb'(?<=fullCalcOnLoad="1"/)>', new)
    elif name == "xl/styles.xml":
        one, two = (etree.fromstring(data).find(f"{M}cellXfs") for data in (old, new))
        assert [c14n(xf) for xf in one] == [c14n(xf) for xf in two][: len(one)]
        assert int(two.get("count")) == len(two) > len(one)
        xfs = rb"<cellXfs.*</cellXfs>"
        assert _without(old, xfs) == _without(new, xfs)
    else:
        chain = rb"<(Override|Relationship)[^>]*calcChain[^>]*/>"
        assert _without(old, chain) == new


def c14n(node: etree._Element) -> bytes:
    return etree.tostring(node, method="c14n", with_tail=False)


def check_sheet(old: bytes, new: bytes, allowed: Cells) -> None:
    """Assert that a sheet's other cells, rows, and all that is no row are the same."""
    was, now = _taken_apart(old), _taken_apart(new)
    assert was[0] == now[0]
    for row in was[1].keys() | now[1].keys():
        if row not in was[1]:
            assert any(r == row for r, _ in allowed), f"row {row} is new"
        else:
            assert was[1][row] == now[1][row], f"attributes of row {row}"
    for place in was[2].keys() | now[2].keys():
        if place not in allowed:
            assert was[2].get(place) == now[2].get(place), place


def _taken_apart(data: bytes) -> tuple[bytes, dict[int, dict[str, str]], dict[tuple[int, int], bytes]]:
    """Part a sheet into all that is no row, the attributes of its rows, and its cells."""
    root = etree.fromstring(data)
    rows, cells = {}, {}
    sheet_data = root.find(f"{M}sheetData")
    for row in sheet_data:
        number = int(row.get("r"))
        assert number not in rows
        assert number > max(rows, default=0)
        rows[number] = {k: v for k, v in row.attrib.items() if k not in ("r", "spans")}
        last = 0
        for cell in row:
            letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            assert int(digits) == number
            assert column > last, f"{cell.get('r')} out of order"
            last = column
            if len(cell) or cell.get("s"):
                cells[number, column] = c14n(cell)
    sheet_data.clear()
    dimension = root.find(f"{M}dimension")
    if dimension is not None:
        dimension.clear()
    return c14n(root), rows, cells
