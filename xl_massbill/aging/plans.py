"""Payment plans: the instalments that a patient promised, and whether what has come in covers those due.

A plan is all promises for one patient that were noted on the same day; a later day's take their place.

Source: handbook §1.14, §10.4 (day 75: payment plan), §10.7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice import Records

_BY_PATIENT = "PATIENT"
_DOES_NOT_COUNT = ("HELD", "ERROR")


@dataclass(frozen=True, slots=True)
class Plan:
    """The instalments of one patient in the order of their days; money in cents.

    `received` is what the patient has paid from the day of the promise on.
    """

    made_on: dt.date
    instalments: tuple[tuple[dt.date, int], ...]
    received: int

    def due(self, before: dt.date) -> int:
        """Return what should have come in before a day."""
        return sum(cents for day, cents in self.instalments if day < before)

    def is_behind(self, as_of: dt.date) -> bool:
        """Return whether less has come in than was promised for the days before."""
        return self.received < self.due(as_of)

    def next(self, as_of: dt.date) -> tuple[dt.date, int] | None:
        """Return the next day and what is then to be paid, with what is behind; None at the end.

        What came in early counts for the instalments that follow.
        """
        promised = 0
        for day, cents in self.instalments:
            promised += cents
            if day >= as_of and promised > self.received:
                return day, promised - self.received
        return None


def plans(records: Records, as_of: dt.date) -> dict[str, Plan]:
    """Return the plan of each patient who has promised more than one payment, as known on a day."""
    newest: dict[str, tuple[dt.date, list[tuple[dt.date, int]]]] = {}
    for patient, made, on, cents in _promises(records, as_of):
        held = newest.get(patient)
        if held is None or made > held[0]:
            newest[patient] = (made, [(on, cents)])
        elif made == held[0]:
            held[1].append((on, cents))
    several = {patient: one for patient, one in newest.items() if len(one[1]) > 1}
    paid = _received(records, {patient: one[0] for patient, one in several.items()}, as_of)
    return {
        patient: Plan(made, tuple(sorted(parts)), paid[patient]) for patient, (made, parts) in several.items()
    }


def _promises(records: Records, as_of: dt.date) -> Iterator[tuple[str, dt.date, dt.date, int]]:
    """Yield each promise of a patient for no single claim: whose, noted on, for which day, how much."""
    sheet = records["follow_up"]
    names = ("patient_id", "claim_id", "type", "created_on", "promised_on", "closed_on", "promised_amount")
    for patient, claim, kind, *days, cents in zip(*(sheet[n] for n in names), strict=True):
        made, on, closed = (None if pd.isna(day) else pd.Timestamp(day).date() for day in days)
        if patient is None or claim is not None or kind != "PROMISE" or pd.isna(cents):
            continue
        if made and on and made <= as_of and (closed is None or closed > as_of):
            yield str(patient), made, on, int(cents)


def _received(records: Records, since: dict[str, dt.date], as_of: dt.date) -> dict[str, int]:
    """Return what each patient has paid from a day of their own on, refunds taken off, in cents."""
    found = dict.fromkeys(since, 0)
    if not since:
        return found
    claims, remits, payments = (records[name] for name in ("claims", "remits", "payments"))
    whose = dict(zip(claims["claim_id"], claims["patient_id"], strict=True))
    when = dict(zip(remits["remit_id"], remits["payment_date"], strict=True))
    source = dict(zip(remits["remit_id"], remits["source"], strict=True))
    counts = ~payments["post_status"].isin(_DOES_NOT_COUNT).to_numpy(dtype=bool)
    wanted = counts & payments["row_type"].isin((_BY_PATIENT, "REFUND")).to_numpy(dtype=bool)
    columns: list[list[Any]] = [payments[n].take(np.flatnonzero(wanted)).tolist() for n in _PAID]
    for kind, claim, remit, cents in zip(*columns, strict=True):
        patient, day = whose.get(claim), when.get(remit)
        if patient not in found or day is None or pd.isna(day) or pd.isna(cents):
            continue
        if kind == "REFUND" and source.get(remit) != _BY_PATIENT:
            continue
        if since[patient] <= pd.Timestamp(day).date() <= as_of:
            found[patient] += -abs(int(cents)) if kind == "REFUND" else int(cents)
    return found


_PAID = ("row_type", "claim_id", "remit_id", "paid")
