"""What other claims already hold of a visit line: the same service, out to the same payer or to two.

A claim counts as out from the moment its file was written. It counts no more once it was rejected (it
never was adjudicated), replaced by another or voided. The column `claims_beside` holds a Beside for the
few lines that have one, None for the others.

Source: handbook §8.9 (states), §1.12, §6.10.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice.groups import Numbers, first_of, numbered
from xl_massbill.practice.lines import Lines, derived, take
from xl_massbill.practice.services import APART

NOT_OUT = ("DRAFT", "HOLD", "READY", "REJECTED", "REPLACED", "VOIDED")
GONE = ("DENIED", "WRITTEN_OFF")
"""States in which a first payer no longer stands in the way of another one."""
VOID = "8"


class Beside(NamedTuple):
    """Claims that stand in the way of a line."""

    claim: str | None
    """Another claim than the line's own that holds its patient, day, code and payer."""
    status: str | None
    firsts: tuple[str, str] | None
    """Two claims that hold its visit and code, each as the first payer's, to different payers."""


@derived("claims_beside")
def _beside(lines: Lines) -> pd.Series[Any]:
    """Return what other claims hold of each line."""
    found = np.full(len(lines), None, dtype=object)
    out = Out(lines)
    if not len(out.claim):
        return pd.Series(found, dtype=object)
    other, (first, second) = _other_claim(lines, out), _first_payers(lines, out)
    ids, states = out.claims["claim_id"].tolist(), out.claims["status"].tolist()
    for i in np.flatnonzero((other >= 0) | (second >= 0)).tolist():
        claim, status = (ids[other[i]], states[other[i]]) if other[i] >= 0 else (None, None)
        firsts = (ids[first[i]], ids[second[i]]) if second[i] >= 0 else None
        found[i] = Beside(claim, status, firsts)
    return pd.Series(found, dtype=object)


class Out:
    """The claim lines that are out; `claim` is the position of each one's claim in `claims`."""

    def __init__(self, lines: Lines) -> None:
        self.claims = lines.records["claims"]
        self._sheet = lines.records["claim_lines"]
        at = lines.records.positions("claims", "claim_id", self._sheet["claim_id"])
        status, frequency = self.claims["status"], self.claims["frequency"]
        is_out = as_booleans(status.notna() & ~status.isin(NOT_OUT) & (frequency != VOID))
        self._those = np.flatnonzero((at >= 0) & np.append(is_out, False)[at])
        self.claim = at[self._those]

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column of the claim lines."""
        return self._sheet[name].iloc[self._those]

    def of_claim(self, name: str) -> pd.Series[Any]:
        """Return a column of their claims."""
        return take(self.claims[name], self.claim)


def _other_claim(lines: Lines, out: Out) -> Numbers:
    """Return for each line the position of another bill with its service, -1 for none."""
    size, names = len(lines), (("patient_id", "patient_id"), ("coverage_payer_id", "payer_id"))
    whose = numbered(*(pd.concat([lines[ours], out.claims[theirs]]) for ours, theirs in names))
    whose = np.concatenate([whose[:size], whose[size:][out.claim]])
    apart = [bool(mods) and not APART.isdisjoint(mods) for mods in out["mods"]]
    service = numbered(
        *(pd.concat([lines[name], out[name]]) for name in ("dos", "code")),
        whose,
        within=(whose >= 0) & ~np.concatenate([as_booleans(lines["is_set_apart"]), apart]),
    )
    own = lines.records.positions("claims", "claim_id", lines["claim_id"])
    claim = np.concatenate([own, out.claim])
    bill = np.append(oldest(out.claims), -1)[claim]
    is_out = np.arange(len(bill)) >= size
    first = first_of(service, where=is_out)
    second = first_of(service, where=is_out & (bill != bill[first]))
    other = np.where(bill != bill[first], first, second)[:size]
    return np.where(is_out[other], claim[other], -1)


def _first_payers(lines: Lines, out: Out) -> tuple[Numbers, Numbers]:
    """Return for each line the positions of two claims to first payers; the second is -1 for none."""
    status, paid = out.claims["status"], out.claims["paid_total"]
    unpaid = (status == "CLOSED") & (paid.fillna(0) == 0)
    stands = as_booleans((out.claims["payer_seq"] == "P") & ~status.isin(GONE) & ~unpaid)
    size = len(lines)
    counts = np.concatenate([np.zeros(size, dtype=bool), stands[out.claim]])
    service = numbered(*(pd.concat([lines[name], out[name]]) for name in ("visit_id", "code")))
    payer = np.concatenate([np.full(size, -1), pd.factorize(out.of_claim("payer_id"))[0]])
    claim = np.concatenate([np.full(size, -1), out.claim])
    first = first_of(service, where=counts)
    second = first_of(service, where=counts & (payer != payer[first]))[:size]
    return claim[first[:size]], claim[second]


def oldest(claims: Sheet) -> Numbers:
    """Return for each claim the position of the first one that it replaces or follows, or its own."""
    older: dict[str, str] = {}
    for name in ("parent_claim_id", "replaces_claim_id"):
        named = claims[name].notna()
        older |= dict(zip(claims["claim_id"][named], claims[name][named], strict=True))
    first = np.arange(len(claims))
    if older:
        at = {claim: position for position, claim in enumerate(claims["claim_id"])}
        for claim in older:
            first[at[claim]] = at.get(_first_of_chain(claim, older), at[claim])
    return first


def _first_of_chain(claim: str, older: dict[str, str]) -> str:
    seen = {claim}
    while claim in older and older[claim] not in seen:
        claim = older[claim]
        seen.add(claim)
    return claim


def as_booleans(column: pd.Series[Any]) -> Mask:
    """Return a column of truth values as plain booleans."""
    return np.asarray(column, dtype=bool)
