"""What a posting changed, as the journal keeps it: names of cells once, then the cells by claim and by line.

A posting of ten thousand claims names its cells half a million times otherwise, and all of that is hashed
whenever the journal is looked at. Entries of earlier versions are read as they are.

Source: handbook §11.5; DESIGN §4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WHEN = ("before", "after")
Kept = Mapping[str, Any]


def packed(kept: Kept) -> dict[str, Any]:
    """Return what a posting changed with the cells as lists."""
    return {**kept, **{when: _packed(kept[when]) for when in WHEN if when in kept}}


def unpacked(detail: Kept) -> dict[str, Any]:
    """Return what a posting changed with the cells by name again."""
    return {**detail, **{when: _unpacked(detail[when]) for when in WHEN if when in detail}}


def _packed(figures: Kept) -> dict[str, Any]:
    claims, lines = figures["claims"], figures["lines"]
    return {
        "claim_cells": list(next(iter(claims.values()), ())),
        "claims": {claim: list(cells.values()) for claim, cells in claims.items()},
        "line_cells": list(next(iter(lines), ())),
        "lines": [list(line.values()) for line in lines],
    }


def _unpacked(figures: Kept) -> dict[str, Any]:
    if "claim_cells" not in figures:
        return dict(figures)
    of_claim, of_line = figures["claim_cells"], figures["line_cells"]
    return {
        "claims": {c: dict(zip(of_claim, cells, strict=True)) for c, cells in figures["claims"].items()},
        "lines": [dict(zip(of_line, cells, strict=True)) for cells in figures["lines"]],
    }
