"""The rows of a posting: Remits, Payments, PLB and Unplaced, as columns of cells.

An SVC is a row of type PAY, a triple of a CAS one of type ADJ; a claim paid without lines has one row PAY.
Rows of an answer whose claim is not known are held, under the number that the payer sent.

Source: handbook §1.13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xl_massbill.book.workbook import Cell
from xl_massbill.remits.match import Match, Way
from xl_massbill.remits.post_values import HELD, POSTED, Placed, Posting, Row
from xl_massbill.remits.read835_facts import PRICING_ONLY, Adjustment, ClaimPayment, LinePayment

PAYMENT_COLUMNS = (
    *(
        "payment_id",
        "row_type",
        "remit_id",
        "claim_id",
        "line_no",
        "dos",
        "code",
        "mods",
        "charge",
        "allowed",
    ),
    *("paid", "group", "carc", "adj_amount", "rarc", "post_status", "clp_status", "clp_charge", "clp_paid"),
    *("clp_pr", "icn", "payer_freq", "orig_code", "units_paid", "units_billed", "adj_qty", "is_reversal"),
)
_METHODS = ("ACH", "CHK", "FWT", "NON")
UNAPPLIED = "unapplied"
Columns = dict[str, Sequence[Cell]]
Cells = tuple[Cell, ...]


def payments(posting: Posting, remit_id: str, first: int) -> Columns:
    """Return the rows of Payments, numbered from `first`."""
    rows = [row for one in posting.placed for row in _answer(posting, one, remit_id)]
    if not rows:
        return {}
    numbers = [f"PM{number:06d}" for number in range(first, first + len(rows))]
    return dict(zip(PAYMENT_COLUMNS, (numbers, *map(list, zip(*rows, strict=True))), strict=True))


def how_many(posting: Posting) -> int:
    """Return how many rows of Payments a posting makes."""
    return sum(
        max(len(one.answer.lines), 1) + len(one.answer.all_adjustments)
        for one in posting.placed
        if one.answer.status != PRICING_ONLY
    )


def _answer(posting: Posting, one: Placed, remit_id: str) -> Iterator[Cells]:
    answer = one.answer
    if answer.status == PRICING_ONLY:
        return
    claim, status = _whose(posting, answer, one.match)
    part = None if answer.patient_part is None else answer.patient_part / 100
    icn, back = answer.payer_number or None, answer.is_reversal
    tail: Cells = (status, answer.status or None, answer.charge / 100, answer.paid / 100, part, icn)
    tail += (answer.frequency or None,)
    less = (status, answer.status or None, None, None, None, icn, None)  # said once, in the row PAY
    turned = "Y" if back else None
    if not answer.lines:
        money = (answer.charge / 100, None, answer.paid / 100)
        head: Cells = ("PAY", remit_id, claim, None, answer.day("232"), None, None, *money, None, None, None)
        yield (*head, " ".join(answer.remarks) or None, *tail, None, None, None, None, "Y" if back else "N")
    for adjustment in answer.adjustments:
        yield _adjusted(adjustment, ("ADJ", remit_id, claim, None, None, None, None), less, turned)
    for line, numbers in zip(answer.lines, one.numbers, strict=True):
        number = numbers[0] if len(numbers) == 1 else None
        yield _line(answer, line, (remit_id, claim, number), tail, "Y" if back else "N")
        where = (remit_id, claim, number, line.first_day, line.service.code or None)
        head = ("ADJ", *where, " ".join(line.service.modifiers) or None)
        for adjustment in line.adjustments:
            yield _adjusted(adjustment, head, less, turned)


def _whose(posting: Posting, answer: ClaimPayment, match: Match) -> tuple[str, str]:
    """Return the claim of a row, and whether the row counts."""
    if match.way is Way.NOT_OURS:
        return UNAPPLIED, HELD if posting.held else POSTED
    if match.claim_id:
        return match.claim_id, HELD if posting.held else POSTED
    return answer.claim_id or UNAPPLIED, HELD


def _line(answer: ClaimPayment, line: LinePayment, where: Cells, tail: Cells, back: str) -> Cells:
    allowed = None if line.allowed is None else line.allowed / 100
    code, mods = line.service.code or None, " ".join(line.service.modifiers) or None
    head = ("PAY", *where, line.first_day or answer.day("232"), code, mods, line.charge / 100, allowed)
    remarks = " ".join(line.remarks) or None
    billed = line.billed.code if line.billed and line.billed != line.service else None
    units = (_whole(line.units_paid, default=1), _whole(line.units_billed))
    return (*head, line.paid / 100, None, None, None, remarks, *tail, billed, *units, None, back)


def _adjusted(one: Adjustment, head: Cells, tail: Cells, back: str | None) -> Cells:
    money = (None, None, None, one.group or None, one.reason or None, one.amount / 100, None)
    return (*head, *money, *tail, None, None, None, _whole(one.quantity), back)


def _whole(units: Decimal | None, default: int | None = None) -> int | None:
    """Return whole units; the guide takes one unit where a line names none."""
    if units is None:
        return default
    return int(units) if units == units.to_integral_value() else None


def remit(posting: Posting, remit_id: str) -> Row:
    """Return the row of Remits."""
    found, origin = posting.remittance, posting.origin
    is_posted = not posting.held
    return {
        "remit_id": remit_id,
        "source": origin.source,
        "payer_id": posting.payer_id or None,
        "check_eft_no": found.trace or None,
        "method": found.method if found.method in _METHODS else None,
        "amount": found.amount,
        "payment_date": _iso(found.payment_date),
        "production_date": _iso(found.production_date),
        "balanced": "Y" if is_posted else "N",
        "posted_on": origin.as_of.isoformat() if is_posted else None,
        "posted_by": origin.by or None if is_posted else None,
        "payee_npi": found.payee_npi or None,
        "file_name": origin.file_name or None,
        "file_hash": origin.file_hash or None,
    }


def provider(posting: Posting, remit_id: str) -> list[Row]:
    """Return the rows of PLB; amounts with the same reason and reference are one row."""
    found: dict[tuple[Any, ...], Row] = {}
    for one in posting.remittance.provider_adjustments:
        day = _iso(one.fiscal_date) or f"{posting.day.year}-12-31"
        key = one.provider, day, one.reason, one.reference
        row = found.setdefault(
            key,
            {
                "remit_id": remit_id,
                "provider_id": one.provider or posting.remittance.payee_npi or None,
                "fiscal_date": day,
                "reason": one.reason or None,
                "reference": one.reference or None,
                "amount": 0,
            },
        )
        row["amount"] += one.amount
    return list(found.values())


def unplaced(posting: Posting, remit_id: str, first: int) -> list[Row]:
    """Return the rows of Unplaced, numbered from `first`; what a person has decided is not asked again."""
    waiting = [one for one in posting.unplaced if one.match.way is not Way.NOT_OURS]
    return [
        _unplaced(posting, one) | {"unplaced_id": f"UP{n:04d}", "remit_id": remit_id}
        for n, one in enumerate(waiting, first)
    ]


def _unplaced(posting: Posting, one: Placed) -> Row:
    answer, match = one.answer, one.match
    patient = answer.party("QC")
    days = [line.first_day for line in answer.lines if line.first_day]
    sure = f" ({match.confidence}%)" if match.candidates else ""
    return {
        "candidates": ", ".join(match.candidates) or None,
        "why": match.way.value + sure,
        "payer_id": posting.payer_id or None,
        "claim_as_sent": answer.claim_id or None,
        "icn": answer.payer_number or None,
        "clp_status": answer.status or None,
        "patient": ", ".join(filter(None, (patient.last, patient.first))) if patient else None,
        "member_id": patient.id or None if patient else None,
        "dos": _iso(min(days) if days else answer.day("232")),
        "charge": answer.charge,
        "paid": answer.paid,
    }


def numbered(rows: Sequence[Row], prefix: str, key: str, first: int, also: Mapping[str, Any]) -> list[Row]:
    """Return rows with their numbers, counted from `first`, and with what they share."""
    return [{key: f"{prefix}{n:04d}", **also, **row} for n, row in enumerate(rows, first)]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
