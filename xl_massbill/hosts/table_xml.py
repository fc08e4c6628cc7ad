"""An Excel table as its part describes it, and the same part for another number of rows.

Source: ECMA-376 part 1, §18.5.1 (table), §18.3.1.92 (sortState).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from xl_massbill.hosts.a1 import Box, boxed, reference

_SIZED = re.compile(rb"<(?:[\w.-]+:)?(?:table|autoFilter|sortState|sortCondition)(?=[\s/>])[^>]*>")
_WAITS = re.compile(rb"""\sinsertRow(?:Shift)?\s*=\s*["'][^"']*["']""")
_REF_VALUE = re.compile(rb"""(\sref\s*=\s*)(["'])([^"']*)\2""")


@dataclass(frozen=True, slots=True)
class TablePart:
    """Where a table stands: `box` with header and totals row, `formulas` those of calculated columns.

    `waits` says that Excel shows the one blank row of an empty table as a row to type into.
    """

    name: str
    part: str
    sheet: str
    sheet_part: str
    box: Box
    header: int
    totals: int
    waits: bool
    columns: tuple[str, ...]
    formulas: tuple[CalculatedFormula | None, ...]

    @property
    def first_row(self) -> int:
        """Return the worksheet row of the first data row."""
        return self.box.top + self.header

    @property
    def height(self) -> int:
        """Return the number of data rows."""
        return max(0, self.box.bottom - self.totals - self.first_row + 1)


@dataclass(frozen=True, slots=True)
class CalculatedFormula:
    """The formula that Excel puts into every row of a calculated column."""

    text: str
    is_array: bool


def table_part(root: Element, part: str, sheet: str, sheet_part: str) -> TablePart | None:
    """Read a table's part; None if it has no name or no place."""
    name, box = root.get("displayName") or root.get("name"), boxed(root.get("ref", ""))
    if not name or not box:
        return None
    nodes = [node for node in root.iter() if node.tag.rpartition("}")[2] == "tableColumn"]
    return TablePart(
        name=name,
        part=part,
        sheet=sheet,
        sheet_part=sheet_part,
        box=box,
        header=_count(root, "headerRowCount", 1),
        totals=_count(root, "totalsRowCount", 0),
        waits=root.get("insertRow", "0") in ("1", "true"),
        columns=tuple(node.get("name", "") for node in nodes),
        formulas=tuple(_formula(node) for node in nodes),
    )


def _count(root: Element, name: str, default: int) -> int:
    text = root.get(name, "")
    return int(text) if text.isdecimal() else default


def _formula(column: Element) -> CalculatedFormula | None:
    for node in column:
        if node.tag.rpartition("}")[2] == "calculatedColumnFormula" and node.text:
            return CalculatedFormula(node.text, node.get("array") in ("1", "true"))
    return None


def resized(data: bytes, table: TablePart, height: int) -> bytes:
    """Return the table's part with another number of data rows; every other byte stays.

    Filter and sort ranges that end with the table end with it again.
    """
    old, new = table.box.bottom, table.first_row + height + table.totals - 1
    ends = {old: new, old - table.totals: new - table.totals}

    def moved(match: re.Match[bytes]) -> bytes:
        box = boxed(match[3].decode())
        if not box or box.bottom not in ends:
            return match[0]
        ref = f"{reference(box.top, box.left)}:{reference(ends[box.bottom], box.right)}"
        return match[1] + match[2] + ref.encode() + match[2]

    return _SIZED.sub(lambda tag: _REF_VALUE.sub(moved, _WAITS.sub(b"", tag[0])), data)
