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
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.lines import JOINS, Lines, derived
from xl_massbill.practice.running import days_of, days_through, sums_through


@derived("is_counted")
def _is_counted(lines: Lines) -> pd.Series[Any]:
    """Return which lines make their visit count: planned or done, not cash (§1.10)."""
    return pd.Series(lines.holds("status", "SCHEDULED", "DONE"))


@derived("visit_first")
def _visit_first(lines: Lines) -> pd.Series[Any]:
    """Return for each line the position of the visit's lowest line, at which findings about visits stand.

    The line number decides, not the order on the sheet, so that a finding outlives sorting. The cells are
    read past the notes of the lines: where a finding stands is no reason to keep silent.
    """
    visits = numbered(lines.sheet["visit_id"])
    last = np.int64(2**31)
    number = np.minimum(lines.sheet["line_no"].to_numpy(dtype=np.int64, na_value=last), last)
    order = np.argsort(visits * (last + 1) + number, kind="stable")
    at = order[np.searchsorted(visits[order], np.arange(visits.max(initial=-1) + 1))]
    return pd.Series(np.where(visits >= 0, np.append(at, -1)[visits], np.arange(len(visits))))


@derived("patient_number")
def _patient_number(lines: Lines) -> pd.Series[Any]:
    """Return a number for each line's patient, -1 for none: counting by it is faster than by the id."""
    return pd.Series(numbered(lines["patient_id"]))


@derived("payer_number")
def _payer_number(lines: Lines) -> pd.Series[Any]:
    """Return a number for each line's payer, -1 for none; the same that `payers_of` gives."""
    lines["coverage_payer_id"]  # noted: an unread payer is unknown
    payers = np.append(numbered(lines.records["coverage"]["payer_id"]), -1)
    return pd.Series(payers[lines.position("coverage")])


def payers_of(lines: Lines, table: str) -> Numbers:
    """Return the payer of each record of a table with coverage_id, as a number; -1 unknown and at the end."""
    coverage, sheet = lines.records["coverage"], lines.records[table]
    payers = numbered(coverage["payer_id"])
    at = lines.records.positions("coverage", "coverage_id", sheet["coverage_id"])
    return np.append(np.append(payers, -1)[at], -1)


def _counted_by(lines: Lines, prefix: str) -> Mask:
    """Return the lines that count for the order or authorisation they point to: it is of their own payer."""
    theirs = payers_of(lines, JOINS[prefix][0])[lines.position(prefix)]
    own = lines["payer_number"].to_numpy()
    return np.asarray((own >= 0) & (own == theirs) & lines["is_counted"].to_numpy(dtype=bool), dtype=bool)


@derived("counts_for_order")
def _counts_for_order(lines: Lines) -> pd.Series[Any]:
    """Return which lines count for their order."""
    return pd.Series(_counted_by(lines, "referral"))


@derived("counts_for_auth")
def _counts_for_auth(lines: Lines) -> pd.Series[Any]:
    """Return which lines count for their authorisation."""
    return pd.Series(_counted_by(lines, "auth"))


@derived("order_counter")
def _order_counter(lines: Lines) -> pd.Series[Any]:
    """Return the number of each line's order and patient, -1 for none."""
    return pd.Series(with_patient(lines, lines.position("referral")))


@derived("auth_counter")
def _auth_counter(lines: Lines) -> pd.Series[Any]:
    """Return the number of each line's authorisation and patient, -1 for none."""
    return pd.Series(with_patient(lines, lines.position("auth")))


def with_patient(lines: Lines, *numbers: Numbers) -> Numbers:
    """Return one number for each combination with the patient; -1 where a part is unknown (-1)."""
    parts = [lines["patient_number"].to_numpy(), *numbers]
    return numbered(*parts, within=np.logical_and.reduce([part >= 0 for part in parts]))


def counter(lines: Lines, kind: str) -> tuple[Numbers, Mask]:
    """Return the counter of each line ("order" or "auth"; -1 for none), and which lines it counts."""
    return lines[f"{kind}_counter"].to_numpy(), lines[f"counts_for_{kind}"].to_numpy(dtype=bool)


@derived("benefit_counter")
def _benefit_counter(lines: Lines) -> pd.Series[Any]:
    """Return the number of each line's patient, payer and visit period, -1 where one is unknown."""
    period = lines["benefit_period"].to_numpy(dtype=np.int64)
    return pd.Series(with_patient(lines, period, lines["payer_number"].to_numpy()))


@derived("plan_visits_here")
def _plan_visits_here(lines: Lines) -> pd.Series[Any]:
    """Return how many visits of the period this clinic has given, this one included."""
    days, known = days_of(lines["dos"])
    counts = lines["is_counted"].to_numpy(dtype=bool) & known
    return pd.Series(days_through(lines["benefit_counter"].to_numpy(), days, counts))


@derived("plan_visits_elsewhere")
def _plan_visits_elsewhere(lines: Lines) -> pd.Series[Any]:
    """Return how many visits of the period were used elsewhere, as the plan said."""
    return lines["coverage_visits_used_elsewhere"].fillna(0).where(lines["used_elsewhere_counts"], 0)


@derived("visit_number")
def _visit_number(lines: Lines) -> pd.Series[Any]:
    """Return the number of the visit in the plan's visit period, with itself and visits elsewhere (§4.3)."""
    return lines["plan_visits_here"] + lines["plan_visits_elsewhere"]


@derived("plan_visits_left")
def _plan_visits_left(lines: Lines) -> pd.Series[Any]:
    """Return how many visits the plan has left after this one, below 0 where it is one too many."""
    return lines["coverage_visits_allowed"] - lines["visit_number"]


@derived("free_of_approval")
def _free_of_approval(lines: Lines) -> pd.Series[Any]:
    """Return after how many visits the plan wants prior authorisation; missing where it does not say so."""
    after = lines.rule_says("pa_required", "AFTER_N_VISITS", "AFTER_N")
    return lines.rule_number("pa_after_visits", where=after).where(after)


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
