"""MON-005: one code has several prices, and nothing says why.

Why: to charge one kind of payer more than another without a written policy looks like fraud to the dearer
one. A price by contract or state schedule, or one whose source says more than OWN or UCR, is explained. Asked
are the prices in force today; each code is said once, at the first row that differs.

Source: handbook §6.11, §1.6 (price_source). Certainty: G, so the office confirms it on sheet Rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from xl_massbill.practice.prices import EVERY
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money

_BARE = re.compile(r"\W*(OWN|UCR)?\W*", re.IGNORECASE)


class _Price(NamedTuple):
    at: int
    payer: str
    kind: str
    charge: int


def differing(fees: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield for each code the first price that differs from another kind of payer's without a reason."""
    for prices in _unexplained(fees, question).values():
        for n, price in enumerate(prices):
            other = next((p for p in prices[:n] if p.charge != price.charge and p.kind != price.kind), None)
            if other is not None:
                values = {"code": fees["code"][price.at]}
                for name, one in (("a", other), ("b", price)):
                    who = "all payers" if one.payer == EVERY else one.payer
                    values[name] = f"{money(one.charge)} for {who}"
                yield CellHit("fees", price.at, "unit_charge", values, lines=())
                break


def _unexplained(fees: Sheet, question: Question) -> dict[tuple[Any, Any], list[_Price]]:
    """Return by code and modifier the prices in force without a reason, those for all payers first."""
    today, payers = pd.Timestamp(question.as_of), question.records["payers"]
    kinds = dict(zip(payers["payer_id"], payers["payer_type"], strict=True)) | {EVERY: EVERY}
    names = ("payer_id", "code", "modifier", "unit_charge", "price_source", "effective_from", "effective_to")
    found: dict[tuple[Any, Any], list[_Price]] = {}
    for at, row in enumerate(zip(*(fees[name] for name in names), strict=True)):
        payer, code, modifier, charge, source, starts, ends = row
        payer = payer or EVERY
        explained = payer != EVERY and not _BARE.fullmatch(source or "")
        known = code is not None and not pd.isna(charge) and kinds.get(payer) is not None
        if known and not explained and not (starts > today or ends < today):
            found.setdefault((code, modifier), []).append(_Price(at, payer, kinds[payer], int(charge)))
    return {key: sorted(prices, key=lambda p: p.payer != EVERY) for key, prices in found.items()}


RULE = Rule(
    id="MON-005",
    title="one price for all kinds of payers",
    severity=Severity.INFO,
    certainty="G",
    source="handbook §6.11, §1.6",
    message="{code} costs {a} and {b}. Charge the same fee to all payers; discounts by policy only (name it"
    " as the price source).",
    example="97124 costs 45.00 for all payers and 60.00 for the auto insurer, and the price source says OWN.",
    on_tables=differing,
    tables=("fees",),
    field="unit_charge",
)
