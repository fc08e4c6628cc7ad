"""Whether the money of the advices is in the bank: deposits beside remittances, and the sums of all.

The bank's amount and day are typed on sheet Remits. Four sums must tie: what claims were paid, less what
belongs to no claim, is what the payers say they sent; and that is what the bank shows.

Source: handbook §8.6 (equation 6), §6.11 RMT-007.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import Books


@dataclass(frozen=True, slots=True)
class Open:
    """One advice whose money is not in the bank as it says; money in cents."""

    remit_id: str
    payer_id: str
    source: str
    trace: str
    paid_on: str
    amount: int
    deposit: int | None

    def text(self) -> str:
        """Return the advice as a line."""
        bank = "no deposit noted" if self.deposit is None else f"bank ${dollars(self.deposit)}"
        payer = self.payer_id or ("patient" if self.source == "PATIENT" else "unknown")
        return (
            f"{self.remit_id}  {payer:10} {self.trace:16} {self.paid_on}  ${dollars(self.amount):>10}  {bank}"
        )


@dataclass(slots=True)
class Deposits:
    """The sums in cents; `claims` is what was paid for claims, money of patients with it."""

    advices: int = 0
    bank: int = 0
    claims: int = 0
    provider: int = 0
    open: list[Open] = field(default_factory=list)

    @property
    def ties(self) -> bool:
        """Return whether claims less provider adjustments are what the advices say."""
        return self.claims - self.provider == self.advices

    def text(self) -> str:
        """Return the open advices and the sums."""
        tie = "ties" if self.ties else f"is off by ${dollars(self.claims - self.provider - self.advices)}"
        sums = (
            f"Claims ${dollars(self.claims)} - provider adjustments ${dollars(self.provider)}"
            f" = advices ${dollars(self.advices)}: {tie}. Bank ${dollars(self.bank)};"
            f" not in the bank ${dollars(self.advices - self.bank)}."
        )
        return "\n".join([*(one.text() for one in self.open), sums])

    def as_json(self) -> dict[str, Any]:
        """Return the sums as JSON values."""
        return asdict(self) | {"ties": self.ties}


def deposits(workbook: Workbook) -> Deposits:
    """Compare advices, deposits, claims and provider adjustments; raise NoTable."""
    records = Records(workbook)
    records.needs("remits", "payments", "plb")
    books, found = Books(records), Deposits()
    names = ("remit_id", "payer_id", "source", "check_eft_no", "payment_date", "amount", "deposit_amount")
    for remit, payer, source, trace, day, amount, deposit in zip(
        *(books.column("remits", n) for n in names), strict=True
    ):
        found.advices += amount or 0
        found.bank += deposit or 0
        if amount and amount != deposit:
            found.open.append(
                Open(remit or "", payer or "", source or "", trace or "", day or "", amount, deposit)
            )
    kinds = zip(*(books.column("payments", n) for n in ("row_type", "remit_id", "paid")), strict=True)
    found.claims = sum(
        paid or 0 for kind, remit, paid in kinds if remit and kind in ("PAY", "PATIENT", "REFUND")
    )
    claim_level = zip(
        *(books.column("payments", n) for n in ("row_type", "remit_id", "code", "line_no", "adj_amount")),
        strict=True,
    )
    lined = _with_lines(books)
    for at, (kind, remit, code, line, amount) in enumerate(claim_level):
        if remit and kind == "ADJ" and code is None and line is None and lined[at]:
            found.claims -= amount or 0  # an adjustment of the whole claim lowers what its lines were paid
    found.provider = sum(amount or 0 for amount in books.column("plb", "amount"))
    return found


def _with_lines(books: Books) -> list[bool]:
    """Return for each row of Payments whether its answer has service lines."""
    names = ("remit_id", "claim_id", "icn", "clp_status", "row_type", "code", "line_no")
    rows = list(zip(*(books.column("payments", n) for n in names), strict=True))
    having = {row[:4] for row in rows if row[4] == "PAY" and (row[5] is not None or row[6] is not None)}
    return [row[:4] in having for row in rows]
