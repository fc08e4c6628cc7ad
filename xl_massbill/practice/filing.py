"""By which day the first claim of a visit must be with its payer.

The limit counts from the earliest day of the visit. A payer whose limit nobody has entered gets 90 days, the
shortest that is common; a limit that counts from another payer's answer, or from a discharge, is unknown.

Source: handbook §1.5 (tfl_days, tfl_anchor), §10.6 (formula; unknown: 90), §6.10 TFL-001 to TFL-004.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.codes.filing_limit import ASSUMED_DAYS, FROM_SERVICE, NEXT_YEAR
from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.running import Days, dates_of, days_of

_NEVER = np.int64(10**9)
"""A day after all days."""


@derived("is_to_file")
def _is_to_file(lines: Lines) -> pd.Series[Any]:
    """Return which lines still have to go out: billable, on no claim, to a payer that takes claims.

    A lien is held until the settlement, and has no filing limit.
    """
    kept = lines.holds("coverage_pay_type", "LIEN") | lines.holds("payer_submit_method", "NONE")
    unbilled = lines.blank("claim_id")
    return pd.Series(lines["is_billable"].to_numpy(dtype=bool) & unbilled & lines.has("payer") & ~kept)


@derived("filing_days_unknown")
def _filing_days_unknown(lines: Lines) -> pd.Series[Any]:
    """Return where the payer's limit is counted in days and nobody knows how many."""
    days = lines.rule_number("tfl_days").isna().to_numpy(dtype=bool)
    return pd.Series(days & (_counts_from(lines) == FROM_SERVICE))


@derived("filing_deadline")
def _filing_deadline(lines: Lines) -> pd.Series[Any]:
    """Return the last day on which the payer takes the first claim of each line's visit."""
    return _limit(lines, *_first_day(lines))


@derived("filing_limit")
def _filing_limit(lines: Lines) -> pd.Series[Any]:
    """Return the last day on which the payer takes a first claim of each line, out already or not."""
    return _limit(lines, *days_of(lines["dos"]))


def _limit(lines: Lines, first: Days, known: np.ndarray[Any, Any]) -> pd.Series[Any]:
    """Return the limit that counts from these days."""
    anchor = _counts_from(lines)
    given = lines.rule_number("tfl_days", where=anchor == FROM_SERVICE)
    days = given.to_numpy(dtype=np.int64, na_value=ASSUMED_DAYS)
    year = first.astype("datetime64[D]").astype("datetime64[Y]") + 2
    next_year = year.astype("datetime64[D]").astype(np.int64) - 1
    end = np.where(anchor == NEXT_YEAR, next_year, first + days)
    return dates_of(end, known & ((anchor == FROM_SERVICE) | (anchor == NEXT_YEAR)))


def _counts_from(lines: Lines) -> np.ndarray[Any, Any]:
    """Return the day each limit counts from, the service where the payer's rules say nothing."""
    codes, values = pd.factorize(lines.rule("tfl_anchor"))
    words = np.array([str(v).strip().upper() for v in values] + [FROM_SERVICE], dtype=object)
    return words[codes]


def _first_day(lines: Lines) -> tuple[Days, np.ndarray[Any, Any]]:
    """Return the earliest day of each line's visit among the lines to be filed."""
    days, known = days_of(lines["dos"])
    visits = numbered(lines["visit_id"])
    counts = known & lines["is_to_file"].to_numpy(dtype=bool) & (visits >= 0)
    first = np.full(visits.max(initial=-1) + 2, _NEVER, dtype=np.int64)
    np.minimum.at(first, visits[counts], days[counts])
    return np.where(counts, first[visits], 0), counts
