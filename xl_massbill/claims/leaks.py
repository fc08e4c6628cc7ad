"""Where money leaks: every open visit stands in exactly one of five lists.

A visit is open if it took place, is on a claim or has a plan to be asked, and is not finished. Which list it
stands in follows from where its claim stands, and from whether an answer has come that is not posted. Sheet
Home counts by the same columns: Visits (Status, Billing, Claim), Coverage (Pay type), Payments (Posting).

| list | columns |
|---|---|
| not billed | no claim, or one that is DRAFT, HOLD, READY or REJECTED, or one that nothing is known of |
| not sent | BATCHED |
| sent without acknowledgement | SUBMITTED, ACK_RECEIVED: the payer has not accepted it |
| accepted without payment | every other state that is not finished, such as ACCEPTED or DENIED |
| paid without posting | sent or accepted, and a row of Payments for the claim is not POSTED |

The status is that of the claim's row, else what Billing says beside the visit.

Source: DESIGN §5 (five leak counts); handbook §8.9 (states), §0.3 (stations), §1.13 (post_status).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.claims.states import State
from xl_massbill.practice import Lines, Records

FINISHED = (State.CLOSED, State.WRITTEN_OFF, State.REPLACED, State.VOIDED)
POSTED = "POSTED"


class Leak(StrEnum):
    """One list, in the order in which a visit passes through them."""

    NOT_BILLED = "not billed"
    NOT_SENT = "not sent"
    NOT_ACKNOWLEDGED = "sent without acknowledgement"
    NOT_PAID = "accepted without payment"
    NOT_POSTED = "paid without posting"


STATES: dict[Leak, tuple[State, ...]] = {
    Leak.NOT_BILLED: (State.DRAFT, State.HOLD, State.READY, State.REJECTED),
    Leak.NOT_SENT: (State.BATCHED,),
    Leak.NOT_ACKNOWLEDGED: (State.SUBMITTED, State.ACK_RECEIVED),
    Leak.NOT_PAID: (
        *(State.ACCEPTED, State.IN_PROCESS, State.INFO_REQUESTED, State.PAID, State.PAID_PARTIAL),
        *(State.DENIED, State.REVERSED, State.APPEALED, State.FORWARDED, State.SECONDARY_DUE),
        *(State.PATIENT_DUE, State.LIEN),
    ),
}
"""The states of each list; a claim of the last two goes to NOT_POSTED when an answer to it is not posted."""
ANSWERABLE = (Leak.NOT_ACKNOWLEDGED, Leak.NOT_PAID)
_LEAK_OF = {state.value: leak for leak, states in STATES.items() for state in states}
_STATES = frozenset(state.value for state in State)
_ORDER = {leak: i for i, leak in enumerate(Leak)}
_COLUMNS = ("visit_id", "claim_id", "leak", "cents", "lines", "since")


@dataclass(frozen=True, slots=True, repr=False)
class Leaks:
    """The open visits, one a row: visit_id, claim_id, leak, cents, lines, since (the day it came there)."""

    frame: pd.DataFrame

    def of(self, leak: Leak) -> pd.DataFrame:
        """Return the visits of one list, the oldest first."""
        those = self.frame[self.frame["leak"] == leak]
        return those.sort_values(["since", "visit_id"], kind="stable")


def leaks(lines: Lines) -> Leaks:
    """Return each open visit with its list; a visit of several lines stands in the earliest of theirs."""
    asked = lines["is_billable"] | ((lines["status"] == "DONE") & lines["claim_id"].notna())
    where = np.flatnonzero(asked.to_numpy(dtype=bool, na_value=False))
    claims = lines.records["claims"]
    at = lines.records.positions("claims", "claim_id", lines["claim_id"])
    state, since = claims["status"].tolist(), claims["status_since"].tolist()
    unposted, dos = held_back(lines.records), lines["dos"].tolist()
    claim, visit, charge, billing = (
        lines[n].tolist() for n in ("claim_id", "visit_id", "charge", "billing_status")
    )
    open_: dict[Any, dict[str, Any]] = {}
    for i in where.tolist():
        found = at[i] >= 0
        said = billing[i] if claim[i] and billing[i] in _STATES else None
        leak = _leak(state[at[i]] if found else said, found or said is not None, claim[i] in unposted)
        if leak is None:
            continue
        day = since[at[i]] if found and not pd.isna(since[at[i]]) else dos[i]
        cents = 0 if pd.isna(charge[i]) else int(charge[i])
        row = {"visit_id": visit[i], "claim_id": claim[i], "leak": leak, "since": day}
        before = open_.get(visit[i])
        if before is None:
            open_[visit[i]] = row | {"cents": cents, "lines": 1}
            continue
        first = row if _ORDER[leak] < _ORDER[before["leak"]] else before
        open_[visit[i]] = first | {"cents": before["cents"] + cents, "lines": before["lines"] + 1}
    frame = pd.DataFrame(list(open_.values()), columns=pd.Index(_COLUMNS), dtype=object)
    frame["cents"], frame["lines"] = frame["cents"].astype(np.int64), frame["lines"].astype(np.int64)
    frame["since"] = pd.to_datetime(frame["since"])
    return Leaks(frame)


def _leak(state: str | None, has_claim: bool, is_unposted: bool) -> Leak | None:
    """Return the list of one line; a claim without a status was made, and nobody knows that it was sent."""
    if not has_claim:
        return Leak.NOT_BILLED
    if state in FINISHED:
        return None
    leak = _LEAK_OF.get(state or "", Leak.NOT_SENT)
    return Leak.NOT_POSTED if is_unposted and leak in ANSWERABLE else leak


def held_back(records: Records) -> set[str]:
    """Return the claims for which an answer has come that is not posted."""
    sheet = records["payments"]
    waiting = sheet["claim_id"].notna() & (sheet["post_status"] != POSTED)
    return set(sheet["claim_id"][waiting])


def days(leaks_: pd.DataFrame, as_of: dt.date) -> list[int]:
    """Return for how many days each visit has stood where it stands; 0 where no day is known."""
    return [0 if pd.isna(day) else max(0, (as_of - day.date()).days) for day in leaks_["since"]]
