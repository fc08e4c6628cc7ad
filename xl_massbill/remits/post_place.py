"""Answers that waited for a person: posted to the claim that was named on sheet Unplaced.

The answer is put together again out of the rows of Payments in which it was held. NOT OURS means that the
money belongs to nobody here: it counts as unapplied until it is refunded.

Source: handbook §6.11 RMT-002; §1.13 (unapplied).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.practice import Records
from xl_massbill.remits.match import NOT_OURS, Match, Way
from xl_massbill.remits.match_lines import lines_of
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_cells import figures_of
from xl_massbill.remits.post_denied import denied_in
from xl_massbill.remits.post_plan import post_answers
from xl_massbill.remits.post_rows import UNAPPLIED
from xl_massbill.remits.post_values import HELD, POSTED, Origin, Placed, Posting, Row
from xl_massbill.remits.post_write import Numbers, change, put, write_denials
from xl_massbill.remits.read835_facts import Adjustment, ClaimPayment, LinePayment, Remittance, Service

_ROW = (
    *(
        "payment_id",
        "row_type",
        "line_no",
        "dos",
        "code",
        "mods",
        "charge",
        "allowed",
        "paid",
        "group",
        "carc",
    ),
    *("adj_amount", "adj_qty", "rarc", "clp_status", "clp_charge", "clp_paid", "clp_pr", "icn", "payer_freq"),
    *("orig_code", "units_paid", "units_billed"),
)
_WAITING = (
    "unplaced_id",
    "remit_id",
    "payer_id",
    "claim_as_sent",
    "icn",
    "clp_status",
    "charge",
    "paid",
    "belongs_to",
    "placed_on",
)


def decided(books: Books) -> Iterator[Row]:
    """Yield the rows of Unplaced that a person has decided and that are not posted yet."""
    for cells in zip(*(books.column("unplaced", name) for name in _WAITING), strict=True):
        row = dict(zip(_WAITING, cells, strict=True))
        if row["belongs_to"] and not row["placed_on"]:
            yield row


def planned(books: Books, row: Row, origin: Origin) -> tuple[Posting, list[Row]] | str:
    """Return the posting of one decided answer and its rows of Payments, or why it cannot be posted."""
    held = _held_rows(books, row)
    where = row["unplaced_id"]
    if not held:
        return f"{where}: its rows on sheet Payments are not there any more."
    answer = _answer(row, held)
    says = books.said(row["belongs_to"])  # of two answers under one number each goes where its own row says
    if says == NOT_OURS:
        match = Match("", Way.NOT_OURS, 100)
    elif says in books.records.index("claims", "claim_id"):
        match = Match(says, Way.DECIDED, 100, (says,))
    else:
        return f"{where}: there is no claim {row['belongs_to']} on sheet Claims."
    billed = [line for _, line in books.billed.get(match.claim_id, [])]
    numbers = lines_of(answer.lines, billed)
    placed = Placed(answer, match, numbers, denied_in(answer, numbers, [line.number for line in billed]))
    posting = Posting(_remittance(books, row, answer), origin, row["payer_id"] or "", [placed])
    post_answers(books, posting, posting.placed)
    return posting, held


def write_placed(  # noqa: PLR0913, PLR0917 - what is placed, and where
    workbook: Workbook, records: Records, posting: Posting, held: list[Row], of: Row, numbers: Numbers
) -> Row:
    """Write a placed answer and return what the journal keeps of it (not yet saved)."""
    (placed,) = posting.placed
    claims = list(posting.accounts)
    before = figures_of(records, claims, posting.lines_before)
    by_line = _lines_by_row(placed, held)
    rows = {
        row["payment_id"]: {
            "claim_id": placed.match.claim_id or UNAPPLIED,
            "line_no": by_line.get(row["payment_id"]),
            "post_status": POSTED,
        }
        for row in held
    }
    put(workbook, records, "payments", rows)
    day = posting.origin.as_of.isoformat()
    put(workbook, records, "unplaced", {of["unplaced_id"]: {"placed_on": day}})
    kept = write_denials(workbook, records, posting, numbers) | change(workbook, records, posting)
    after = figures_of(records, claims, posting.lines_before)
    was = {"claim_id": of["claim_as_sent"] or UNAPPLIED, "line_no": None, "post_status": HELD}
    held_again = {"rows": {row["payment_id"]: was for row in held}, "unplaced_id": of["unplaced_id"]}
    return kept | held_again | {"remit_id": of["remit_id"], "before": before, "after": after}


def put_aside(workbook: Workbook, records: Records, kept: Row) -> None:
    """Hold the rows of an answer again that was placed (not yet saved); the figures are restored apart."""
    put(workbook, records, "payments", kept["rows"])
    put(workbook, records, "unplaced", {kept["unplaced_id"]: {"placed_on": None}})


def _held_rows(books: Books, row: Row) -> list[Row]:
    """Return the rows of Payments of an answer that waits; of several alike, those of its turn."""
    names = (*_ROW, "remit_id", "claim_id", "post_status")
    wanted = (row["remit_id"], row["claim_as_sent"] or UNAPPLIED, HELD, row["icn"], row["clp_status"])
    found = []
    for cells in zip(*(books.column("payments", name) for name in names), strict=True):
        one = dict(zip(names, cells, strict=True))
        if (one["remit_id"], one["claim_id"], one["post_status"], one["icn"], one["clp_status"]) == wanted:
            found.append(one)
    answers = list(_apart(found))
    if len(answers) <= 1:
        return found
    money = row["charge"], row["paid"]
    alike = [rows for rows in answers if _money(rows) == money]
    at = _turn(books, row)
    return alike[at] if at < len(alike) else []


def _apart(rows: list[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each answer: one is whole when its lines charge what the claim does."""
    answer: list[Row] = []
    for row in rows:
        paid = [one for one in answer if one["row_type"] == "PAY"]
        is_whole = bool(paid) and sum(one["charge"] or 0 for one in paid) == (paid[0]["clp_charge"] or 0)
        has_lines = any(one["code"] is not None for one in paid)
        if is_whole and (row["row_type"] == "PAY" or (row["code"] is None and has_lines)):
            yield answer
            answer = []
        answer.append(row)
    if answer:
        yield answer


