"""How many days are left to a deadline of a claim, and the words of its finding.

Source: handbook §10.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice.lines import take
from xl_massbill.practice.running import Days, days_of
from xl_massbill.rules.phrases import counted
from xl_massbill.rules.rule import CellHit, Question, Severity

FAR = np.iinfo(np.int64).max
"""Days to a deadline that nobody has set."""


def payers_say(claims: Sheet, question: Question, name: str) -> pd.Series[Any]:
    """Return a cell of each claim's payer."""
    payers = question.records["payers"]
    at = question.records.positions("payers", "payer_id", claims["payer_id"])
    return take(payers[name], at)


def days_left(claims: Sheet, question: Question, name: str) -> Days:
    """Return how many days each claim's deadline is away; a very large number where there is none."""
    day, known = days_of(claims[name])
    return np.where(
        known, day - question.lines.as_of.to_datetime64().astype("datetime64[D]").astype(np.int64), FAR
    )


def hits(claims: Sheet, question: Question, name: str, where: Mask) -> Iterator[CellHit]:
    """Yield the deadlines of these claims: a warning while there is time, then as grave as the rule."""
    if not where.any():
        return
    left, names = days_left(claims, question, name), payers_say(claims, question, "name")
    for i in np.flatnonzero(where).tolist():
        n, payer = int(left[i]), names.iloc[i]
        values: dict[str, object] = {
            "d": claims[name].iloc[i].date(),
            "when": within(n),
            "payer": claims["payer_id"].iloc[i] if payer is None else payer,
            "is": "was" if n < 0 else "is",
            "are": "were" if n < 0 else "are",
        }
        yield CellHit("claims", i, name, values, severity=Severity.WARNING if n >= 0 else None)


def within(days: int) -> str:
    """Return when to send, for a deadline that is so many days away.

    >>> within(0), within(1), within(14)
    ('today', 'within 1 day', 'within 14 days')
    """
    return "today" if days == 0 else f"within {counted(days, 'day')}"
