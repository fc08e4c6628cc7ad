"""The diagnoses of the visits: every filled cell, what the lines point to, and the list of each visit.

A claim carries the diagnoses of a visit once, whichever of its lines name them (the builder unites them in
the order of the lines). So a finding about a diagnosis stands at one cell: the first of the visit, by line
number and position, that holds the code. A few hundred different codes stand in a hundred thousand lines,
and as few different lists; rules ask each once and deal the answers out by number.

Source: handbook §1.11 (dx1..dx12, ptr1..ptr4), §3.3 (12 diagnoses, 4 pointers), §7.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers, any_of, first_of, numbered
from xl_massbill.practice.lines import Lines, Positions

PLACES = tuple(f"dx{n}" for n in range(1, 13))
POINTERS = tuple(f"ptr{n}" for n in range(1, 5))


@dataclass(frozen=True, slots=True)
class Listed:
    """Every filled diagnosis cell, line by line.

    `line` and `place` (1 to 12) say where it is, `number` which of `codes` it holds; `first` is the cell
    at which findings about that code of the visit stand, itself for the first. `cell` holds for each line
    and place the position among the cells, -1 for a blank one.
    """

    line: Positions
    place: Numbers
    number: Numbers
    codes: tuple[str, ...]
    first: Positions
    cell: npt.NDArray[np.int64]

    def where(self, ask: Callable[[str], bool]) -> Mask:
        """Return the cells whose code has a property; each different code is asked once."""
        return np.array([ask(code) for code in self.codes], dtype=bool)[self.number]

    def lines_with(self, mask: Mask) -> Mask:
        """Return which lines have a cell of the mask."""
        out = np.zeros(len(self.cell), dtype=bool)
        out[self.line[mask]] = True
        return out

    def code(self, cell: int) -> str:
        """Return the code in a cell."""
        return self.codes[int(self.number[cell])]


@dataclass(frozen=True, slots=True)
class Pointed:
    """Every filled pointer, line by line: where it is (`slot` 1 to 4), what it says, the cell it leads to.

    `cell` is -1 for a pointer that leads nowhere.
    """

    line: Positions
    slot: Numbers
    says: Numbers
    cell: Positions

    def leading(self) -> tuple[Positions, Positions]:
        """Return line and cell of the pointers that lead to a diagnosis."""
        leads = self.cell >= 0
        return self.line[leads], self.cell[leads]

    def cells_of(self, line: int) -> list[int]:
        """Return the cells that a line points to, each once, in the order of the pointers."""
        start, end = np.searchsorted(self.line, [line, line + 1])
        return [cell for cell in dict.fromkeys(self.cell[start:end].tolist()) if cell >= 0]


@dataclass(frozen=True, slots=True)
class VisitLists:
    """The diagnoses of whole visits: `number` says for each line which of `lists` its visit has."""

    number: Numbers
    lists: tuple[tuple[str, ...], ...]

    def where(self, ask: Callable[[tuple[str, ...]], bool]) -> Mask:
        """Return the lines whose visit's list has a property; each different list is asked once."""
        return np.array([ask(codes) for codes in self.lists], dtype=bool)[self.number]


def listed(lines: Lines) -> Listed:
    """Return every filled diagnosis cell of the lines."""
    return lines.shared(_listed)


def pointed(lines: Lines) -> Pointed:
    """Return every filled pointer of the lines."""
    return lines.shared(_pointed)


def visit_lists(lines: Lines) -> VisitLists:
    """Return the diagnoses of each visit, in the order in which the claim lists them."""
    return lines.shared(_visit_lists)


def visit_of(lines: Lines) -> Numbers:
    """Return a number for the visit of each line; a line without a visit number is a visit of its own."""
    visits = numbered(lines.sheet["visit_id"])
    return np.where(visits >= 0, visits, visits.max(initial=-1) + 1 + np.arange(len(visits)))


def by_line_number(lines: Lines) -> Positions:
    """Return the positions of the lines, ordered by visit and line number, sheet order where it is equal.

    Lines that were cancelled, missed or paid cash come last in their visit.
    """
    last = np.int64(2**31)
    number = np.minimum(lines.sheet["line_no"].to_numpy(dtype=np.int64, na_value=last), last)
    visits = visit_of(lines) * 2 + ~lines["is_counted"].to_numpy(dtype=bool)
    return np.argsort(visits * (last + 1) + number, kind="stable")


