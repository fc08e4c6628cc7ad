"""CLM-012: an accident lacks its date or its state, or its date lies after the visit.

Why: payers reject an accident claim without them, and an accident after the treatment is a typing error
in one of two dates. It is asked of the coverage of visits that are to be billed, and of claims at home.

Source: handbook §6.11, §1.9; claim edits (S33, S34). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import CellHit, Hits, Level, Lines, Mask, Question, Rule, Severity, Sheet, as_mask

_ACCIDENTS = ("AA", "EM", "OA")
_AUTO = "AA"
_DATE, _STATE = "accident_date", "accident_state"
_NO_DATE, _LATE, _NO_STATE = "date is missing", "date is after the visit", "state is missing"


def incomplete(lines: Lines) -> Hits:
    """Find lines to be billed whose coverage has an accident that is not told whole."""
    wrong = _wrong(lines["coverage_accident_type"], lines["coverage_accident_date"], lines["dos"])
    no_state = lines.holds("coverage_accident_type", _AUTO) & lines.blank("coverage_accident_state")
    mask = (wrong.notna().to_numpy(dtype=bool) | no_state) & lines.blank("claim_id")
    what = wrong.fillna(_NO_STATE)
    return Hits(mask, values={"what": what}, field=chosen(as_mask(wrong.notna()), _DATE, _STATE))


def _wrong(
    kind: pd.Series[str], day: pd.Series[pd.Timestamp], dos: pd.Series[pd.Timestamp]
) -> pd.Series[str]:
    """Return in words what is wrong with the date of an accident."""
    accident: Mask = kind.isin(_ACCIDENTS).to_numpy(dtype=bool)
    out = np.full(len(kind), None, dtype=object)
    out[accident & as_mask(day > dos)] = _LATE
    out[accident & as_mask(day.isna())] = _NO_DATE
    return pd.Series(out, dtype=object)


def claim_incomplete(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield claims at home with an accident that is not told whole."""
    bills = bills_of(question)
    wrong = _wrong(claims["accident_type"], claims[_DATE], claims["dos_from"])
    dated = bills.is_at_home & as_mask(wrong.notna())
    yield from hits(dated, _DATE, lambda i: {"what": wrong.iloc[i]})
    no_state = bills.holds("accident_type", _AUTO) & as_mask(claims[_STATE].isna())
    yield from hits(bills.is_at_home & no_state & ~dated, _STATE, lambda _: {"what": _NO_STATE})


RULE = Rule(
    id="CLM-012",
    title="accident told whole",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §1.9; claim edits (S33, S34)",
    message="The accident's {what}. Complete sheet Coverage.",
    example="An auto accident has its date but not the state in which it happened.",
    on_lines=incomplete,
    on_tables=claim_incomplete,
    tables=("claims",),
    anchor="coverage",
    field=_DATE,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
