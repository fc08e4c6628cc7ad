"""What an export writes into the workbook, as plain rows: the same rows go into the journal first.

So that a crash after the file was made can be settled from the journal alone: keys, amounts, codes,
dates and hashes, never names.

Source: handbook §1.12, §1.15, §8.9 (READY → BATCHED), §10.6 (filing deadline); DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from xl_massbill.book.column import Kind
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.batches import Stage
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.in_place import put_in_place
from xl_massbill.claims.keeping import Happened, Moved, mark_visits, opened, told
from xl_massbill.claims.states import Event, State, Step
from xl_massbill.practice import Records
from xl_massbill.practice.fingerprint import SentLine, fingerprint
from xl_massbill.practice.prices import Prices

Row = dict[str, Any]
_VOID = "8"


def claim_row(claim: Claim, batch_id: str, day: dt.date, deadline: dt.date | None, expected: int) -> Row:
    """Return the row of Claims for a claim that goes into a batch; money in cents, days as ISO text."""
    paid = claim.patient_paid_so_far
    total = cents(claim.total)
    return {
        **_place(claim),
        "patient_id": claim.patient.patient_id,
        "coverage_id": claim.coverage_id,
        "payer_id": claim.payer.payer_id,
        "therapist_id": claim.therapist_id,
        "referral_id": claim.referral_id,
        "auth_id": claim.auth_id,
        "dos_from": claim.first_day.isoformat(),
        "dos_to": claim.last_day.isoformat(),
        "total_charge": total,
        "patient_paid": cents(paid),
        "pos": claim.place_of_service,
        **{f"dx{i}": dx for i, dx in enumerate(claim.diagnoses, 1)},
        **_accident(claim),
        "onset_date": claim.onset.isoformat() if claim.onset else None,
        "note_text": claim.note or None,
        "delay_reason": claim.delay_reason or None,
        **_attachment(claim),
        "batch_id": batch_id,
        "created_on": day.isoformat(),
        **opened(day, claim.payer_sequence),
        "expected_denial": "Y" if any("GY" in line.modifiers for line in claim.lines) else "N",
        "expected_allowed": expected,
        "paid_total": 0,
        "contractual_total": 0,
        "pr_total": 0,
        "other_adj_total": 0,
        "balance": _balance(claim),
        "deadline_tfl": deadline.isoformat() if deadline else None,
        "locked_hash": locked_hash(claim),
    }


def _place(claim: Claim) -> Row:
    """Return the number of a claim, and where it stands among others."""
    return {
        "claim_id": claim.claim_id,
        "parent_claim_id": claim.parent_claim_id or None,
        "replaces_claim_id": claim.replaces_claim_id or None,
        "payer_seq": claim.payer_sequence,
        "frequency": claim.frequency,
        "original_ref_no": claim.original_reference or None,
    }


def _balance(claim: Claim) -> int:
    """Return what is open when a claim goes out: the charge less what others have settled, 0 for a void."""
    if claim.frequency == _VOID:
        return 0
    settled = [
        (payer.paid or 0) + sum(a.amount for a in (*payer.adjustments, *adjusted) if a.group == "CO")
        for payer in claim.other_payers
        for adjusted in [[a for answer in payer.answers for a in answer.adjustments]]
    ]
    return cents(claim.total) - cents(claim.patient_paid_so_far) - cents(Decimal(sum(settled)))


def _accident(claim: Claim) -> Row:
    if claim.accident is None:
        return {"accident_type": "NONE"}
    return {
        "accident_type": claim.accident.type,
        "accident_date": claim.accident.day.isoformat(),
        "accident_state": claim.accident.state or None,
    }


def _attachment(claim: Claim) -> Row:
    if claim.attachment is None:
        return {}
    return {
        "attachment_type": claim.attachment.type,
        "attachment_how": claim.attachment.how,
        "attachment_control_no": claim.attachment.control,
    }


def line_rows(claim: Claim) -> Iterable[Row]:
    """Yield the rows of ClaimLines."""
    for line in claim.lines:
        yield {
            "claim_id": claim.claim_id,
            "line_no": line.number,
            "visit_id": line.visit_id,
            "dos": line.day.isoformat(),
            "code": line.code,
            "mods": " ".join(line.modifiers) or None,
            "units": line.units,
            "charge": cents(line.charge),
            "ptrs": ":".join(map(str, line.pointers)),
            "line_ctl": line.control,
        }


def locked_hash(claim: Claim) -> str:
    """Return the fingerprint of what was exported, so that a later change to the rows shows (CLM-017)."""
    lines = (
        SentLine(line.visit_id, line.day, line.code, line.modifiers, line.units, cents(line.charge))
        for line in claim.lines
    )
    return fingerprint(claim.claim_id, claim.frequency, cents(claim.total), claim.diagnoses, lines)


def cents(amount: Decimal | None) -> int:
    """Return dollars as whole cents."""
    return 0 if amount is None else int((amount * 100).to_integral_exact())


def is_booked(records: Records, batch_id: str) -> bool:
    """Return whether the workbook already holds this batch."""
    return batch_id in set(records["batches"]["batch_id"])


def book(workbook: Workbook, records: Records, detail: Mapping[str, Any], file_hash: str) -> Row:
    """Write the rows of an export into the workbook (not yet saved): claims, batch, visits, notes.

    Return what the journal keeps of it: which claims went from which state into which.
    """
    batch = {**detail["batch"], "file_hash": file_hash, "status": Stage.EXPORTED.value}
    again = set(detail.get("again", ()))
    for table, rows in (("claims", detail["claims"]), ("claim_lines", detail["lines"]), ("batches", [batch])):
        resent = [row for row in rows if row.get("claim_id") in again]
        if resent:
            put_in_place(workbook, records, table, columns_of(table, resent))
        if new := [row for row in rows if row.get("claim_id") not in again]:
            workbook.append(table, columns_of(table, new))
        records.forget(table)
    mark_visits(workbook, records, detail["visits"])
    _lock_notes(workbook, records, detail.get("notes", {}))
    return _told(detail)


def _told(detail: Mapping[str, Any]) -> Row:
    moved = [
        Moved(row["claim_id"], Step(State.READY, Event.PUT_IN_BATCH, State(row["status"])))
        for row in detail["claims"]
    ]
    day = dt.datetime.fromisoformat(detail["batch"]["created_on"]).date()
    found = told(moved, Happened(Event.PUT_IN_BATCH, day))
    mended = [Moved(c, step) for c, step in _mended(detail.get("again", {})).items()]
    return found | ({"before": told(mended, Happened(Event.MENDED_ANEW, day))} if mended else {})


def _mended(again: Mapping[str, str]) -> dict[str, Step]:
    """Return the step of each claim sent again that was still rejected; the others had taken it before."""
    return {
        claim: Step(State.REJECTED, Event.MENDED_ANEW, State.READY)
        for claim, state in again.items()
        if state == State.REJECTED
    }


def _lock_notes(workbook: Workbook, records: Records, prints: Mapping[str, str]) -> None:
    """Put the fingerprint of the first export beside the notes that went out; it stays for ever."""
    sheet = records["notes"]
    if not prints or sheet.lacks("locked") or sheet.lacks("locked_hash"):
        return
    locked = list(sheet.grid.columns[sheet.match.at["locked"]])
    print_then = list(sheet.grid.columns[sheet.match.at["locked_hash"]])
    for position, visit in zip(sheet.positions.tolist(), sheet["visit_id"], strict=True):
        if visit in prints:
            locked[position], print_then[position] = "Y", print_then[position] or prints[visit]
    workbook.write("notes", {"locked": locked, "locked_hash": print_then})
    records.forget("notes")


def columns_of(table: str, rows: Iterable[Row]) -> dict[str, list[Cell]]:
    """Turn rows of the journal (cents, ISO days) into columns of cells (dollars, dates)."""
    kinds = {f.name: f.kind for f in TABLES[table].fields()}
    rows = list(rows)
    names = [n for n in kinds if any(n in row for row in rows)]
    return {name: [cell_of(kinds[name], row.get(name)) for row in rows] for name in names}


def cell_of(kind: Kind, value: Any) -> Cell:
    """Return a value of the journal (cents, ISO days) as a cell (dollars, dates)."""
    if value is None or value == "":
        return None
    if kind is Kind.MONEY:
        return int(value) / 100
    if kind is Kind.DAY:
        return dt.date.fromisoformat(value)
    if kind is Kind.MOMENT:
        return dt.datetime.fromisoformat(value)
    return value if isinstance(value, int) else str(value)


def expected_allowed(claim: Claim, prices: Prices, cap: int | None) -> int:
    """Return what the payer should allow in cents: fee schedule, never above the charge, daily cap (§5.5)."""
    by_day: dict[dt.date, int] = {}
    for line in claim.lines:
        price = prices.expected(claim.payer.payer_id, line.code, line.day, line.modifiers)
        allowed = cents(line.charge) if price is None else min(price * line.units, cents(line.charge))
        by_day[line.day] = by_day.get(line.day, 0) + allowed
        daily = prices.daily_cap(claim.payer.payer_id, line.code, line.day, line.modifiers)
        cap = daily if cap is None else cap if daily is None else min(cap, daily)
    return sum(amount if cap is None else min(amount, cap) for amount in by_day.values())