def first_in_visit(lines: Lines, mask: Mask) -> pd.Series[Any]:
    """Return for each line the position of the first line of its visit that is in the mask."""
    if not mask.any():
        return pd.Series(np.arange(len(lines)))
    order = lines.shared(by_line_number)
    first = np.empty(len(lines), dtype=np.int64)
    first[order] = order[first_of(visit_of(lines)[order], where=mask[order])]
    return pd.Series(first)


def is_in(
    lines: Lines, owner: Positions, owners: Positions, lists: Iterable[Sequence[str | None] | None]
) -> Mask:
    """Return the diagnosis cells whose code stands in a list of the line's owner.

    `owner` says whose each line is (the position of its order, say), `owners` whose each of the lists is;
    -1 is nobody's.
    """
    found = listed(lines)
    known = {code: n for n, code in enumerate(found.codes)}
    size = len(found.codes)
    keys = [
        own * size + known[code]
        for own, codes in zip(owners.tolist(), lists, strict=True)
        if own >= 0
        for code in codes or ()
        if code in known
    ]
    cells = owner[found.line] * size + found.number
    return np.isin(cells, np.array(keys, dtype=np.int64)) & (owner[found.line] >= 0)


def in_trail(lines: Lines) -> Mask:
    """Return the diagnosis cells of which DxTrail says where they came from, for that patient."""
    sheet = lines.records["dx_trail"]
    patients = lines.records.positions("patients", "patient_id", sheet["patient_id"])
    return is_in(lines, lines.position("patient"), patients, ((dx,) for dx in sheet["dx"]))


def _listed(lines: Lines) -> Listed:
    cells = np.stack([lines[name].to_numpy(dtype=object) for name in PLACES], axis=1)
    line, place = np.nonzero(cells.astype(bool))
    number, codes = pd.factorize(cells[line, place])
    cell = np.full(cells.shape, -1, dtype=np.int64)
    cell[line, place] = np.arange(len(line))
    rank = np.empty(len(lines), dtype=np.int64)
    rank[lines.shared(by_line_number)] = np.arange(len(lines))
    order = np.argsort(rank[line], kind="stable")
    first = np.empty(len(line), dtype=np.int64)
    first[order] = order[first_of(numbered(visit_of(lines)[line[order]], number[order]))]
    return Listed(line, place + 1, number, tuple(codes.tolist()), first, cell)


def _pointed(lines: Lines) -> Pointed:
    says = np.stack([lines[name].to_numpy(dtype=np.int64, na_value=0) for name in POINTERS], axis=1)
    filled = np.stack([lines[name].notna().to_numpy(dtype=bool) for name in POINTERS], axis=1)
    line, slot = np.nonzero(filled)
    value = says[line, slot]
    inside = (value >= 1) & (value <= len(PLACES))
    cell = np.where(inside, listed(lines).cell[line, np.where(inside, value - 1, 0)], -1)
    return Pointed(line, slot + 1, value, cell)


def _visit_lists(lines: Lines) -> VisitLists:
    found, counted = listed(lines), lines["is_counted"].to_numpy(dtype=bool)
    number = np.append(found.number, -1)
    own = numbered(*number[found.cell].T) if len(lines) else np.empty(0, dtype=np.int64)
    lists = [_codes(found, [at]) for at in np.unique(own, return_index=True)[1].tolist()]
    visits = np.where(counted, visit_of(lines), -1)
    mixed = any_of(visits, own != own[first_of(visits)])
    united = own.copy()
    by_visit: dict[int, list[int]] = {}
    order = lines.shared(by_line_number)
    for at in order[mixed[order]].tolist():
        by_visit.setdefault(visits[at], []).append(at)
    for at_lines in by_visit.values():
        united[at_lines] = len(lists)
        lists.append(_codes(found, at_lines))
    return VisitLists(united, tuple(lists))


def _codes(found: Listed, at_lines: list[int]) -> tuple[str, ...]:
    """Return the different codes of some lines in the order in which they stand."""
    cells = [cell for at in at_lines for cell in found.cell[at].tolist() if cell >= 0]
    return tuple(dict.fromkeys(found.code(cell) for cell in cells))
