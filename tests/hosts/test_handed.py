"""A workbook that was handed over: what it may not do, what is kept of it, and cells on their way."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.books import Book
from tests.hosts.excel_clinic import Open
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Formula, Grid
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts import transfer
from xl_massbill.hosts.handed import Handed, HandedWorkbook, Order
from xl_massbill.hosts.memory import MemoryWorkbook

HEADS = ("Rule", "Place", "Amount", "First seen", "Reason", "Ours")
CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),  # lone halves of characters, too
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.dates(dt.date(1900, 1, 1)),
    st.datetimes(dt.datetime(1900, 1, 1)),
    st.times(),
    st.just(NOT_CALCULATED),
    st.just(CellError("#N/A")),
    st.just("#N/A"),
    st.just("@day"),
)


def grid(columns, first_row=2, sheet="Slips", heads=HEADS):
    return Grid("slips", sheet, first_row, heads[: len(columns)], tuple(columns))


def kinds(cells):
    return [(type(cell), cell) for cell in cells]


def handed(**changes):
    rows = grid([["a", "b"], [None, None], [1.0, 2.0], [None, None], ["x", "y"], [None, "ours"]], **changes)
    return HandedWorkbook([Handed(rows)], {"slips", "sessions"}, registry=REGISTRY)


class TestCellsOnTheirWay:
    @given(st.lists(CELLS, min_size=1, max_size=6))
    def test_a_table(self, cells):
        line = transfer.table_line(Handed(grid([cells, cells]), frozenset({1})))
        assert line.endswith(b"\n") and line.count(b"\n") == 1 and line.isascii()
        found = transfer.table_in(line)
        assert [kinds(c) for c in found.grid.columns] == [kinds(cells)] * 2
        assert (found.grid.headings, found.grid.sheet, found.filled) == (HEADS[:2], "Slips", {1})

    @given(st.lists(st.one_of(CELLS, st.just(Formula("1+1", 2)), st.just(Formula("x")))), st.text())
    def test_an_order(self, cells, by):
        line = transfer.orders_line([Order("write", "slips", {"rule": cells}, by)], said=["x", 1])
        facts = transfer.read_line(line)
        (order,) = transfer.orders_in(facts)
        assert kinds(order.columns["rule"]) == kinds(cells)
        assert (order.verb, order.table, order.by, facts["said"]) == ("write", "slips", by, ["x", 1])

    def test_what_is_no_cell_is_refused(self):
        with pytest.raises(TypeError, match="no cell"):
            transfer.table_line(Handed(grid([[{1}]])))

    def test_no_cell_shows_in_a_repr(self):
        assert repr(Order("write", "slips", {"rule": ["Roe"]})) == "Order(write slips: 1 columns)"
        assert "Roe" not in repr(Handed(grid([["Roe"]])))


class TestFingerprint:
    def of(self, columns, **more):
        return transfer.fingerprint(grid(columns, **more), REGISTRY)

    @given(st.lists(CELLS, min_size=2, max_size=4), st.integers(0, 1), CELLS)
    def test_any_change_of_a_cell_shows(self, cells, at, other):
        changed = [*cells]
        changed[at] = other
        if kinds(cells) != kinds(changed):
            assert self.of([cells]) != self.of([changed])
        if [(type(c), repr(c)) for c in cells] == [(type(c), repr(c)) for c in changed]:
            assert self.of([cells]) == self.of([changed])

    def test_place_order_and_headings_show(self):
        columns = [["a", "b"], ["c", "d"]]
        ways = [
            self.of(columns),
            self.of(columns, first_row=3),
            self.of(columns, sheet="Other"),
            self.of([["b", "a"], ["d", "c"]]),
            self.of([["a"], ["c"]]),
            self.of([["a", "b", None], ["c", "d", None]]),
            self.of(columns[:1]),
            self.of(columns, heads=("Rule", "Reason")),
        ]
        assert len(set(ways)) == len(ways)

    def test_columns_of_the_clinic_do_not_count(self):
        whole = [["a"], [None], [None], [None], [None]]
        assert self.of([*whole, ["x"]]) == self.of([*whole, ["y"]]) == self.of(whole)


class TestTheWorkbook:
    def test_it_has_no_path_and_saves_nothing(self):
        workbook = handed()
        workbook.write("slips", {"amount": [3, 4]})
        assert workbook.path == ""
        with pytest.raises(Refused, match="saved by Excel only"):
            workbook.save()

    def test_a_table_that_was_not_handed_over_is_not_called_absent(self):
        with pytest.raises(LookupError, match="not handed over"):
            handed().read("sessions")
        with pytest.raises(NoTable, match="Owed"):
            handed().read("owed")
        assert handed().tables() == {"slips", "sessions"}

    def test_what_was_looked_at_is_known(self):
        workbook = handed()
        assert workbook.used == frozenset()
        workbook.read("slips")
        assert workbook.used == {"slips"}

    def test_people_s_columns_are_refused_and_no_order_is_kept(self):
        workbook = handed()
        with pytest.raises(Refused, match="filled by people"):
            workbook.write("slips", {"reason": ["p", "q"]})
        assert workbook.orders == []

    def test_orders_given_to_another_host_do_what_they_did_here(self):
        workbook, other = handed(), MemoryWorkbook([handed().read("slips")], registry=REGISTRY)
        workbook.replace("slips", {"rule": ["n"], "place": [Formula("1+1", 2)]})
        workbook.append("slips", {"rule": ["m"]})
        height = workbook.read("slips").height
        workbook.write("slips", {"amount": range(height)})
        workbook.write("slips", {"reason": ["by order"] * height}, by="Kim")
        for order in workbook.orders:
            order.give(other)
        assert list(map(list, other.read("slips").columns)) == list(map(list, workbook.read("slips").columns))
        assert height == 3  # the clinic's own cell stays in its row

    @pytest.mark.parametrize(
        ("filled", "height", "below"), [({5}, 1, ["b", "n"]), (set(), 2, ["b", None, "n"])]
    )
    def test_a_column_that_excel_fills_down_holds_no_row(self, filled, height, below):
        rows = grid([["b", None], *[[None, None]] * 4, [NOT_CALCULATED] * 2])
        made = [
            HandedWorkbook([Handed(rows, frozenset(filled))], {"slips"}, registry=REGISTRY) for _ in range(2)
        ]
        made[0].replace("slips", {"rule": ["n"]})
        assert made[0].read("slips").height == height
        made[1].append("slips", {"rule": ["n"]})
        assert list(made[1].read("slips").columns[0]) == below

    def test_how_far_it_is(self):
        steps = []
        workbook = HandedWorkbook([], [], registry=REGISTRY, progress=lambda *step: steps.append(step))
        workbook.progress(1, 2, "Checking")
        workbook.tell("nobody listens")
        assert steps == [(1, 2, "Checking")]


def test_rows_that_have_no_room_are_refused_when_they_are_written_and_nothing_is(app, tmp_path):
    there = Open(app, tmp_path, Book.small(below={"slips": 7}))
    port = there.port()
    workbook = HandedWorkbook([port.handed("slips")], port.tables(), registry=REGISTRY)
    workbook.replace("slips", {"rule": list("abcdef")})
    before = there.state()
    with pytest.raises(Refused, match=r"7.*Slips"):
        workbook.orders[0].give(port)
    assert there.state() == before and there.path.read_bytes() == there.old
