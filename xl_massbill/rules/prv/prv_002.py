"""PRV-002: a licence ends within two months, or has ended, and no new date is entered.

Why: a renewal takes weeks, and every visit after the last day is lost. Looked at are the licences of those
who work here now, for the states in which the clinic treats; of several of one state the one that runs
longest.

Source: handbook §6.3, §1.4. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from xl_massbill.practice import Records
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet

_Licence = tuple[Any, str, int]
"""Last day, table, position."""


def ends_soon(therapists: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the cells of licences that end soon."""
    records, last = question.records, pd.Timestamp(question.as_of)
    until = last + pd.Timedelta(days=int(question.params["days"]))
    left = dict(zip(therapists["therapist_id"], therapists["active_to"] < last, strict=True))
    for (therapist, _), (expires, table, at) in _longest(therapists, records).items():
        if expires <= until and not left.get(therapist, True):
            verb = "expired" if expires < last else "expires"
            values = {"therapist": therapist, "verb": verb, "d": expires.date()}
            yield CellHit(table, at, "license_expires", values, lines=())


def _longest(therapists: Sheet, records: Records) -> dict[tuple[str, str], _Licence]:
    """Return by therapist and state the licence that counts: a row of Licences before the own columns."""
    found: dict[tuple[str, str], _Licence] = {}
    places = {*records["practice"]["state"][:1], *records["facilities"]["state"]} - {None}
    filed = _rows("licences", records["licences"], places)
    for key, licence in filed:
        found[key] = max(found.get(key, licence), licence)
    for key, licence in _rows("therapists", therapists, places):
        found.setdefault(key, licence)
    return found


def _rows(table: str, sheet: Sheet, places: set[Any]) -> Iterator[tuple[tuple[str, str], _Licence]]:
    columns = (sheet[name] for name in ("therapist_id", "license_state", "license_expires"))
    for at, (therapist, state, expires) in enumerate(zip(*columns, strict=True)):
        if therapist is not None and state in places:
            yield (therapist, state), (pd.Timestamp.max if pd.isna(expires) else expires, table, at)


RULE = Rule(
    id="PRV-002",
    title="licence not about to end",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.3",
    message="{therapist}'s licence {verb} on {d}. Renew it and enter the new date.",
    example="Today is 6 May, and the licence ends on 5 July.",
    on_tables=ends_soon,
    tables=("therapists",),
    field="license_expires",
    params={"days": 60},
)
