"""What a posting changed is kept with each name once, and read as it was, also from entries of before."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.commands.posting_figures import packed, unpacked

CELL = st.none() | st.integers(-(10**9), 10**9) | st.sampled_from(["", "PAID", "2026-05-04"])


@st.composite
def figures(draw: st.DrawFn) -> dict[str, object]:
    """Draw cells of claims and lines; all claims have the same cells, and all lines."""
    of_claim = draw(st.lists(st.sampled_from("abcdef"), unique=True))
    of_line = ["claim_id", "line_no", *draw(st.lists(st.sampled_from("ghij"), unique=True))]
    claims = draw(st.lists(st.text(max_size=4), unique=True, max_size=4))
    height = draw(st.integers(0, 4))
    return {
        "claims": {claim: {name: draw(CELL) for name in of_claim} for claim in claims},
        "lines": [{name: draw(CELL) for name in of_line} for _ in range(height)],
    }


@given(figures(), figures(), st.booleans())
def test_it_is_read_as_it_was(before, after, has_figures):
    kept = {"remit_id": "RM000001", "held": [], "denials": ["DN0001"]}
    kept |= {"before": before, "after": after} if has_figures else {}
    told = json.dumps(packed(kept), sort_keys=True)  # as the journal keeps it
    assert unpacked(json.loads(told)) == kept
    assert unpacked(kept) == kept, "an entry of an earlier version"


def test_each_name_is_told_once():
    claims = {f"CR26-{n:06}": {"balance": n, "status": "PAID"} for n in range(100)}
    kept = {"before": {"claims": claims, "lines": []}, "after": {"claims": claims, "lines": []}}
    assert json.dumps(packed(kept)).count("balance") == 2
