"""Which two codes are not simply paid together: rows of NCCI_PTP, and each payer's own pair policies.

A row of NCCI_PTP says which code is paid (column 1) and whether a modifier on the other (column 2) may
make it payable too. Of several rows of the same two codes in force, a confirmed one beats an unconfirmed
one, and the latest start wins.

A payer rule `pair_policy` ("97140,97124,MOD59") is the payer's own word on two codes and stands above
NCCI, whether or not that payer follows NCCI otherwise: ALLOW = both are paid as they are, DENY = never
together, MOD59 = only with a modifier on the second code named. Several policies of one row are parted by
"|". Of several rows the payer's own beats `*`, then a row for the code, for the provider type, and the
latest start, as for all payer rules.

Source: handbook §2.3, §1.5 (pair_policy, look-up order).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from xl_massbill.codes.ncci import ALLOWED, INDICATORS, MODIFIER, NEVER, policies_in
from xl_massbill.practice.records import Records

_EVERY = (None, "", "*")


class Edit(NamedTuple):
    """What is said of two codes of one day; `is_sure` unless it is of certainty G and nobody confirmed it."""

    column1: str
    column2: str
    verdict: str
    is_sure: bool
    is_policy: bool

    @property
    def is_ordered(self) -> bool:
        """Return whether it is known which of the two codes wears the modifier (handbook §2.3)."""
        return self.is_policy or self.is_sure


class Row(NamedTuple):
    """An edit with the days it is in force and the payer and provider it is about; None = all."""

    edit: Edit
    starts: pd.Timestamp
    ends: pd.Timestamp
    payer: str | None = None
    provider_type: str | None = None


def rows(records: Records) -> dict[frozenset[str], list[Row]]:
    """Return the rows about each two codes, the strongest last."""
    found: dict[frozenset[str], list[Row]] = {}
    for row in [*_ncci(records), *_policies(records)]:
        if row.edit.column1 != row.edit.column2:
            found.setdefault(frozenset(row.edit[:2]), []).append(row)
    return found


def _ncci(records: Records) -> list[Row]:
    sheet = records["ncci_ptp"]
    names = ("column1", "column2", "mod_indicator", "effective_from", "effective_to")
    found = [
        Row(Edit(one, two, INDICATORS[says], not unsure, is_policy=False), starts, ends)
        for one, two, says, starts, ends, unsure in zip(
            *(sheet[name] for name in names), unconfirmed(sheet), strict=True
        )
        if one is not None and two is not None and says is not None
    ]
    return sorted(found, key=lambda row: (row.edit.is_sure, _since(row)))


def _policies(records: Records) -> list[Row]:
    sheet = records["payer_rules"]
    names = ("payer_id", "code", "provider_type", "value", "effective_from", "effective_to")
    of_pairs = sheet["rule_key"] == "pair_policy"
    cells = zip(*(sheet[name][of_pairs] for name in names), unconfirmed(sheet)[of_pairs], strict=True)
    found: list[tuple[tuple[Any, ...], Row]] = []
    for payer, code, provider, value, starts, ends, unsure in cells:
        for one, two, verdict in policies_in(value or ""):
            if code not in (*_EVERY, one, two) or payer is None:
                continue
            edit = Edit(one, two, verdict, not unsure, is_policy=True)
            row = Row(edit, starts, ends, _named(payer), _named(provider))
            strength = (payer != "*", code not in _EVERY, provider not in _EVERY, _since(row))
            found.append((strength, row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def unconfirmed(sheet: Any) -> pd.Series[Any]:
    """Return which rows of a table are of certainty G and confirmed by nobody (handbook §0.1)."""
    open_: pd.Series[Any] = (sheet["certainty"] == "G") & sheet["confirmed_on"].isna()
    return open_


def _named(word: str | None) -> str | None:
    return None if word in _EVERY else word


def _since(row: Row) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(row.starts) else row.starts


__all__ = ["ALLOWED", "MODIFIER", "NEVER", "Edit", "Row", "rows", "unconfirmed"]
