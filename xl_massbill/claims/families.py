"""Claims that belong together: a first claim with the claims that correct, void or follow it, as one ledger.

The charge counts once (of the newest correction, else of the first claim; nothing after a void), payments and
adjustments of all members count, the patient's part is that of the payer that answered last. A family shows
as its newest living member.

Source: handbook §10.1.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers

GONE = ("REPLACED", "VOIDED")
NOT_OUT = ("DRAFT", "HOLD", "READY")
_LATER = ("S", "T")
_VOID = "8"


class Claims(Protocol):
    """Columns of claims: sheet Claims, or how the claims stood on a past day."""

    def __len__(self) -> int:
        """Return the number of claims."""

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column of Claims by its name."""


class Families(NamedTuple):
    """For each family, in the order of first claims: positions in Claims.

    `of` gives each claim its family; `head` is the member that stands for the family, `charged` the one whose
    charge counts, -1 after a void; `answered` the one that a payer answered last, -1 for none.
    """

    of: Numbers
    head: Numbers
    charged: Numbers
    answered: Numbers

    def roots(self) -> Numbers:
        """Return the first claim of each family."""
        if len(self.of) == len(self.head):
            return np.arange(len(self.head))
        return np.unique(self.of, return_index=True)[1]

    def sums(self, cents: Numbers) -> Numbers:
        """Return an amount of all members, family by family."""
        return np.bincount(self.of, weights=cents, minlength=len(self.head)).astype(np.int64)


def families(sheet: Claims, adjudicated: Mask) -> Families:
    """Return the families of sheet Claims; later rows are newer."""
    parents = _parents(sheet)
    of = roots = np.arange(len(sheet))
    while not np.array_equal(above := np.where(parents[roots] >= 0, parents[roots], roots), roots):
        roots = above
    if (parents >= 0).any():
        _, of = np.unique(roots, return_inverse=True)
    gone = sheet["status"].isin(GONE).to_numpy(dtype=bool)
    out = ~sheet["status"].isin(NOT_OUT).to_numpy(dtype=bool)
    is_first_payers = ~sheet["payer_seq"].isin(_LATER).to_numpy(dtype=bool)
    voids = (sheet["frequency"] == _VOID).to_numpy(dtype=bool, na_value=False)
    count = int(of.max(initial=-1)) + 1
    living = _newest(of, out & ~gone & ~voids, count)
    head = _first_known(living, _newest(of, out, count), _newest(of, ~gone, count))
    charged = _first_known(_newest(of, out & is_first_payers, count), _newest(of, is_first_payers, count))
    charged = np.where(np.append(voids | gone, True)[charged] & (living < 0), -1, charged)
    return Families(of, head, charged, _newest(of, adjudicated, count))


def _first_known(*choices: Numbers) -> Numbers:
    """Return for each family the first choice that there is."""
    found = choices[-1]
    for choice in reversed(choices[:-1]):
        found = np.where(choice >= 0, choice, found)
    return found


def _parents(sheet: Claims) -> Numbers:
    """Return the position of the claim before each, -1 where there is none; a circle has no beginning."""
    found = np.full(len(sheet), -1, dtype=np.int64)
    named = [sheet[name] for name in ("replaces_claim_id", "parent_claim_id")]
    followers = np.flatnonzero((named[0].notna() | named[1].notna()).to_numpy(dtype=bool))
    if not len(followers):
        return found
    wanted = {name for column in named for name in column.iloc[followers] if not _is_blank(name)}
    claims = sheet["claim_id"]
    known = np.flatnonzero(claims.isin(wanted).to_numpy(dtype=bool))
    at = {claims.iloc[i]: int(i) for i in reversed(known)}  # of two equal numbers the first one counts
    for i in followers.tolist():
        before = next((at[n] for n in (column.iloc[i] for column in named) if n in at), -1)
        found[i] = before if before < i else -1  # a claim comes after the one that it follows
    return found


def _is_blank(name: Any) -> bool:
    return name is None or pd.isna(name)


def _newest(of: Numbers, where: Mask, count: int) -> Numbers:
    """Return the last member of each family among some claims, -1 for a family with none."""
    found = np.full(count, -1, dtype=np.int64)
    at = np.flatnonzero(where)
    found[of[at]] = at  # of several the last one stays
    return found
