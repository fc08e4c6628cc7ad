"""Claims as the rules see them: each with its lines, its payer and that payer's rules, column by column.

Source: handbook §1.12 (Claims, ClaimLines), §8.9 (states), §1.5 (rules of a payer).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.lines import Lines, take
from xl_massbill.practice.payer_rules import PayerRuleBook

AT_HOME = ("DRAFT", "HOLD", "READY", "BATCHED", "REJECTED")
"""States in which a claim can still be mended before a payer judges it."""
ANSWERED = (
    *("PAID", "PAID_PARTIAL", "DENIED", "REVERSED", "FORWARDED", "SECONDARY_DUE", "PATIENT_DUE", "CLOSED"),
    *("APPEALED", "INFO_REQUESTED", "IN_PROCESS", "WRITTEN_OFF"),
)
"""States that only a claim can be in that a payer has had."""
GONE = ("REPLACED", "VOIDED")
"""States in which another claim counts in its place."""
LATER = ("S", "T")
"""Places in the order of payers that come after the first."""
_TO = {
    "payer": ("payers", "payer_id", "payer_id"),
    "coverage": ("coverage", "coverage_id", "coverage_id"),
    "patient": ("patients", "patient_id", "patient_id"),
    "therapist": ("therapists", "therapist_id", "therapist_id"),
    "referral": ("referrals", "referral_id", "referral_id"),
    "parent": ("claims", "parent_claim_id", "claim_id"),
    "replaced": ("claims", "replaces_claim_id", "claim_id"),
}


class Bills:
    """Sheet Claims with what each claim points to; `bills["payer_name"]` is a cell of its payer."""

    def __init__(self, lines: Lines) -> None:
        self.records = lines.records
        self.claims = lines.records["claims"]
        self.lines = lines.records["claim_lines"]
        self._at: dict[str, Numbers] = {}

    def __len__(self) -> int:
        """Return the number of claims."""
        return len(self.claims)

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column of the claims, or of what they point to."""
        prefix, _, field = name.partition("_")
        if name in self.claims.table.model_fields or prefix not in _TO:
            return self.claims[name]
        return take(self.records[_TO[prefix][0]][field], self.at(prefix))

    def at(self, prefix: str) -> Numbers:
        """Return the position of the record each claim points to, -1 for none."""
        if prefix not in self._at:
            table, column, key = _TO[prefix]
            self._at[prefix] = self.records.positions(table, key, self.claims[column])
        return self._at[prefix]

    def holds(self, name: str, *words: str) -> Mask:
        """Return which claims have one of these words in a column."""
        return self[name].isin(words).to_numpy(dtype=bool)

    @cached_property
    def is_at_home(self) -> Mask:
        """Which claims can still be mended before a payer judges them."""
        return self.holds("status", *AT_HOME) & ~self.is_taken_back

    @cached_property
    def is_taken_back(self) -> Mask:
        """Which claims were made, and taken out of their batch for good: only their numbers stay.

        Such a claim is ready, in no batch, and holds no visit any more; it will never go out.
        """
        held = set(self.records["visits"]["claim_id"]) | self._to_go_again
        free = self["claim_id"].notna() & ~self["claim_id"].isin(held) & self["batch_id"].isna()
        made = self["locked_hash"].notna()
        return self.holds("status", "READY") & (free & made).to_numpy(dtype=bool)

    @property
    def _to_go_again(self) -> set[Any]:
        """Return the claims that were rejected once: out of a batch they wait to be sent again."""
        return set(self["claim_id"][(self["rejections"].fillna(0) > 0).to_numpy(dtype=bool)])

    @cached_property
    def of_line(self) -> Numbers:
        """Return the position of the claim of each claim line, -1 for none."""
        return self.records.positions("claims", "claim_id", self.lines["claim_id"])

    @cached_property
    def count(self) -> Numbers:
        """Return how many lines each claim has."""
        return np.bincount(self.of_line + 1, minlength=len(self) + 1)[1:]

    @cached_property
    def lines_of(self) -> dict[int, list[int]]:
        """Return the positions of the lines of each claim that has any."""
        found: dict[int, list[int]] = {}
        for line, claim in enumerate(self.of_line.tolist()):
            found.setdefault(claim, []).append(line)
        return found

    @cached_property
    def _book(self) -> PayerRuleBook:
        return PayerRuleBook(
            self.records["payer_rules"],
            payer=self["payer_id"],
            code=pd.Series([None] * len(self), dtype=object),
            provider_type=self["therapist_provider_type"],
            dos=self["dos_from"],
        )

    def rule(self, key: str) -> list[str]:
        """Return the payer's rule on each claim's first day in capitals, "" where nobody knows it."""
        return [str(value or "").strip().upper() for value in self._book.values(key)]

    def unconfirmed(self, key: str) -> Mask:
        """Return which claims got a rule that nobody has confirmed yet."""
        found = self._book.unconfirmed(key)
        return np.zeros(len(self), dtype=bool) if found is None else found
