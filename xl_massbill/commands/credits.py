"""Money that is not the clinic's: what was overpaid, by whom, and since when; none of it is set off silently.

Source: handbook §10.1 (credits are never netted), §10.4 (refund within 30 days; Medicare, Medicaid 60).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.claim_facts import claim_facts
from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.families import GONE
from xl_massbill.claims.ledger import PATIENT, open_items
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records
from xl_massbill.remits.post_rows import UNAPPLIED

_WITHIN, _PUBLIC = 30, 60
_RUNS = ("APPEALED", "INFO_REQUESTED", "IN_PROCESS", "REVERSED")
_DENIED = ("DENIED", "PAID_PARTIAL")
_NOT_SETTLED = "its claim is not settled yet, see `denials` and `worklist`"
_PUBLIC_PAYERS = ("MEDICARE", "MEDICAID")


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit in cents: whose account it is on, since the last payment, and by when it goes back."""

    kind: str
    payer_id: str
    patient_id: str
    claim_id: str
    cents: int
    since: str
    due_on: str
    waits: str = ""
    """Why it is not given back: the claim is not settled yet, or what was written off was paid after all."""

    def text(self) -> str:
        """Return it as a line."""
        whom = self.payer_id if self.kind != PATIENT else self.patient_id
        what = self.claim_id or "visits at the desk"
        by = f"since {self.since}, back by {self.due_on}" if self.since else "day of the payment not known"
        if self.waits:
            by = f"wait: {self.waits}"
        return f"{what:14} {self.kind.lower():10} {whom or 'unknown':10} ${dollars(self.cents):>10}  {by}"


def credits_of(workbook: Workbook, as_of: dt.date) -> list[Credit]:
    """Return every credit and all unapplied money, the oldest first; raise NoTable."""
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payers", "payments", "remits")
    found = [*_of_accounts(records, as_of), *_unapplied(records)]
    return sorted(found, key=lambda one: (one.since or "9", one.claim_id, one.patient_id))


def text(found: list[Credit], as_of: dt.date) -> str:
    """Return a line each, and their sum."""
    due, waiting = ([one for one in found if bool(one.waits) is waits] for waits in (False, True))
    late = sum(one.due_on < f"{as_of}" for one in due if one.due_on)
    words = f"{counted(len(due), 'credit')}, ${_sum(due)} to give back, as of {as_of}"
    words += f"; {late} of them late." if late else "."
    more = f" {counted(len(waiting), 'credit')} of ${_sum(waiting)} to wait with." if waiting else ""
    return "\n".join([*(one.text() for one in found), words + more])


def _sum(found: Iterable[Credit]) -> str:
    return dollars(sum(one.cents for one in found))


def unsettled(records: Records, as_of: dt.date) -> set[str]:
    """Return the claims that the payer has judged and may still pay: what is decided or asked about runs."""
    return {
        claim
        for claim, one in claim_facts(records, as_of).items()
        if one.state in _RUNS or (one.state in _DENIED and (one.open_denied or one.decided))
    }


def as_json(found: list[Credit]) -> list[dict[str, Any]]:
    """Return the credits as JSON values, money in cents."""
    return [asdict(one) for one in found]


def _of_accounts(records: Records, as_of: dt.date) -> Iterator[Credit]:
    items = open_items(Lines(records, as_of)).frame
    paid, runs = _last_paid(records), unsettled(records, as_of)
    off = _written_off(records) | _to_be_reversed(records)
    kinds = dict(zip(records["payers"]["payer_id"], records["payers"]["payer_type"], strict=True))
    for item in items[items["cents"] < 0].to_dict("records"):
        claim, payer, patient = (
            str(item[n]) if isinstance(item[n], str) else "" for n in ("claim_id", "payer_id", "patient_id")
        )
        is_public = any(word in str(kinds.get(payer) or "") for word in _PUBLIC_PAYERS)
        since = paid.get(claim)
        within = dt.timedelta(_PUBLIC if is_public and item["kind"] != PATIENT else _WITHIN)
        yield Credit(
            str(item["kind"]), payer, patient, claim, -int(item["cents"]),
            since.isoformat() if since else "", (since + within).isoformat() if since else "",
            (_NOT_SETTLED if claim in runs else "") if item["kind"] == PATIENT else off.get(claim, ""),
        )  # fmt: skip


def _to_be_reversed(records: Records) -> dict[str, str]:
    """Return the claims that correct or void one whose answer the payer has not taken back yet (22)."""
    claims = records["claims"]
    names = ("claim_id", "replaces_claim_id", "status", "paid_total", "contractual_total")
    rows = list(zip(*(claims[n] for n in names), strict=True))
    gone = {
        claim: any(not pd.isna(cents) and cents for cents in (paid, contract))
        for claim, _, status, paid, contract in rows
        if status in GONE
    }
    return {
        str(claim): f"the payer has to take back its answer to {old} itself, by a reversal"
        for claim, old, *_ in rows
        if gone.get(old)
    }


def _written_off(records: Records) -> dict[str, str]:
    """Return the claims with a write-off of a denied line, with what to do where they show a credit."""
    payments = records["payments"]
    rows = zip(*(payments[n] for n in ("payment_id", "claim_id", "row_type")), strict=True)
    return {
        str(
            claim
        ): f"{str(number).removeprefix('WO-')} was written off: if it was paid after all, `undecide` it"
        for number, claim, kind in rows
        if kind == "WRITE_OFF"
    }


def _unapplied(records: Records) -> Iterator[Credit]:
    """Yield what was received and belongs to no claim, by remittance; refunds take off the oldest first."""
    payments, remits = records["payments"], records["remits"]
    payers = dict(zip(remits["remit_id"], remits["payer_id"], strict=True))
    days = _days(records)
    sums: dict[str, int] = {}
    for claim, remit, cents in zip(*(payments[n] for n in ("claim_id", "remit_id", "paid")), strict=True):
        if claim == UNAPPLIED and not pd.isna(cents):
            sums[str(remit)] = sums.get(str(remit), 0) + int(cents)
    back = -sum(cents for cents in sums.values() if cents < 0)
    for remit, cents in sorted(sums.items(), key=lambda one: str(days.get(one[0], "9"))):
        cents, back = max(cents - back, 0), max(back - max(cents, 0), 0)  # noqa: PLW2901 - what is left
        if cents:
            since = days.get(remit)
            due = (since + dt.timedelta(_WITHIN)).isoformat() if since else ""
            yield Credit(
                UNAPPLIED,
                str(payers.get(remit) or ""),
                "",
                remit,
                cents,
                since.isoformat() if since else "",
                due,
            )


def _last_paid(records: Records) -> dict[str, dt.date]:
    """Return the day of the last payment on each claim."""
    payments, days = records["payments"], _days(records)
    found: dict[str, dt.date] = {}
    for claim, remit, cents in zip(*(payments[n] for n in ("claim_id", "remit_id", "paid")), strict=True):
        day = days.get(str(remit))
        if day and not pd.isna(cents) and cents and (claim not in found or found[claim] < day):
            found[str(claim)] = day
    return found


def _days(records: Records) -> dict[str, dt.date]:
    remits = records["remits"]
    pairs = zip(remits["remit_id"], remits["payment_date"], strict=True)
    return {str(remit): pd.Timestamp(day).date() for remit, day in pairs if not pd.isna(day)}
