"""One cell as the bytes that stand for it in a worksheet part.

Texts are written inline, so that "=1+1" stays a text and the file's table of shared texts is not touched.

Source: ECMA-376 part 1, §18.3.1.4 (c), §18.18.11 (cell types), §22.9.2.19 (ST_Xstring: _xHHHH_).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from typing import Any, Final, NamedTuple

from xl_massbill.book.workbook import Cell, CellError, Formula, NoValue
from xl_massbill.errors import Refused
from xl_massbill.hosts.a1 import letters
from xl_massbill.hosts.cells import serial

# A text that looks like an escape must be escaped itself, or Excel reads another text.
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TYPE = re.compile(rb"""\st\s*=\s*["'][^"']*["']""")


@dataclass(frozen=True, slots=True)
class ArrayFormula:
    """A formula of one of the clinic's own columns that Excel evaluates as an array."""

    text: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """A new result for a formula that stays as it is; None makes the cell forget what it remembered."""

    value: str | float | int | bool | None


New = Cell | ArrayFormula | Renewed
"""What a cell may be meant to hold after a run."""


class Unwritten(Enum):
    """The one value of a cell that stays as it is."""

    UNWRITTEN = "unwritten"
    # that of Enum asks for its name each time, and millions of cells are counted
    __hash__ = object.__hash__


UNWRITTEN: Final = Unwritten.UNWRITTEN
_REMEMBERED = 2_000
"""Texts and numbers of a column that are kept as bytes: most columns repeat themselves."""


class _Form(NamedTuple):
    """How cells of one column and style are written: patterns for the row, and those by what it holds."""

    text: bytes
    value: bytes
    blank: bytes
    texts: dict[Any, bytes]
    numbers: dict[Any, bytes]


class CellWriter:
    """How cells are written in one sheet: its namespace prefix, its calendar, its styles for dates."""

    def __init__(self, prefix: bytes, from_1904: bool, dated: Callable[[int, type], int]) -> None:
        self.prefix = prefix
        self._dated: Callable[[int, type], int] = cache(dated)
        self._day = cache(partial(_serial, from_1904))
        self._form = cache(partial(_form, prefix))
        self._text = partial(_text, prefix)

    def cell(self, row: int, column: int, style: int | None, cell: New) -> bytes:
        """Return a cell's bytes; None makes an empty cell that keeps its style."""
        kind = type(cell)  # most cells are of few kinds; asked for first, because millions pass here
        if kind is str:
            form = self._form(column, style)
            return (form.texts.get(cell) or _learnt(form.texts, form.text, cell, self._text)) % row
        if kind is float or kind is int:
            return self._form(column, style).value % (row, _digits(cell))
        if cell is None:
            return self._form(column, style).blank % row
        if isinstance(cell, (dt.date, dt.time)):
            return self._form(column, self._dated(style or 0, kind)).value % (row, self._day(cell))
        return self._odd(b"%s%d" % (letters(column).encode(), row), style, cell)

    def cells(
        self, rows: Sequence[int], column: int, style: int | None, cells: Sequence[New | Unwritten]
    ) -> list[bytes]:
        """Return the bytes of cells of a column that are not there yet, b"" for those that need none."""
        form = self._form(column, style)
        blank = form.blank if style else b""
        kinds = set(map(type, cells)) - {type(None), Unwritten}
        if kinds not in ({str}, {float}):
            return [
                b""
                if cell is UNWRITTEN or (cell is None and not style)
                else self.cell(row, column, style, cell)
                for row, cell in zip(rows, cells, strict=True)
            ]
        known: dict[Any, bytes] = form.texts if kinds == {str} else form.numbers
        pattern, told = (form.text, self._text) if kinds == {str} else (form.value, _digits)
        return [
            (known.get(cell) or _learnt(known, pattern, cell, told)) % row
            if cell is not None and cell is not UNWRITTEN
            else blank % row if blank and cell is None else b""
            for row, cell in zip(rows, cells, strict=True)
        ]  # fmt: skip

    def _odd(self, ref: bytes, style: int | None, cell: New) -> bytes:
        p = self.prefix
        head = b'<%sc r="%s"' % (p, ref) + (b' s="%d"' % style if style else b"")
        if isinstance(cell, ArrayFormula):
            return head + b'><%sf t="array" ref="%s">%s</%sf></%sc>' % (p, ref, _escaped(cell.text), p, p)
        if isinstance(cell, Formula):
            return self._formula(head, cell)
        if isinstance(cell, Renewed):
            raise TypeError("a new result needs the formula that is there")
        kind, value = self._value(cell)
        return head + kind + b"><%sv>%s</%sv></%sc>" % (p, value, p, p)

    def renewed(self, old: bytes, result: Renewed) -> bytes:
        """Return a cell with the same formula, style and marks, and another result."""
        p = self.prefix
        formula = formula_of(old, p)
        end = old.index(b">")
        head = _TYPE.sub(b"", old[:end].removesuffix(b"/").rstrip())
        if result.value is None:
            return head + b">" + formula + b"</%sc>" % p
        if isinstance(result.value, str):
            kind, value = b' t="str"', text_bytes(result.value)
        else:
            kind, value = self._value(result.value)
        return head + kind + b">" + formula + b"<%sv>%s</%sv></%sc>" % (p, value, p, p)

    def _formula(self, head: bytes, cell: Formula) -> bytes:
        p = self.prefix
        formula = b"<%sf>%s</%sf>" % (p, _escaped(cell.text), p)
        if cell.value is None:
            return head + b">" + formula + b"</%sc>" % p
        if isinstance(cell.value, str) and not isinstance(cell.value, CellError):
            kind, value = b' t="str"', text_bytes(cell.value)
        else:
            kind, value = self._value(cell.value)
        return head + kind + b">" + formula + b"<%sv>%s</%sv></%sc>" % (p, value, p, p)

    def _value(self, cell: Cell) -> tuple[bytes, bytes]:
        """Return type attribute and value of a cell that is not a text."""
        if isinstance(cell, bool):
            return b' t="b"', b"1" if cell else b"0"
        if isinstance(cell, CellError):
            return b' t="e"', _escaped(cell)
        if isinstance(cell, (dt.date, dt.time)):
            return b"", self._day(cell)
        if isinstance(cell, (int, float)):
            return b"", repr(cell).encode()
        if isinstance(cell, NoValue):
            raise Refused(
                "A formula was never calculated, so its result cannot be moved: open the workbook in Excel, "
                "save it, and run again."
            )
        raise TypeError(f"a cell cannot hold a value of type {type(cell).__name__}")


