"""What sheet FollowUp says of each claim and patient: last contact, whose task, put off until, promises.

Rows are added and never changed, so the last row counts. A row with a day in column Next due puts the matter
off until that day, when it comes back by itself. A promise is broken when its day has passed and less than
was promised has come in since; that is for the ledger to say.

Source: handbook §1.14, §10.7.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.practice import Records

_CONTACTS = (
    *("STATUS_CHECK", "CALL", "PORTAL", "PATIENT_CALL", "STATEMENT", "APPEAL", "RECORDS_SENT"),
    *("CORRECTED_CLAIM", "PROMISE", "DISPUTE"),
)
"""Rows that say that somebody spoke with somebody; the others are notes and requests."""


@dataclass(slots=True)
class Contact:
    """What is known of one claim or patient as of a day; money in cents."""

    last_on: dt.date | None = None
    last_kind: str = ""
    result: str = ""
    owner: str = ""
    next_action: str = ""
    next_due: dt.date | None = None
    promised_on: dt.date | None = None
    promised: int = 0
    promise_made_on: dt.date | None = None
    is_closed: bool = False

    def is_put_off(self, as_of: dt.date) -> bool:
        """Return whether the matter waits until a later day."""
        return not self.is_closed and self.next_due is not None and self.next_due > as_of


def contacts(records: Records, as_of: dt.date) -> dict[tuple[str, str], Contact]:
    """Return what is known up to a day, keyed by ("claim", id) and ("patient", id)."""
    sheet = records["follow_up"]
    found: dict[tuple[str, str], Contact] = {}
    names = ("claim_id", "patient_id", "created_on", "type", "result", "owner", "next_action", "next_due",
             "promised_amount", "promised_on", "closed_on")  # fmt: skip
    for values in zip(*(sheet[name] for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        made = _day(row["created_on"])
        if made is not None and made > as_of:
            continue
        for kind, key in (("claim", row["claim_id"]), ("patient", row["patient_id"])):
            if key is not None and (kind == "claim" or row["claim_id"] is None):
                _take_in(found.setdefault((kind, str(key)), Contact()), row, made, as_of)
    return found


def _take_in(contact: Contact, row: dict[str, Any], made: dt.date | None, as_of: dt.date) -> None:
    closed = _day(row["closed_on"])
    contact.is_closed = closed is not None and closed <= as_of
    contact.owner = str(row["owner"] or contact.owner)
    contact.next_due = _day(row["next_due"])
    contact.next_action = str(row["next_action"] or "")
    if row["type"] in _CONTACTS and made is not None:
        contact.last_on, contact.result = made, str(row["result"] or "")
        contact.last_kind = str(row["type"])
    if (promised := _day(row["promised_on"])) is not None:
        contact.promised_on, contact.promise_made_on = promised, made
        contact.promised = 0 if pd.isna(row["promised_amount"]) else int(row["promised_amount"])


def _day(value: Any) -> dt.date | None:
    if value is None or pd.isna(value):
        return None
    return pd.Timestamp(value).date()
