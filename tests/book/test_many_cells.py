"""A column read at one glance gives what its cells give one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.book.test_kinds import field
from xl_massbill.book.column import Kind
from xl_massbill.book.kinds import read_all, read_cell
from xl_massbill.book.workbook import CellError


@given(
    kind=st.sampled_from([Kind.ID, Kind.NPI, Kind.TIN, Kind.TEXT, Kind.CODE]),
    cells=st.lists(
        st.one_of(
            st.none(),
            st.from_regex(r"[A-Z0-9._ #-]{0,6}", fullmatch=True),
            st.integers(0, 99),
            st.just(CellError("#N/A")),
        ),
        max_size=5,
    ),
)
def test_many_cells_read_as_each_of_them_does(kind, cells):
    of = field(kind)
    assert list(map(repr, read_all(of, cells))) == [repr(read_cell(of, cell)) for cell in cells]
