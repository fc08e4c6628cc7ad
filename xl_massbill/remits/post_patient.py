"""Money of patients after the visit: to the claim that is named, else to the oldest that the patient owes.

What is left over is unapplied; a refund goes the other way. A claim that is paid in full is closed.

Source: handbook §1.13 (source PATIENT, unapplied), §8.9 (PATIENT_DUE → CLOSED), §10.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import columns_of
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.states import Event, Facts, State, Step
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_cells import figures_of
from xl_massbill.remits.post_rows import UNAPPLIED
from xl_massbill.remits.post_steps import Life
from xl_massbill.remits.post_values import POSTED, Origin, Planned, Posting
from xl_massbill.remits.post_write import change
from xl_massbill.remits.read835_facts import Remittance

Row = dict[str, Any]
_TYPED = (
    "received_on",
    "patient_id",
    "amount",
    "kind",
    "claim_id",
    "method",
    "receipt_no",
    "taken_by",
    "posted",
)
_REFUND = "REFUND"


@dataclass(slots=True)
class Money:
    """One payment or refund, ready to be written: cents by claim, negative for a refund."""

    row: Row
    origin: Origin
    posting: Posting
    amount: int
    shares: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """Return the rows of Payments without their numbers."""
        kind = _REFUND if self.row["kind"] == _REFUND else "PATIENT"
        also = {"dos": None, "pay_method": self.row["method"], "receipt_no": self.row["receipt_no"]}
        return [
            {"row_type": kind, "claim_id": claim, "paid": cents, "post_status": POSTED, **also}
            for claim, cents in self.shares.items()
        ]


def waiting(books: Books) -> Iterator[Row]:
    """Yield the typed rows that are not posted yet."""
    sheet = books.records["patient_payments"]
    columns = {name: books.column("patient_payments", name) for name in _TYPED}
    for at, number in enumerate(sheet.rows.tolist()):
        row = {name: columns[name][at] for name in _TYPED}
        if row.pop("posted") is None:
            yield row | {"row": number}


def planned(books: Books, row: Row, origin: Origin) -> Money | str:
    """Return what a row does, or why it cannot be posted."""
    where = f"PatientPayments row {row['row']}"
    if not row["amount"] or not row["received_on"] or not row["patient_id"]:
        return f"{where}: day, patient and amount are needed: not posted."
    if row["claim_id"] and row["claim_id"] not in books.records.index("claims", "claim_id"):
        return f"{where}: there is no claim {row['claim_id']} on sheet Claims: not posted."
    if (
        row["claim_id"]
        and books.cell("claims", "claim_id", row["claim_id"], "patient_id") != row["patient_id"]
    ):
        return f"{where}: claim {row['claim_id']} is of another patient: not posted."
    sign = -1 if row["kind"] == _REFUND else 1
    money = Money(row, origin, Posting(Remittance(0, ""), origin, "", []), sign * row["amount"])
    for claim, cents in _shares(books, row, sign):
        money.shares[claim] = cents
        if claim != UNAPPLIED:
            _pay(books, money.posting, claim, cents)
    return money


def _shares(books: Books, row: Row, sign: int) -> Iterator[tuple[str, int]]:
    """Yield how much goes to which claim."""
    if row["claim_id"]:
        yield row["claim_id"], sign * row["amount"]
        return
    left = row["amount"]
    names = ("claim_id", "patient_id", "status", "dos_from")
    rows = zip(*(books.column("claims", name) for name in names), strict=True)
    owed = sorted(
        (day or "", claim)
        for claim, who, state, day in rows
        if claim and who == row["patient_id"] and state == "PATIENT_DUE"
    )
    for _, claim in owed if sign > 0 else ():
        part = min(left, max(books.account(claim).patient_part, 0))
        if part:
            left -= part
            yield claim, part
    if left:
        yield UNAPPLIED, sign * left


def _pay(books: Books, posting: Posting, claim: str, cents: int) -> None:
    account = books.account(claim)
    life = Life(books, account, posting.origin.as_of)
    account.cells["patient_paid"] = account.patient_paid + cents
    account.cells["balance"] = account.balance - cents
    posting.accounts[claim] = account
    facts = Facts(balance=account.balance)
    if life.state is State.PATIENT_DUE and isinstance(step(life.state, Event.PATIENT_PAID, facts), Step):
        life.steps.append(Planned(Event.PATIENT_PAID, facts, posting.origin.as_of))
    posting.steps[claim] = life.steps


def write(workbook: Workbook, records: Records, money: Money, remit: int, first: int) -> Row:
    """Write a payment (not yet saved) and return what the journal keeps of it."""
    remit_id, row, origin = f"RM{remit:06d}", money.row, money.origin
    claims = list(money.posting.accounts)
    before = figures_of(records, claims, [])
    head = {
        "remit_id": remit_id,
        "source": "PATIENT",
        "check_eft_no": row["receipt_no"],
        "amount": money.amount,
        "payment_date": row["received_on"],
        "balanced": "Y",
        "posted_on": origin.as_of.isoformat(),
        "posted_by": row["taken_by"] or origin.by or None,
    }
    rows = [
        {"payment_id": f"PM{n:06d}", "remit_id": remit_id, **one} for n, one in enumerate(money.rows, first)
    ]
    for table, found in (("remits", [head]), ("payments", rows)):
        workbook.append(table, columns_of(table, found))
        records.forget(table)
    kept = change(workbook, records, money.posting)
    return kept | {"remit_id": remit_id, "before": before, "after": figures_of(records, claims, [])}
