"""What a payer has answered about a claim, out of the posted payments, as the next payer wants to see it.

Groups and reasons go on unchanged. A reversal and what it takes back cancel each other; what is left counts.

Source: handbook §7.7, §1.13 (Payments: one row of type PAY for a line, one of type ADJ for each reason).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from xl_massbill.claims.other_payer import Adjustment, LineAnswer
from xl_massbill.practice import Records

_READ = (
    *("row_type", "line_no", "code", "mods", "paid", "group", "carc", "adj_amount", "adj_qty"),
    *("units_paid", "is_reversal", "icn", "remit_id"),
)
_ZERO = Decimal(0)


@dataclass(slots=True)
class Answered:
    """The posted answer to one claim: per line and for the whole claim; `number` is the payer's own."""

    lines: tuple[LineAnswer, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    paid: Decimal = _ZERO
    number: str = ""


@dataclass(slots=True)
class _Line:
    paid: Decimal = _ZERO
    code: str = ""
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    day: dt.date | None = None
    adjusted: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    quantity: dict[tuple[str, str], Decimal] = field(default_factory=dict)


def answered(records: Records, claim_id: str) -> Answered | None:
    """Return what was posted for a claim, None if nothing was."""
    lines: dict[int, _Line] = defaultdict(_Line)
    number, seen = "", False
    for row in _rows(records, claim_id):
        seen = True
        number = str(row["icn"]) if row["icn"] else number
        line = lines[int(row["line_no"] or 0)]
        if row["row_type"] == "PAY":
            _paid(line, row, _day(records, row["remit_id"]))
        elif row["row_type"] == "ADJ" and row["group"]:
            key = row["group"], str(row["carc"] or "")
            line.adjusted[key] += _dollars(row["adj_amount"])
            if row["adj_qty"]:
                line.quantity[key] = Decimal(int(row["adj_qty"]))
    if not seen:
        return None
    whole = lines.pop(0, _Line())
    found = tuple(_answer(at, lines[at]) for at in sorted(lines))
    paid = sum((line.paid for line in found), _ZERO) + whole.paid
    at_claim = _adjustments(whole)
    if found:
        paid -= sum((one.amount for one in at_claim), _ZERO)
    return Answered(found, at_claim, paid, number)


def _rows(records: Records, claim_id: str) -> list[dict[str, Any]]:
    sheet = records["payments"]
    posted = (sheet["claim_id"] == claim_id) & ~sheet["post_status"].isin(("HELD", "ERROR"))
    at = posted.to_numpy(dtype=bool, na_value=False).nonzero()[0].tolist()
    columns = {name: sheet[name].astype(object).where(sheet[name].notna(), None) for name in _READ}
    return [{name: column.iloc[i] for name, column in columns.items()} for i in at]


def _paid(line: _Line, row: dict[str, Any], day: dt.date | None) -> None:
    line.paid += _dollars(row["paid"])
    if row["is_reversal"] is True or row["is_reversal"] == "Y":
        return
    line.code, line.modifiers = str(row["code"] or ""), tuple(row["mods"] or ())
    line.units = Decimal(int(row["units_paid"])) if row["units_paid"] is not None else None
    line.day = max(filter(None, (line.day, day)), default=None)


def _answer(number: int, line: _Line) -> LineAnswer:
    return LineAnswer(
        line=number,
        paid=line.paid,
        code=line.code,
        modifiers=line.modifiers,
        units=_ZERO if line.units is None else line.units,
        adjustments=_adjustments(line),
        paid_on=line.day or dt.date.min,
    )


def _adjustments(line: _Line) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(group, reason, amount, line.quantity.get((group, reason)))
        for (group, reason), amount in line.adjusted.items()
        if amount
    )


def _day(records: Records, remit_id: Any) -> dt.date | None:
    at = records.index("remits", "remit_id").get(remit_id)
    if at is None:
        return None
    day = records["remits"]["payment_date"].iloc[at]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def _dollars(cents: Any) -> Decimal:
    return _ZERO if cents is None else Decimal(int(cents)).scaleb(-2)
