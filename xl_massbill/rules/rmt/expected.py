"""What was expected of each answered claim line, beside what the payer allowed.

Source: handbook §5.5 (the smallest cap that is filled counts for the day), §1.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.book.amounts import cents_of
from xl_massbill.practice.allowed import Allowed
from xl_massbill.practice.bills import LATER, Bills
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.prices import Prices
from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.rule import Question


class _Line(NamedTuple):
    row: int
    expected: int
    allowed: int
    cap: int | None


def compared(question: Question) -> Iterator[tuple[int, int, int]]:
    """Yield row, expected and allowed cents of each line, or of each day of a claim whose payer caps it."""
    days: dict[tuple[int, object], list[_Line]] = {}
    for claim, day, line in _answered(question):
        if line.cap is None:
            yield line.row, line.expected, line.allowed
        else:
            days.setdefault((claim, day), []).append(line)
    for together in days.values():
        cap = min(line.cap for line in together if line.cap is not None)
        expected = min(cap, sum(line.expected for line in together))
        yield together[0].row, expected, sum(line.allowed for line in together)


def _answered(question: Question) -> Iterator[tuple[int, object, _Line]]:
    """Yield the lines that a first payer answered without another reason than the price."""
    found, bills, prices = question.lines.shared(Allowed), bills_of(question), Prices(question.records)
    sent = bills.lines
    at = _claim_lines(found, bills)
    charge = np.append(sent["charge"].fillna(-1).to_numpy(dtype=np.int64), -1)[at]
    asked = (at >= 0) & (charge == found.charge) & ~found.is_explained
    asked &= ~np.append(bills.holds("payer_seq", *LATER), True)[np.append(bills.of_line, -1)[at]]
    caps = _caps(bills)
    cells = [sent[name].tolist() for name in ("code", "dos", "mods", "units")]
    payers = bills["payer_id"].tolist()
    for i in np.flatnonzero(asked).tolist():
        code, day, mods, units = (column[at[i]] for column in cells)
        claim = int(bills.of_line[at[i]])
        if code is None or pd.isna(day) or pd.isna(units) or payers[claim] is None:
            continue
        which = (payers[claim], code, day.date(), mods or ())
        price, cap = prices.expected(*which), prices.daily_cap(*which)
        if price is not None:
            known = [c for c in (cap, caps[claim]) if c is not None]
            expected = min(price * units, int(charge[i]))
            yield (
                claim,
                day,
                _Line(int(found.row[i]), expected, int(found.allowed[i]), min(known, default=None)),
            )


def _claim_lines(found: Allowed, bills: Bills) -> Numbers:
    """Return the position of each answered line among the claim lines, -1 for none."""
    at: dict[tuple[object, object], int] = {}
    for position, line in enumerate(zip(bills.lines["claim_id"], bills.lines["line_no"], strict=True)):
        at.setdefault(line, position)
    answered = zip(found.claim_id, found.line_no, strict=True)
    return np.array([at.get(line, -1) for line in answered], dtype=np.int64)


def _caps(bills: Bills) -> list[int | None]:
    """Return the most that payer's rule or coverage allow for a day, for each claim."""
    said = [cents_of(text) if text else None for text in bills.rule("max_daily_amount")]
    own = bills["coverage_daily_max"].tolist()
    pairs = zip(said, own, strict=True)
    return [min((int(c) for c in pair if isinstance(c, int)), default=None) for pair in pairs]