def _serial(from_1904: bool, day: dt.date | dt.time) -> bytes:
    number = serial(day, from_1904=from_1904)
    if number < 0:
        raise Refused("This workbook counts days from 1904 and cannot hold an earlier date.")
    return repr(number).removesuffix(".0").encode()


def _form(prefix: bytes, column: int, style: int | None) -> _Form:
    p, closing = prefix, b"</%sc>" % prefix
    head = b'<%sc r="%s%%d"' % (p, letters(column).encode()) + (b' s="%d"' % style if style else b"")
    text = b' t="inlineStr"><%sis>%%s</%sis>' % (p, p)
    value = b"><%sv>%%s</%sv>" % (p, p)
    return _Form(head + text + closing, head + value + closing, head + b"/>", {}, {})


def _learnt(known: dict[Any, bytes], form: bytes, cell: Any, told: Callable[[Any], bytes]) -> bytes:
    """Return the pattern of a cell in which only the row is open."""
    pattern = form.replace(b"%d", b"%%d", 1) % told(cell).replace(b"%", b"%%")
    if len(known) < _REMEMBERED:
        known[cell] = pattern
    return pattern


def _digits(number: Any) -> bytes:
    return repr(number).encode()


def formula_of(cell: bytes, prefix: bytes) -> bytes:
    """Return the element of a cell that holds its formula, b"" if it has none."""
    pattern = rb"<%sf(?:\s[^>]*)?(?:/>|>.*?</%sf>)" % (prefix, prefix)
    found = re.search(pattern, cell, re.DOTALL)
    return found[0] if found else b""


def _text(prefix: bytes, text: str) -> bytes:
    """Return the element of a text; only spaces at its ends would be lost without a word.

    >>> _text(b"", "a  b"), _text(b"x:", "a ")
    (b'<t>a  b</t>', b'<x:t xml:space="preserve">a </x:t>')
    """
    space = b' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else b""
    return b"<%st%s>%s</%st>" % (prefix, space, text_bytes(text), prefix)


def text_bytes(text: str) -> bytes:
    r"""Return a text as a cell holds it.

    >>> text_bytes("a<b & c_x000D_ \r")
    b'a&lt;b &amp; c_x005F_x000D_ _x000D_'
    """
    if text.isalnum():  # nothing in it to be escaped
        return text.encode()
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if "\r" in text:
        text = text.replace("\r", "_x000D_")
    return _escaped(text)


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
