"""Numbers for combinations, firsts and sums, against dictionaries."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.practice.groups import any_of, first_of, numbered, sizes, sums

rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]),
        st.integers(0, 2),
        st.booleans(),
        st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=25,
)


def columns(found):
    words, numbers, within, values = zip(*found, strict=True) if found else ((), (), (), ())
    return (
        pd.Series(words, dtype=object),
        pd.Series(numbers, dtype="Int64"),
        np.array(within, dtype=bool),
        pd.Series(values, dtype="Int64"),
    )


@given(rows)
def test_numbered_like_a_dictionary(found):
    words, numbers, within, _ = columns(found)
    known, expected = {}, []
    for word, number, inside, _ in found:
        whole = inside and word is not None
        expected.append(known.setdefault((word, number), len(known)) if whole else -1)
    assert numbered(words, numbers, within=within).tolist() == expected


@given(rows)
def test_first_any_sums_sizes_like_a_dictionary(found):
    words, numbers, where, values = columns(found)
    groups = numbered(words, numbers)
    members = {g: [i for i, other in enumerate(groups) if other == g] for g in set(groups.tolist()) if g >= 0}
    assert len(sizes(groups)) == len(found)  # also where there is no row
    for i, g in enumerate(groups.tolist()):
        mine = members.get(g, [])
        chosen = [j for j in mine if where[j]]
        assert first_of(groups)[i] == (mine[0] if mine else i)
        assert first_of(groups, where)[i] == (chosen[0] if chosen else i)
        assert any_of(groups, where)[i] == (bool(chosen) if mine else where[i])
        assert sizes(groups)[i] == len(mine)
        total = sums(groups, values).iloc[i]
        assert (total is pd.NA) if not mine else total == sum(found[j][3] or 0 for j in mine)


def test_many_levels_do_not_run_into_each_other():
    size = 70_000
    first, second = pd.Series(np.arange(size)), pd.Series(np.arange(size)[::-1].copy())
    assert len(set(numbered(first, second, first, second, first).tolist())) == size


def test_numbers_in_the_order_of_first_rows():
    assert numbered(pd.Series(["z", "a", "z"])).tolist() == [0, 1, 0]
