"""The cells of claims and lines that a posting may change, as they stand, and as the journal keeps them.

The journal names the cells once: a posting of ten thousand claims would name them half a million times, and
all of that is hashed whenever the journal is looked at. Entries of earlier versions name them for each claim.

Source: handbook §11.5; DESIGN §4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xl_massbill.claims.keeping import STATE_CELLS
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import CLAIM_CELLS, LINE_CELLS
from xl_massbill.remits.post_values import Row

ALL_CLAIM_CELLS = (*CLAIM_CELLS, *STATE_CELLS)
WHEN = ("before", "after")


def cells_of(records: Records, claims: Iterable[str], lines: Iterable[tuple[str, int]]) -> Row:
    """Return the cells as they stand, as lists: names once, then the cells by claim and of each line."""
    sheet, at = records["claims"], records.index("claims", "claim_id")
    names = [n for n in ALL_CLAIM_CELLS if not sheet.lacks(n)]
    known = list(zip(*map(sheet.kept, names), strict=True))
    of_claims = {claim: list(known[at[claim]]) for claim in claims}
    line_names, of_lines = ["claim_id", "line_no", *LINE_CELLS], list[list[Any]]()
    if wanted := list(lines):
        sheet = records["claim_lines"]
        keys = zip(sheet.kept("claim_id"), sheet.kept("line_no"), strict=True)
        where = {key: i for i, key in enumerate(keys)}
        known = list(zip(*map(sheet.kept, line_names), strict=True))
        of_lines = [list(known[where[line]]) for line in wanted if line in where]
    return {"claim_cells": names, "claims": of_claims, "line_cells": line_names, "lines": of_lines}


def figures_of(records: Records, claims: Iterable[str], lines: Iterable[tuple[str, int]]) -> Row:
    """Return the cells as they stand, by name: by claim, and a row a line."""
    return by_name(cells_of(records, claims, lines))


def by_name(figures: Mapping[str, Any]) -> Row:
    """Return cells by name, by claim and a row a line; figures that are so already as they are."""
    if "claim_cells" not in figures:
        return dict(figures)
    of_claim, of_line = figures["claim_cells"], figures["line_cells"]
    return {
        "claims": {c: dict(zip(of_claim, cells, strict=True)) for c, cells in figures["claims"].items()},
        "lines": [dict(zip(of_line, cells, strict=True)) for cells in figures["lines"]],
    }


def all_by_name(kept: Mapping[str, Any]) -> Row:
    """Return what the journal keeps of a posting with all cells by name."""
    return {**kept, **{when: by_name(kept[when]) for when in WHEN if when in kept}}
