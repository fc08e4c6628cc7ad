"""What a posting changed is kept with each name once, and read as it was, also from entries of before."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.remits.posted import book
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.remits.post_cells import all_by_name, by_name, cells_of, figures_of

ONE = "CR26-000101"
CELL = st.none() | st.integers(-(10**9), 10**9) | st.sampled_from(["", "PAID", "2026-05-04"])


@st.composite
def figures(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, object]]:
    """Draw cells of claims and lines as lists, and the same by name."""
    of_claim = draw(st.lists(st.sampled_from("abcdef"), unique=True))
    of_line = ["claim_id", "line_no", *draw(st.lists(st.sampled_from("ghij"), unique=True))]
    row = st.tuples(*[CELL] * len(of_claim)).map(list)
    claims = draw(st.dictionaries(st.text(max_size=4), row, max_size=4))
    lines = draw(st.lists(st.tuples(*[CELL] * len(of_line)).map(list), max_size=4))
    told = {
        "claims": {claim: dict(zip(of_claim, cells, strict=True)) for claim, cells in claims.items()},
        "lines": [dict(zip(of_line, cells, strict=True)) for cells in lines],
    }
    return {"claim_cells": of_claim, "claims": claims, "line_cells": of_line, "lines": lines}, told


@given(figures(), figures(), st.booleans())
def test_it_is_read_as_it_was(before, after, has_figures):
    kept, meant = ({"remit_id": "RM000001", "held": [], "denials": ["DN0001"]} for _ in range(2))
    if has_figures:
        kept |= {"before": before[0], "after": after[0]}
        meant |= {"before": before[1], "after": after[1]}
    assert all_by_name(json.loads(json.dumps(kept, sort_keys=True))) == meant  # as the journal keeps it
    assert all_by_name(meant) == meant, "an entry of an earlier version"


def test_each_cell_is_named_once(tmp_path):
    records = Records(FileWorkbook(book(tmp_path, ONE, balance=180.0)))
    kept = cells_of(records, [ONE], [(ONE, 1), (ONE, 99)])
    assert json.dumps(kept).count("balance_owner") == 1
    told = figures_of(records, [ONE], [(ONE, 1), (ONE, 99)])
    assert told == by_name(kept)
    assert (told["claims"][ONE]["balance"], told["claims"][ONE]["status"]) == (18_000, "ACCEPTED")
    assert [(line["claim_id"], line["line_no"]) for line in told["lines"]] == [(ONE, 1)]