def _money(rows: list[Row]) -> tuple[int | None, int | None]:
    first = next((one for one in rows if one["row_type"] == "PAY"), rows[0])
    return first["clp_charge"], first["clp_paid"]


def _turn(books: Books, row: Row) -> int:
    """Return how many answers that look the same wait before this one."""
    same = ("remit_id", "claim_as_sent", "icn", "clp_status", "charge", "paid")
    names = ("unplaced_id", "placed_on", *same)
    waiting = [
        number
        for number, placed_on, *cells in zip(*(books.column("unplaced", n) for n in names), strict=True)
        if not placed_on and cells == [row[name] for name in same]
    ]
    return waiting.index(row["unplaced_id"])


def _answer(row: Row, held: list[Row]) -> ClaimPayment:
    first = next((one for one in held if one["row_type"] == "PAY"), held[0])
    lines: list[Row] = []
    adjustments: list[Adjustment] = []
    for at, one in enumerate(held):
        if one["row_type"] == "PAY":
            lines.append(one | {"adjusted": []})
        elif one["code"] is None or not lines:
            adjustments.append(_adjustment(at, one))
        else:
            lines[-1]["adjusted"].append(_adjustment(at, one))
    days = (("232", dt.date.fromisoformat(first["dos"])),) if first["dos"] else ()
    return ClaimPayment(
        number=0,
        claim_id=row["claim_as_sent"] or "",
        status=row["clp_status"] or "",
        charge=first["clp_charge"] or 0,
        paid=first["clp_paid"] or 0,
        patient_part=first["clp_pr"],
        filing="",
        payer_number=row["icn"] or "",
        place="",
        frequency=first["payer_freq"] or "",
        adjustments=tuple(adjustments),
        days=days,
        lines=tuple(_line(at, one) for at, one in enumerate(lines) if one["code"] is not None),
    )


def _line(number: int, one: Row) -> LinePayment:
    day = dt.date.fromisoformat(one["dos"]) if one["dos"] else None
    return LinePayment(
        number=number,
        service=Service("HC", one["code"], tuple((one["mods"] or "").split())),
        charge=one["charge"] or 0,
        paid=one["paid"] or 0,
        units_paid=_units(one["units_paid"]),
        billed=Service("HC", one["orig_code"]) if one["orig_code"] else None,
        units_billed=_units(one["units_billed"]),
        first_day=day,
        last_day=day,
        adjustments=tuple(one["adjusted"]),
        allowed=one["allowed"],
        remarks=tuple((one["rarc"] or "").split()),
    )


def _adjustment(number: int, one: Row) -> Adjustment:
    amount = one["adj_amount"] or 0
    return Adjustment(number, one["group"] or "", one["carc"] or "", amount, _units(one["adj_qty"]))


def _units(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _lines_by_row(placed: Placed, held: list[Row]) -> dict[str, int | None]:
    """Return the line number of each row: an adjustment stands below its service line."""
    found: dict[str, int | None] = {}
    at = -1
    for row in held:
        if row["row_type"] == "PAY" and row["code"] is not None:
            at += 1
        numbers = placed.numbers[at] if 0 <= at < len(placed.numbers) and row["code"] is not None else ()
        found[row["payment_id"]] = numbers[0] if len(numbers) == 1 else None
    return found


def _remittance(books: Books, row: Row, answer: ClaimPayment) -> Remittance:
    day, made, trace = (
        books.cell("remits", "remit_id", row["remit_id"], name)
        for name in ("payment_date", "production_date", "check_eft_no")
    )
    days = [dt.date.fromisoformat(one) if one else None for one in (day, made)]
    return Remittance(
        0, "", payment_date=days[0], production_date=days[1], trace=trace or "", claims=(answer,)
    )
