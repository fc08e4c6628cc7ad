"""Which papers there are, whose visits each counts, and which paper follows which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.allowances.beside import PAPERS, Beside
from xl_massbill.practice.groups import Numbers, first_of
from xl_massbill.practice.orders import latest_end_after
from xl_massbill.practice.plain import plain, text_at

_OPEN = dt.date.max
NO_LINES: Numbers = np.empty(0, dtype=np.int64)


class Papers:
    """The orders and approvals of a practice, with the lines that stand for them."""

    def __init__(self, laid: Beside) -> None:
        self._laid = laid

    def of(self, prefix: str, groups: Numbers, counts: Mask) -> Iterator[tuple[str, str, int]]:
        """Yield the key of each paper, whose visits are counted, and a line that stands for them.

        That is the line laid beside for its own patient, and for other patients their first line.
        """
        lines = self._laid.lines
        patients, named = plain(lines["patient_id"]), plain(lines[PAPERS[prefix][1]])
        for key, at in self._laid.at[prefix].items():
            yield key, text_at(patients, at), at
        firsts = first_of(groups, where=counts)
        own = set(groups[list(self._laid.at[prefix].values())].tolist())
        strangers = np.flatnonzero(counts & (groups >= 0) & (firsts == np.arange(len(groups))))
        for at in strangers.tolist():
            if groups[at] not in own:
                yield text_at(named, at), text_at(patients, at), at

    def next_approval(self, key: str) -> tuple[str, dt.date | None]:
        """Return the given approval of the same patient and plan that runs beyond one, and its first day."""
        return self._followers().get(key, ("", None))

    def replaced_orders(self) -> dict[str, str]:
        """Return for each order the newer one of the same patient and payer that runs beyond it.

        As REF-006 sees it; an end that hangs on a payer's rule counts as open.
        """
        lines = self._laid.lines
        later = latest_end_after(lines)
        ends = plain(lines["order_end"])
        found = {}
        for n, key in enumerate(lines.records["referrals"]["referral_id"]):
            at = self._laid.at["referral"].get(key)
            if at is None:
                continue
            end = ends[at]
            if end is not None and later[n] > (end - dt.date(1970, 1, 1)).days:
                found[key] = "a newer order"
        return found

    def _followers(self) -> dict[str, tuple[str, dt.date | None]]:
        if not hasattr(self, "_next"):
            self._next = _followers(self._laid)
        return self._next


def _followers(laid: Beside) -> dict[str, tuple[str, dt.date | None]]:
    sheet = laid.lines.records["auths"]
    names = ("auth_id", "patient_id", "coverage_id", "decision", "valid_from", "valid_to")
    theirs: dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]] = {}
    for key, patient, plan, decision, starts, ends in zip(*(sheet[n] for n in names), strict=True):
        if key is not None and decision in ("APPROVED", "PARTIAL"):
            days = _day(starts) or dt.date.min, _day(ends) or _OPEN
            theirs.setdefault((patient, plan), []).append((*days, key))
    found = {}
    for given in theirs.values():
        for _, ends, key in given:
            after = sorted((start, end, other) for start, end, other in given if end > ends)
            if after:
                found[key] = after[0][2], None if after[0][0] == dt.date.min else after[0][0]
    return found


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
