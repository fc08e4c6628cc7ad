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
from xl_massbill.commands.tie import Tie, posted, ties
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import Books


@dataclass(slots=True)
class Deposits:
    """The sums in cents; `claims` is what was paid for claims, money of patients with it."""

    advices: int = 0
    bank: int = 0
    claims: int = 0
    provider: int = 0
    held: int = 0
    open: list[Tie] = field(default_factory=list)

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
        if self.held:
            sums += f" Of the advices ${dollars(self.held)} is held, and posted to no claim."
        return "\n".join([*(one.text() for one in self.open), sums])

    def as_json(self) -> dict[str, Any]:
        """Return the sums as JSON values."""
        return asdict(self) | {"ties": self.ties}


def deposits(workbook: Workbook) -> Deposits:
    """Compare advices, deposits, claims and provider adjustments; raise NoTable."""
    records = Records(workbook)
    records.needs("remits", "payments", "plb")
    books, found = Books(records), Deposits()
    for one in ties(books):
        found.advices += one.amount
        found.bank += one.deposit or 0
        found.held += 0 if one.posted_on else one.amount
        if one.amount and one.amount != one.deposit:
            found.open.append(one)
    # what stands on no advice of sheet Remits any more has to show, so the sums are those of all rows
    found.claims = sum(cents for _, cents in posted(books))
    found.provider = sum(amount or 0 for amount in books.column("plb", "amount"))
    return found
