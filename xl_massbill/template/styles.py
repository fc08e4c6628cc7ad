"""The look of the workbook: one palette, one font, one format for each kind of column.

Colours say who writes where: blue sheets are typed in, green ones are made by the program, grey ones are
reference. Headings are formatted cell by cell, because LibreOffice shows no table styles.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook

from xl_massbill.book.column import Field, Kind, Need, Owner
from xl_massbill.book.own_columns import is_own
from xl_massbill.book.table import Tab, Table

FONT, SIZE = "Arial", 10


class Ink(StrEnum):
    """The palette; every pair of text and ground has a contrast of at least 4.5 to 1."""

    TEXT = "1F2937"
    QUIET = "5B6472"
    WHITE = "FFFFFF"
    LINE = "C9D1DA"
    GRID = "E3E7EC"
    PAPER = "F4F6F8"
    BLUE = "1F4E79"
    BLUE_MID = "3E6FA3"
    BLUE_PALE = "DCE8F4"
    GREEN = "1E5E46"
    GREEN_MID = "3C7D63"
    GREEN_PALE = "DDEFE6"
    GREY = "434B57"
    GREY_MID = "68717F"
    GREY_PALE = "E3E6EA"
    RED = "9B1C1C"
    RED_PALE = "FBE0DF"
    AMBER = "7A4A00"
    AMBER_PALE = "FFF0CC"
    ENTRY = "FFFBE0"
    LINK = "1A56A0"


_FAMILY = {Tab.DAILY: "BLUE", Tab.MASTER: "BLUE", Tab.PROGRAM: "GREEN", Tab.REFERENCE: "GREY"}

DAY, CLOCK, MOMENT = "yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm"
TEXT, WHOLE, MONEY, PERCENT = "@", "0", "#,##0.00", "0.0%"
_FORMATS = {
    Kind.WHOLE: WHOLE,
    Kind.MONEY: MONEY,
    Kind.PERCENT: PERCENT,
    Kind.DAY: DAY,
    Kind.CLOCK: CLOCK,
    Kind.MOMENT: MOMENT,
}
_RIGHT = frozenset({Kind.MONEY, Kind.PERCENT})
_LINKS = frozenset({("findings", "place")})
_CENTRED = frozenset({Kind.WHOLE, Kind.YES_NO, Kind.STATE, Kind.DAY, Kind.CLOCK, Kind.MOMENT})


def family(table: type[Table], shade: str = "") -> str:
    """Return the colour of a table's family of sheets; `shade` is "", "_MID" or "_PALE"."""
    return Ink[_FAMILY[table.facts.tab] + shade].value


def number_format(table: type[Table], field: Field) -> str:
    """Return the format of a column; whatever is no number, date or time stays a text with its zeros."""
    if is_own(field) or (table.facts.name, field.name) in _LINKS:
        return "General"  # a formula in a cell of text would turn into its own words once it is edited
    return _FORMATS.get(field.kind, TEXT)


@cache
def font(
    colour: str = Ink.TEXT,
    size: float = SIZE,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
) -> Font:
    """Return a font of the house."""
    line = "single" if underline else None
    return Font(name=FONT, size=size, bold=bold, italic=italic, underline=line, color=f"FF{colour}")


@cache
def fill(colour: str) -> PatternFill:
    """Return a plain ground; both colours are set, because conditional formats read the second one."""
    return PatternFill("solid", start_color=f"FF{colour}", end_color=f"FF{colour}")


@cache
def lines(colour: str = Ink.LINE, *, below: str | None = "thin", above: str | None = None) -> Border:
    """Return a border of a line below or above."""
    return Border(
        bottom=Side(style=below, color=f"FF{colour}") if below else Side(),
        top=Side(style=above, color=f"FF{colour}") if above else Side(),
    )


def header_ground(table: type[Table], field: Field) -> tuple[PatternFill, Font]:
    """Return ground and font of a heading: required dark, conditional less so, optional and program pale."""
    column = field.column
    if column.owner is Owner.PROGRAM and table.facts.owner is Owner.PERSON:
        return fill(Ink.GREY_PALE), font(Ink.QUIET, italic=True)
    if column.owner is Owner.PERSON and table.facts.owner is Owner.PROGRAM:
        return fill(Ink.BLUE), font(Ink.WHITE, bold=True)
    if column.owner is Owner.PROGRAM or column.need is Need.REQUIRED:
        return fill(family(table)), font(Ink.WHITE, bold=True)
    if column.need is Need.CONDITIONAL:
        return fill(family(table, "_MID")), font(Ink.WHITE, bold=True)
    return fill(family(table, "_PALE")), font(family(table), bold=True)


HEADING_BORDER = Border(
    bottom=Side(style="thin", color=f"FF{Ink.LINE}"), right=Side(style="thin", color=f"FF{Ink.WHITE}")
)
"""A line below, and a light one that parts a heading from the next."""

_FINE = Side(style="thin", color=f"FF{Ink.GRID}")
GRID = Border(right=_FINE, bottom=_FINE)
"""Fine lines around cells, which come out on paper, too."""


def heading_alignment(field: Field) -> Alignment:
    """Return the alignment of a heading: centred over centred cells and amounts, else to the left."""
    across = "center" if field.kind in _CENTRED | _RIGHT else "left"
    return Alignment(horizontal=across, vertical="center", wrap_text=True)


_LONG, _SHORTER = 60, 38
"""Widths from which on texts break into lines."""


def wraps(table: type[Table], field: Field) -> bool:
    """Return whether the texts of a column break into lines: the long words of the program's own sheets.

    On a sheet whose rows are two lines high for such a column, shorter words may break, too.
    """
    if table.facts.owner is not Owner.PROGRAM or field.kind is not Kind.TEXT:
        return False
    long = [f.column.width or 0 for f in table.fields() if f.kind is Kind.TEXT]
    return (field.column.width or 0) >= (_SHORTER if max(long) >= _LONG else _LONG)


def body(table: type[Table], field: Field) -> tuple[Font, PatternFill | None, Alignment]:
    """Return font, ground and alignment of the cells of a column."""
    owner, of_table = field.column.owner, table.facts.owner
    ink = font(Ink.LINK, underline=True) if (table.facts.name, field.name) in _LINKS else font()
    across = "right" if field.kind in _RIGHT else "center" if field.kind in _CENTRED else "left"
    indent = 1 if across == "right" else 0
    alignment = Alignment(
        horizontal=across, vertical="top", wrap_text=wraps(table, field) or None, indent=indent
    )
    if owner is Owner.PROGRAM and of_table is Owner.PERSON:
        return font(Ink.QUIET, italic=True), fill(Ink.PAPER), alignment
    if owner is Owner.PERSON and of_table is Owner.PROGRAM:
        return ink, fill(Ink.ENTRY), alignment
    return ink, None, alignment


def dress(workbook: Workbook) -> None:
    """Make the house's font the workbook's own, so that empty cells and column widths use it as well."""
    workbook._fonts = IndexedList([font()])  # noqa: SLF001 - openpyxl has no public way to do so
