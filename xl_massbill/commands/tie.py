"""Each remittance beside what was posted of it and what the bank shows.

What claims were paid, less what belongs to no claim, is what the payer says it sent; that is what the bank
shows. Money in cents throughout.

Source: handbook §8.6 (equation 6), §6.11 RMT-007.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_massbill.book.amounts import dollars
from xl_massbill.remits.post_books import Books

_MONEY_ROWS = ("PAY", "PATIENT", "REFUND")


@dataclass(slots=True)
class Tie:
    """One advice: what its claims were paid, what it holds beyond claims, what it says, what the bank shows.

    Days are ISO text, as the workbook holds them; "" where none is noted.
    """

    remit_id: str
    payer_id: str
    source: str
    trace: str
    paid_on: str
    posted_on: str
    amount: int
    deposit: int | None
    claims: int = 0
    provider: int = 0

    @property
    def off(self) -> int:
        """Return by how much what was posted differs from what the advice says."""
        return self.claims - self.provider - self.amount

    @property
    def missing(self) -> int:
        """Return what the bank lacks of it; less than 0 if the bank has more."""
        return self.amount - (self.deposit or 0)

    @property
    def payer(self) -> str:
        """Return who paid, in a word."""
        return self.payer_id or ("patient" if self.source == "PATIENT" else "unknown")

    def text(self) -> str:
        """Return the advice as a line."""
        bank = "no deposit noted" if self.deposit is None else f"bank ${dollars(self.deposit)}"
        return (
            f"{self.remit_id}  {self.payer:10} {self.trace:16} {self.paid_on}"
            f"  ${dollars(self.amount):>10}  {bank}{'' if self.posted_on else '  HELD: it does not add up'}"
        )


def ties(books: Books) -> list[Tie]:
    """Return every advice of sheet Remits in its order, with what was posted of it."""
    names = (
        "remit_id",
        "payer_id",
        "source",
        "check_eft_no",
        "payment_date",
        "posted_on",
        "amount",
        "deposit_amount",
    )
    made: dict[str, Tie] = {}
    for *texts, amount, deposit in zip(*(books.column("remits", n) for n in names), strict=True):
        remit, payer, source, trace, paid, posted_on = (text or "" for text in texts)
        made[remit] = Tie(remit, payer, source, trace, paid, posted_on, amount or 0, deposit)
    for remit, cents in posted(books):
        if remit in made:
            made[remit].claims += cents
    pairs = zip(*(books.column("plb", n) for n in ("remit_id", "amount")), strict=True)
    for remit, amount in pairs:
        if remit in made:
            made[remit].provider += amount or 0
    return list(made.values())


def posted(books: Books) -> list[tuple[str, int]]:
    """Return what each row of Payments brings to its advice.

    An adjustment of a whole claim lowers what its lines were paid.
    """
    names = ("row_type", "remit_id", "paid", "code", "line_no", "adj_amount")
    found: list[tuple[str, int]] = []
    rows = zip(*(books.column("payments", n) for n in names), _with_lines(books), strict=True)
    for kind, remit, paid, code, line, adjusted, has_lines in rows:
        if remit and kind in _MONEY_ROWS:
            found.append((remit, paid or 0))
        elif remit and kind == "ADJ" and code is None and line is None and has_lines:
            found.append((remit, -(adjusted or 0)))
    return found


def _with_lines(books: Books) -> list[bool]:
    """Return for each row of Payments whether its answer has service lines."""
    names = ("remit_id", "claim_id", "icn", "clp_status", "row_type", "code", "line_no")
    rows = list(zip(*(books.column("payments", n) for n in names), strict=True))
    having = {row[:4] for row in rows if row[4] == "PAY" and (row[5] is not None or row[6] is not None)}
    return [row[:4] in having for row in rows]
