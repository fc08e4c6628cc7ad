"""How visit lines and claims differ from what was sent: ClaimLines and the fingerprint tell what that was.

Source: handbook §6.11 CLM-017, §1.12 (ClaimLines, locked_hash).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.billed import NOT_OUT
from xl_massbill.practice.bills import GONE, Bills
from xl_massbill.practice.fingerprint import SentLine, fingerprint
from xl_massbill.practice.groups import Numbers, first_of, numbered
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.pointed import diagnoses_sent, diagnoses_typed

_SETTLED = (*GONE, "CLOSED", "WRITTEN_OFF")
_BESIDE = ("claim_id", "visit_id", "code")


class Difference(NamedTuple):
    """One column of a visit line that is not as it was sent."""

    name: str
    typed: Any
    sent: Any


def changed(lines: Lines) -> dict[int, list[Difference]]:
    """Return the lines on claims that are out and match no line of their claim, each with its differences.

    What either side does not know is not compared; of several lines of the visit the nearest one counts.
    """
    bills = lines.shared(Bills)
    at = lines.records.positions("claims", "claim_id", lines["claim_id"])
    is_out = bills["status"].notna().to_numpy(dtype=bool) & ~bills.holds("status", *NOT_OUT)
    those = np.flatnonzero(np.append(is_out, False)[at])
    if not len(those) or not len(bills.lines):
        return {}
    columns = list(_columns(lines, bills, those))
    first = _first_match(lines, bills, those)
    same = first >= 0
    for column in columns:
        same &= column.agree(first)
    found = {}
    for i in np.flatnonzero(~same).tolist():
        beside = _lines_of_visit(lines, bills, int(those[i]))
        nearest = min((_differences(columns, i, sent) for sent in beside), key=len, default=[])
        if nearest:
            found[int(those[i])] = nearest
    return found


def is_another(bills: Bills) -> Mask:
    """Return the open claims whose rows do not have the fingerprint of what was sent."""
    locked = bills["locked_hash"]
    mask = locked.notna().to_numpy(dtype=bool) & ~bills.holds("status", *_SETTLED)
    for i in np.flatnonzero(mask).tolist():
        mask[i] = _print_now(bills, i) not in (None, locked.iloc[i])
    return mask


class _Column:
    """One column as typed in the visits and as sent; unknown cells of either side agree with everything."""

    def __init__(self, name: str, typed: pd.Series[Any], sent: pd.Series[Any]) -> None:
        self.name = name
        self.typed, self._typed_known = _cells(typed)
        self.sent, self._sent_known = _cells(sent)

    def agree(self, sent: Numbers) -> Mask:
        """Return for each line whether it is as the claim line beside it."""
        unknown = ~self._typed_known | ~self._sent_known[sent]
        return np.asarray(unknown | (self.typed == self.sent[sent]), dtype=bool)

    def differs(self, line: int, sent: int) -> bool:
        """Return whether a line is not as a claim line."""
        known = self._typed_known[line] and self._sent_known[sent]
        return bool(known and self.typed[line] != self.sent[sent])


def _cells(column: pd.Series[Any]) -> tuple[npt.NDArray[np.object_], Mask]:
    known = column.notna().to_numpy(dtype=bool)
    return column.astype(object).where(known, None).to_numpy(dtype=object), known


def _columns(lines: Lines, bills: Bills, those: Numbers) -> Iterator[_Column]:
    sent = bills.lines
    for name in ("code", "dos", "units", "charge"):
        yield _Column(name, lines[name].iloc[those], sent[name])
    mods = pd.Series([" ".join(sorted(found)) if found else "" for found in sent["mods"]], dtype=object)
    yield _Column("mod1", lines["modifiers"].iloc[those], mods)
    yield _Column("ptr1", diagnoses_typed(lines, those), diagnoses_sent(bills))


def _first_match(lines: Lines, bills: Bills, those: Numbers) -> Numbers:
    """Return the position of the first claim line with each line's claim, visit and code, -1 for none."""
    size = len(bills.lines)
    groups = numbered(*(pd.concat([bills.lines[name], lines[name].iloc[those]]) for name in _BESIDE))
    first = first_of(groups, where=np.arange(len(groups)) < size)[size:]
    return np.where(first < size, first, -1)


def _lines_of_visit(lines: Lines, bills: Bills, line: int) -> Iterator[int]:
    claim = lines.records.index("claims", "claim_id")[lines["claim_id"].iloc[line]]
    visit = lines["visit_id"].iloc[line]
    for sent in bills.lines_of.get(claim, ()):
        if bills.lines["visit_id"].iloc[sent] == visit:
            yield sent


def _differences(columns: Sequence[_Column], line: int, sent: int) -> list[Difference]:
    return [Difference(c.name, c.typed[line], c.sent[sent]) for c in columns if c.differs(line, sent)]


def _print_now(bills: Bills, claim: int) -> str | None:
    """Return the fingerprint of the rows as they stand; None where a cell of it is not known."""
    sent = []
    for line in bills.lines_of.get(claim, ()):
        cells = [bills.lines[name].iloc[line] for name in ("visit_id", "dos", "code", "units", "charge")]
        if any(pd.isna(cell) for cell in cells):
            return None
        visit, day, code, units, charge = cells
        mods = bills.lines["mods"].iloc[line] or ()
        sent.append(SentLine(visit, day.date(), code, mods, int(units), int(charge)))
    own = [bills[name].iloc[claim] for name in ("claim_id", "frequency", "total_charge")]
    if any(pd.isna(cell) for cell in own):
        return None
    diagnoses = [dx for i in range(1, 13) if (dx := bills[f"dx{i}"].iloc[claim])]
    return fingerprint(own[0], own[1], int(own[2]), diagnoses, sent)
