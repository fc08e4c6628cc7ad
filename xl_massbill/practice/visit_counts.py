"""How many visits and units a plan or an authorisation has seen, up to and including each visit.

A visit counts once a day for each patient and counter, when one of its lines is neither cancelled, missed
nor cash and the counter belongs to the line's payer. A counter that belongs to somebody else, or whose
period nobody knows, gives no number, and the rules stay silent there.

Source: handbook §1.9 (visit_period), §1.10 (counting), §4.3, §4.6 (L&I counts per claim).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.benefit_period import CALENDAR, PLAN_YEAR
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.running import days_of, days_through, sums_through


@derived("is_counted")
def _is_counted(lines: Lines) -> pd.Series[Any]:
    """Return which lines make their visit count: planned or done, not cash (§1.10)."""
    return lines["status"].isin(("SCHEDULED", "DONE"))


@derived("visit_first")
def _visit_first(lines: Lines) -> pd.Series[Any]:
    """Return for each line the position of the visit's lowest line, at which findings about visits stand.

    The line number decides, not the order on the sheet, so that a finding outlives sorting. The cells are
    read past the notes of the lines: where a finding stands is no reason to keep silent.
    """
    visits = numbered(lines.sheet["visit_id"])
    number = lines.sheet["line_no"].to_numpy(dtype=np.int64, na_value=np.iinfo(np.int64).max)
    order = np.lexsort((number, visits))
    at = order[np.searchsorted(visits[order], visits)]
    return pd.Series(np.where(visits >= 0, at, np.arange(len(visits))))


def of_same_payer(lines: Lines, prefix: str) -> Mask:
    """Return the lines whose payer is that of the order or authorisation they point to.

    Unknown on either side is no match.
    """
    payers = numbered(lines.records["coverage"]["payer_id"])
    theirs = lines.records.positions("coverage", "coverage_id", lines[f"{prefix}_coverage_id"])
    padded = np.append(payers, -1)
    payer = padded[theirs]
    return np.asarray((payer >= 0) & (payer == padded[lines.position("coverage")]), dtype=bool)


def counter(lines: Lines, prefix: str, *parts: Numbers) -> tuple[Numbers, Mask]:
    """Return the counter of an order or authorisation for each line, and which lines it counts."""
    at = lines.position(prefix)
    groups = numbered(at, lines["patient_id"], *parts, within=at >= 0)
    return groups, lines["is_counted"].to_numpy(dtype=bool) & of_same_payer(lines, prefix)


@derived("visit_number")
def _visit_number(lines: Lines) -> pd.Series[Any]:
    """Return the number of the visit in the plan's visit period, with itself and visits elsewhere (§4.3)."""
    days, known = days_of(lines["dos"])
    period = lines["benefit_period"].to_numpy(dtype=np.int64)
    groups = numbered(lines["patient_id"], lines["coverage_payer_id"], period, within=period >= 0)
    counts = lines["is_counted"].to_numpy(dtype=bool) & known
    here = pd.Series(days_through(groups, days, counts))
    elsewhere = lines["coverage_visits_used_elsewhere"].fillna(0)
    return here + elsewhere.where(lines["used_elsewhere_counts"], 0)


@derived("used_elsewhere_counts")
def _used_elsewhere_counts(lines: Lines) -> pd.Series[Any]:
    """Return where visits used elsewhere belong to this visit's period: that in which benefits were checked.

    They were told on verified_on; a visit of another year has nothing to do with them. Where benefits were
    never checked, or are counted over more than a year, they always count.
    """
    yearly = lines["benefit_period_kind"].isin((CALENDAR, PLAN_YEAR)).to_numpy(dtype=bool)
    checked = lines["benefit_year_checked"].to_numpy(dtype=np.int64)
    same = (checked < 0) | (checked == lines["benefit_period_year"].to_numpy(dtype=np.int64))
    return pd.Series(~yearly | same)


@derived("auth_used")
def _auth_used(lines: Lines) -> pd.Series[Any]:
    """Return how many visits the authorisation has seen, this one included."""
    days, known = days_of(lines["dos"])
    groups, counts = counter(lines, "auth")
    return pd.Series(days_through(groups, days, counts & known))


@derived("auth_units_used")
def _auth_units_used(lines: Lines) -> pd.Series[Any]:
    """Return how many units the authorisation has seen through the day of this visit."""
    days, known = days_of(lines["dos"])
    groups, counts = counter(lines, "auth")
    units = lines["units"].to_numpy(dtype=np.int64, na_value=0)
    return pd.Series(sums_through(groups, days, counts & known, units))
