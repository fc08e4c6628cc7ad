"""Claims that somebody must ask about: turned back and not mended, or sent and nothing heard.

A rejected claim counts as mended when its visits stand on another claim, or it has gone out again. A claim
is silent when the next answer is overdue: of the clearinghouse, of the payer, or the payment. Claims on paper
are acknowledged by nobody, so only their payment is waited for.

Source: handbook §10.4 (no 999 in 2 days, no 277CA in 5, no payment in expected_days), §7.11, §8.9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from xl_massbill.claims.leaks import held_back
from xl_massbill.claims.states import State
from xl_massbill.practice import Lines, Records

_SETTINGS = {"silence_file_days": 2, "silence_payer_days": 5, "expected_days": 45}
_ELECTRONIC = "837P"
_ASKED = (State.SUBMITTED.value, State.ACK_RECEIVED.value)
_TAKEN = (State.ACCEPTED.value, State.IN_PROCESS.value)


class Silence(StrEnum):
    """What is overdue, and what to do about it."""

    FILE = "no answer to the file: ask the clearinghouse"
    PAYER = "no answer of the payer: ask, and send again only if it was not received"
    HELD = "its remittance does not add up and is held: ask the payer for one that does; do not send it again"
    MONEY = "no payment: ask for the status (276, portal or call) and note the reference"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A claim that was turned back and is not mended; amounts in cents."""

    claim_id: str
    since: dt.date | None
    cents: int
    visits: tuple[str, ...]
    level: str = ""
    reason: str = ""
    place: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """A claim of which nothing was heard for too long; amounts in cents, `allowed` days were to be waited."""

    claim_id: str
    payer_id: str
    since: dt.date
    allowed: int
    cents: int
    what: Silence


def rejected(records: Records) -> list[Rejected]:
    """Return the claims that were turned back and not mended, the oldest first."""
    claims, said = records["claims"], _reasons(records)
    on = _visits(records)
    found = [
        Rejected(claim, _day(since), _cents(total), on[claim], **said.get(claim, {}))
        for claim, status, since, total in zip(
            *(claims[n] for n in ("claim_id", "status", "status_since", "total_charge")), strict=True
        )
        if status == State.REJECTED.value and claim in on
    ]
    return sorted(found, key=lambda one: (one.since or dt.date.min, one.claim_id))


def silent(lines: Lines, as_of: dt.date) -> list[Silent]:
    """Return the claims that have been silent for too long, the longest first."""
    found = [one for one in waiting(lines) if (as_of - one.since).days > one.allowed]
    return sorted(found, key=lambda one: (one.since, one.claim_id))


def waiting(lines: Lines) -> Iterator[Silent]:
    """Yield every claim that waits for an answer, silent for too long or not, with the days it may take."""
    records = lines.records
    days, expected = _settings(records), _expected(lines)
    sheet, batches, held = records["claims"], _batches(records), held_back(records)
    names = (
        "claim_id",
        "payer_id",
        "status",
        "batch_id",
        "last_submitted_on",
        "first_accepted_on",
        "balance",
    )
    for claim, payer, status, batch, sent, accepted, balance in zip(*(sheet[n] for n in names), strict=True):
        since = _day(sent)
        if since is None or status not in (*_ASKED, *_TAKEN):
            continue
        kind, is_answered = batches.get(batch, (_ELECTRONIC, False))
        what, allowed = Silence.MONEY, expected.get(claim, days["expected_days"])
        if claim in held:
            what, allowed = Silence.HELD, 0
        elif status in _TAKEN:
            since = _day(accepted) or since
        elif kind == _ELECTRONIC and not is_answered and status == State.SUBMITTED.value:
            what, allowed = Silence.FILE, days["silence_file_days"]
        elif kind == _ELECTRONIC:
            what, allowed = Silence.PAYER, days["silence_payer_days"]
        yield Silent(claim, str(payer or ""), since, allowed, _cents(balance), what)


def _batches(records: Records) -> dict[Any, tuple[str, bool]]:
    """Return for each batch its kind, and whether anybody has answered the file."""
    sheet = records["batches"]
    rows = zip(sheet["batch_id"], sheet["kind"], sheet["ta1_status"], sheet["ack999_status"], strict=True)
    return {batch: (kind or "", bool(ta1 or ack)) for batch, kind, ta1, ack in rows}


def _expected(lines: Lines) -> dict[str, int]:
    """Return after how many days the payer of a claim pays by its rule, where it has one."""
    days = lines.rule_number("expected_days")
    pairs = zip(lines["claim_id"], days, strict=True)
    return {claim: int(day) for claim, day in pairs if claim and not pd.isna(day)}


def _settings(records: Records) -> dict[str, int]:
    found = {}
    for key, usual in _SETTINGS.items():
        text = records.settings.get(key, "").partition(".")[0]
        found[key] = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else usual
    return found


def _visits(records: Records) -> dict[str, tuple[str, ...]]:
    """Return the visits that stand on each claim."""
    found: dict[str, dict[str, None]] = {}
    for claim, visit in zip(records["visits"]["claim_id"], records["visits"]["visit_id"], strict=True):
        if claim and visit:
            found.setdefault(claim, {})[visit] = None
    return {claim: tuple(visits) for claim, visits in found.items()}


def _reasons(records: Records) -> dict[str, dict[str, str]]:
    """Return the last rejection of each claim that sheet Acks holds; of one file the first row counts."""
    sheet = records["acks"]
    names = ("claim_id", "verdict", "level", "reason", "place", "todo", "file_hash")
    found: dict[str, dict[str, str]] = {}
    of_file: dict[str, str] = {}
    for claim, verdict, *words, file in zip(*(sheet[n] for n in names), strict=True):
        if claim and verdict == "REJECTED" and of_file.get(claim) != file:
            of_file[claim] = file
            found[claim] = dict(zip(names[2:6], (str(word or "") for word in words), strict=True))
    return found


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else value.date()


def _cents(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)
