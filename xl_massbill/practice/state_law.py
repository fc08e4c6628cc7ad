"""What the law of the place of service says on the day: rows of StateLaw, never code.

The place is the facility where the session took place, else the clinic's own address. Of several rows of
a state that are in force on the day the one that started last counts.

Injuries follow the state of the accident.

Source: handbook §1.4 (state of the place of service), §5.8, §5.10, §6.10 PAY-006.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import Lines, derived, take

_ANSWERS = {"YES": "Y", "NO": "N"}
_OPEN_START = pd.Timestamp("1800-01-01")


@derived("place_state")
def _place_state(lines: Lines) -> pd.Series[Any]:
    """Return the state in which each session took place."""
    away = lines["facility_state"]
    return away.where(lines["facility_id"].notna(), lines["practice_state"])


@derived("injury_state")
def _injury_state(lines: Lines) -> pd.Series[Any]:
    """Return the state whose law of injuries counts: that of the accident, else the clinic's own."""
    return lines["coverage_accident_state"].fillna(lines["practice_state"])


@derived("law_row")
def _law_row(lines: Lines) -> pd.Series[Any]:
    """Return the position of the row of StateLaw in force for each line, -1 for none."""
    return _rows_in_force(lines, lines["place_state"])


@derived("injury_law_row")
def _injury_law_row(lines: Lines) -> pd.Series[Any]:
    """Return the position of the row of StateLaw in force where the injury counts, -1 for none."""
    return _rows_in_force(lines, lines["injury_state"])


def _rows_in_force(lines: Lines, in_state: pd.Series[Any]) -> pd.Series[Any]:
    sheet = lines.records["state_law"]
    codes, states = pd.factorize(in_state)
    dos = lines["dos"].to_numpy()
    out = np.full(len(lines), -1, dtype=np.int64)
    starts = sheet["effective_from"].fillna(_OPEN_START)
    for row in np.argsort(starts.to_numpy(), kind="stable").tolist():
        at = np.flatnonzero(states == sheet["state"].iloc[row])
        if not len(at):
            continue
        ends = sheet["effective_to"].iloc[row]
        in_force = (codes == at[0]) & (dos >= starts.iloc[row].to_datetime64())
        out[in_force if pd.isna(ends) else in_force & (dos <= ends.to_datetime64())] = row
    return pd.Series(out)


@derived("order_by_law")
def _order_by_law(lines: Lines) -> pd.Series[Any]:
    """Return where the law itself wants a doctor's order; missing where nobody knows."""
    rows = lines["law_row"].to_numpy(dtype=np.int64)
    return take(lines.records["state_law"]["referral_required_by_law"], rows)


@derived("law_regulates")
def _law_regulates(lines: Lines) -> pd.Series[Any]:
    """Return by what the state regulates massage, such as LICENSE or NONE; missing where nobody knows."""
    return take(lines.records["state_law"]["regulates"], lines["law_row"].to_numpy(dtype=np.int64))


@derived("law_may_bill")
def _law_may_bill(lines: Lines) -> pd.Series[Any]:
    """Return whether massage therapists may bill insurance; missing where nobody knows."""
    rows = lines["law_row"].to_numpy(dtype=np.int64)
    return take(lines.records["state_law"]["may_bill_insurance"], rows)


@derived("law_scope")
def _law_scope(lines: Lines) -> pd.Series[Any]:
    """Return what the state says of massage therapists and the code: Y, N, TRAINING; missing for nothing."""
    scopes = [_scope(words or ()) for words in lines.records["state_law"]["code_scope"]]
    rows, code = lines["law_row"].to_numpy(dtype=np.int64), lines["code"]
    pairs = numbered(rows, code, within=rows >= 0)
    known, first = np.unique(pairs, return_index=True)
    answers = np.full(len(known) + 1, None, dtype=object)
    for n, i in enumerate(first.tolist()):
        answers[n] = scopes[rows[i]].get(code.iloc[i]) if rows[i] >= 0 else None
    return pd.Series(answers[np.searchsorted(known, pairs)], dtype=object)


def _scope(words: tuple[str, ...]) -> dict[str, str]:
    """Return "97124=Y", "97112=training" as a mapping."""
    pairs = (word.upper().replace(" ", "").partition("=") for word in words)
    return {code: _ANSWERS.get(answer, answer) for code, _, answer in pairs}


@derived("law_unconfirmed")
def _law_unconfirmed(lines: Lines) -> pd.Series[Any]:
    """Return where the row of the law is of certainty G and nobody has confirmed it (§0.1)."""
    return _unconfirmed(lines, "law_row")


@derived("injury_law_unconfirmed")
def _injury_law_unconfirmed(lines: Lines) -> pd.Series[Any]:
    """Return where the row of the law of injuries is of certainty G and nobody has confirmed it (§0.1)."""
    return _unconfirmed(lines, "injury_law_row")


def _unconfirmed(lines: Lines, row: str) -> pd.Series[Any]:
    sheet = lines.records["state_law"]
    open_ = ((sheet["certainty"] == "G") & sheet["confirmed_on"].isna()).to_numpy(dtype=bool)
    return pd.Series(np.append(open_, False)[lines[row].to_numpy(dtype=np.int64)])
