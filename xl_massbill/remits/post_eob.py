"""A paper EOB typed by hand, as the same remittance that an 835 is: the same sums hold it, it posts the same.

Rows with the same payer and cheque are one remittance; the number of each fact is its row on the sheet.

Source: handbook §8.8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from xl_massbill.remits.post_books import Books
from xl_massbill.remits.read835_facts import (
    REVERSAL,
    Adjustment,
    ClaimPayment,
    LinePayment,
    Problem,
    ProviderAdjustment,
    Remittance,
    Service,
)

Row = dict[str, Any]
_TYPED = (
    *(
        "payer_id",
        "check_no",
        "payment_date",
        "check_amount",
        "claim_id",
        "line_no",
        "charge",
        "allowed",
        "paid",
    ),
    *("group1", "carc1", "amount1", "group2", "carc2", "amount2", "group3", "carc3", "amount3", "rarcs"),
    *("icn", "claim_status", "plb_reason", "plb_taken", "plb_added", "plb_reference"),
)
_SAME = ("payer_id", "check_no")


def typed(books: Books) -> Iterator[list[Row]]:
    """Yield the rows of each cheque that is not posted, with what the claim lines say of them."""
    sheet = books.records["eob_entry"]
    columns = {name: books.column("eob_entry", name) for name in (*_TYPED, "posted")}
    cheques: dict[tuple[Any, ...], list[Row]] = {}
    for at, number in enumerate(sheet.rows.tolist()):
        row = {name: columns[name][at] for name in _TYPED}
        if columns["posted"][at] is None and row["check_no"]:
            key = tuple(row[name] for name in _SAME)
            unread = [n for n in _TYPED if any(t.bad and t.index == at for t in sheet.troubles(n))]
            cheques.setdefault(key, []).append(row | _of_line(books, row) | {"row": number, "unread": unread})
    yield from cheques.values()


def _of_line(books: Books, row: Row) -> Row:
    """Return what the claim line says that nobody has to type."""
    number = row["line_no"] or 1
    lines = books.billed.get(row["claim_id"] or "", [])
    at = next((at for at, line in lines if line.number == number), None)
    found = {"line_no": number, "code": "", "mods": "", "units": None, "dos": None}
    if at is not None:
        names = ("code", "mods", "units", "dos")
        found |= {name: books.column("claim_lines", name)[at] for name in names}
        if row["charge"] is None:
            found["charge"] = books.column("claim_lines", "charge")[at]
    return found


def remittance_of_rows(rows: Sequence[Row]) -> Remittance:
    """Return the remittance that the rows of one cheque describe."""
    first = rows[0]
    claims: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["claim_id"]:
            claims.setdefault((row["claim_id"], row["claim_status"] or "1"), []).append(row)
    amount = first["check_amount"]
    day = dt.date.fromisoformat(first["payment_date"]) if first["payment_date"] else None
    return Remittance(
        number=first["row"],
        control="",
        handling="I",
        amount=amount,
        method="NON" if not amount else "CHK",
        payment_date=day,
        trace=first["check_no"],
        payer_ids=(first["payer_id"],) if first["payer_id"] else (),
        claims=tuple(_claim(claim, status, own) for (claim, status), own in claims.items()),
        provider_adjustments=tuple(_provider(row) for row in rows if row["plb_reason"]),
        problems=tuple(_problems(rows)),
    )


def _problems(rows: Sequence[Row]) -> Iterator[Problem]:
    first = rows[0]
    for row in rows:
        for name in row["unread"]:
            yield Problem(row["row"], f"column {name} cannot be read.")
        for name, words in (("payment_date", "payment date"), ("check_amount", "amount of the cheque")):
            if row[name] != first[name] or row[name] is None:
                yield Problem(
                    row["row"], f"the {words} is missing, or not the same in all rows of the cheque."
                )
        if row["claim_id"] and row["paid"] is None:
            yield Problem(row["row"], "what was paid is missing; type 0 if nothing was paid.")
        if row["claim_id"] and row["charge"] is None:
            yield Problem(
                row["row"], f"claim {row['claim_id']} has no line {row['line_no']}: type the charge."
            )
        if not row["claim_id"] and not row["plb_reason"]:
            yield Problem(row["row"], "the row has neither a claim nor another reason.")
        for n in "123":
            parts = [row[f"{name}{n}"] for name in ("group", "carc", "amount")]
            if any(part is not None for part in parts) and any(part is None for part in parts):
                yield Problem(row["row"], f"adjustment {n} needs group, reason and amount.")


def _claim(claim_id: str, status: str, rows: Sequence[Row]) -> ClaimPayment:
    sign = -1 if status == REVERSAL else 1
    lines = tuple(_line(row, claim_id, sign) for row in rows)
    patient = sum(a.amount for line in lines for a in line.adjustments if a.group == "PR")
    numbers = [row["icn"] for row in rows if row["icn"]]
    return ClaimPayment(
        number=rows[0]["row"],
        claim_id=claim_id,
        status=status,
        charge=sum(line.charge for line in lines),
        paid=sum(line.paid for line in lines),
        patient_part=patient,
        filing="",
        payer_number=numbers[0] if numbers else "",
        place="",
        frequency="",
        lines=lines,
    )


def _line(row: Row, claim_id: str, sign: int) -> LinePayment:
    day = dt.date.fromisoformat(row["dos"]) if row["dos"] else None
    adjustments = tuple(
        Adjustment(row["row"], row[f"group{n}"] or "", row[f"carc{n}"] or "", sign * (row[f"amount{n}"] or 0))
        for n in "123"
        if row[f"amount{n}"]
    )
    return LinePayment(
        number=row["row"],
        service=Service("HC", row["code"] or "", tuple((row["mods"] or "").split())),
        charge=sign * (row["charge"] or 0),
        paid=sign * (row["paid"] or 0),
        units_paid=None if row["units"] is None else Decimal(row["units"]),
        first_day=day,
        last_day=day,
        adjustments=adjustments,
        control=f"{claim_id}-{row['line_no']}",
        allowed=row["allowed"] if sign > 0 else None,
        remarks=tuple((row["rarcs"] or "").split()),
    )


def _provider(row: Row) -> ProviderAdjustment:
    amount = (row["plb_taken"] or 0) - (row["plb_added"] or 0)
    return ProviderAdjustment(row["row"], "", None, row["plb_reason"], row["plb_reference"] or "", amount)
