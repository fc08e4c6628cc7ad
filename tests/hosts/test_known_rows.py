"""Rows that are there are changed many at once or one by one, with the same bytes, and the check accepts no others."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_massbill.book.workbook import Formula
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts import known_rows
from xl_massbill.hosts.a1 import letters
from xl_massbill.hosts.cell_xml import CellWriter
from xl_massbill.hosts.edits import Edits
from xl_massbill.hosts.package import Package
from xl_massbill.hosts.parts import parts
from xl_massbill.hosts.read_back import reads_as_meant
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_splice import NewStyles, Splice
from xl_massbill.hosts.sheet_xml import SheetXml
from xl_massbill.hosts.touched import Touched, TouchedRows
from xl_massbill.template.workbook import build

HEAD, TAIL = b'<worksheet><dimension ref="A1:C3"/><sheetData>', b"</sheetData></worksheet>"
TAGS = st.sampled_from([b"", b' s="3"', b' s="3" t="n"', b' t="n" s="7"', b' cm="1"'])
INSIDE = st.sampled_from(
    [
        b"",
        b"<v>1</v>",
        b"<is><t>a</t></is>",
        b"<f>A1</f><v>2</v>",
        b'<f t="shared" ref="B2:D5" si="0">A1</f><v>2</v>',
        b"<is><t/></is>",
        b"<is><r><t>x</t></r></is>",
    ]
)
ROW_TAGS = st.sampled_from([b"", b' spans="1:2"', b' s="4" customFormat="1"', b' ht="20" spans="2:3"'])
PLAIN = st.none() | st.sampled_from(["x", "a<b", 2.5, 3, True, dt.date(2026, 5, 4)])
ODD = PLAIN | st.just(Formula("A1", 1.0))


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """Draw a sheet whose rows may lack cells, be empty, be lacking themselves, or be written in other ways."""
    rows, is_odd = [], draw(st.integers(0, 5)) == 0
    columns = st.lists(st.integers(1, 6), unique=True)
    for row in draw(st.lists(st.integers(1, 9), unique=True, min_size=1).map(sorted)):
        cells = b""
        for column in draw(columns if is_odd else columns.map(sorted)):
            ref = b' r="%s%d"' % (letters(column).encode(), row)
            inside, tag = draw(INSIDE), draw(TAGS)
            tag = b"<c" + (tag + ref if is_odd and draw(st.booleans()) else ref + tag)
            cells += tag + (b">%s</c>" % inside if inside else b"/>")
        told = b'<row r="%d"%s' % (row, draw(ROW_TAGS))
        rows.append(told + (b">%s</row>" % cells if cells else b"/>"))
    return HEAD + b"".join(rows) + TAIL


@st.composite
def edits(draw: st.DrawFn) -> dict[tuple[int, int], object]:
    """Draw new cells by row and column; one that is odd has all rows done one by one, so it is rare."""
    new = draw(st.sampled_from([PLAIN, PLAIN, PLAIN, ODD]))
    return draw(st.dictionaries(st.tuples(st.integers(2, 10), st.integers(1, 7)), new, min_size=1))


def spliced(data: bytes, new: dict, styles: dict[int, int]) -> bytes | None:
    """Return a sheet with new cells; None if nothing differs, or the sheet is refused."""
    told = Edits()
    for (row, column), cell in new.items():
        told.put(row, column, cell)
    writer = CellWriter(b"", False, lambda style, kind: style + 40)
    try:
        pieces = Splice(SheetXml(data, "S"), writer, NewStyles([(2, styles)])).pieces(told)
    except Refused as refused:
        return str(refused).encode()
    return None if pieces is None else b"".join(pieces)


def is_right(old: bytes, now: bytes, new: dict) -> bool:
    """Say whether nothing but these cells differs, as the check before a save sees it."""
    told = Edits()
    for (row, column), cell in new.items():
        told.put(row, column, cell)
    try:
        list(Touched(SheetXml(old, "S"), SheetXml(now, "S"), told).rows())
    except (ValueError, LookupError, Refused):
        return False
    return True


@settings(max_examples=300)
@given(sheets(), edits(), st.dictionaries(st.integers(1, 7), st.sampled_from([3, 5]), max_size=4))
def test_both_ways_write_the_same(data, new, styles):
    at_once = spliced(data, new, styles)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(known_rows.KnownRows, "changed", lambda self, at, old: None)
        one_by_one = spliced(data, new, styles)
    is_refused = one_by_one is not None and not one_by_one.startswith(HEAD[:10])
    # a row in disorder is refused when it is taken apart, but cells that are found in it can be exchanged
    assert at_once == one_by_one or (is_refused and is_right(data, at_once, new))
    if at_once and at_once.startswith(HEAD[:10]):
        assert is_right(data, at_once, new)


USUAL = {(row, column): f"n{row}{column}" for row in range(2, 6) for column in (2, 4, 6)}
SHEET = (
    HEAD
    + b"".join(
        b'<row r="%d" spans="1:5"><c r="A%d" s="2"><v>%d</v></c><c r="B%d" s="3"/>'
        b'<c r="D%d" t="inlineStr"><is><t>old</t></is></c><c r="E%d"/></row>' % ((row,) * 6)
        for row in range(1, 7)
    )
    + TAIL
)


def test_usual_rows_are_done_at_once(monkeypatch):
    done = io.StringIO()
    whole = known_rows.KnownRows.changed

    def changed(self, at, old):
        made = whole(self, at, old)
        done.write("-" if made is None else "+")
        return made

    monkeypatch.setattr(known_rows.KnownRows, "changed", changed)
    made = spliced(SHEET, USUAL, {6: 9})
    assert done.getvalue() == "++++"
    assert b'<row r="2" spans="1:6"><c r="A2" s="2"><v>2</v></c><c r="B2" s="3" t="inlineStr">' in made
    assert made.count(b'<c r="F') == made.count(b' s="9" t="inlineStr">') == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="A3" s="2">', b'<c r="A3" s="1">'),
        (b'<c r="A3" s="2"><v>3</v></c>', b""),
        (b'<c r="E3"/>', b'<c r="E3"><v>1</v></c>'),
        (b'<row r="3" spans="1:6">', b'<row r="3" spans="1:6" hidden="1">'),
        (b'<c r="E6"/>', b'<c r="E6" s="1"/>'),
        (b"</row></sheetData>", b'<c r="F6"/></row></sheetData>'),
    ],
)
def test_what_was_not_meant_is_noticed(old, new):
    made = spliced(SHEET, USUAL, {})
    assert old in made
    assert is_right(SHEET, made, USUAL)
    assert not is_right(SHEET, made.replace(old, new, 1), USUAL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="A3" s="2">', b'<c r="A3" s="1">'),
        (b'r="B8"', b'r="B9"'),
        (b'r="B8"', b'r="E8"'),
        (b'r="B8"', b'r="D8"'),
        (b'<row r="8">', b'<row r="8" hidden="1">'),
        (b'<row r="8">', b'<row r="8"><c r="A8"/>'),
        (b"</row>", b"</row><row/>"),
        (b"n84</t></is></c>", b"n84</t></is></c><f>1</f>"),
        (b"</c></row></sheetData>", b"</c></row><row r='10'/></sheetData>"),
    ],
)
def test_new_rows_hold_nothing_else(old, new):
    fresh = {(row, column): f"n{row}{column}" for row in range(7, 10) for column in (2, 4)}
    made = spliced(SHEET, fresh, {})
    assert old in made
    assert is_right(SHEET, made, fresh)
    at = made.rindex(old)
    assert not is_right(SHEET, made[:at] + new + made[at + len(old) :], fresh)


@pytest.mark.parametrize(
    ("cell", "is_meant"),
    [
        (b'<c r="A7"><v>1</v></c>', True),
        (b'<c r="A7" t="b"><v>1</v></c>', False),
        (b'<c r="A7" t="str"><v>1</v></c>', False),
        (b'<c r="A7" t="e"><v>#N/A</v></c>', False),
        (b'<c r="A7"/>', False),
    ],
)
def test_a_value_of_another_kind_is_noticed(cell, is_meant):
    package = Package(build(rule_rows=[]))
    rows = TouchedRows([7], {1: [1.0]}, b'<row r="7">%s</row>' % cell)
    assert reads_as_meant(Reader(package, parts(package)), SheetXml(SHEET, "S"), rows) is is_meant


def test_a_cell_that_cannot_be_read_is_noticed():
    package = Package(build(rule_rows=[]))
    rows = TouchedRows([7], {1: [1.0]}, b'<row r="7"><c r="A7" t="e"><v>1</v></c></row>')
    with pytest.raises(Unreadable):
        reads_as_meant(Reader(package, parts(package)), SheetXml(SHEET, "S"), rows)
