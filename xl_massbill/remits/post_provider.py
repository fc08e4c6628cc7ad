"""Provider-level amounts (PLB) of a remittance against what is known of earlier ones.

A payer that cannot take back enough carries the rest to its next payment: FB negative, and there FB positive.
There is never more than one such balance open. Whatever belongs to no claim is in no claim's figures.

Source: handbook §8.7 (S35, S36, S48 RFI 738), §6.11 RMT-008.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.amounts import dollars
from xl_massbill.codes.provider_adjustment import REASONS
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_values import Posting

_FORWARD = "FB"
_TAKEN_BACK = "WO"


def open_forward(books: Books, payer: str) -> int:
    """Return what a payer has carried forward and not yet taken, in cents."""
    own = {
        remit
        for remit, whose, posted in zip(
            *(books.column("remits", n) for n in ("remit_id", "payer_id", "posted_on")), strict=True
        )
        if whose == payer and posted
    }
    rows = zip(*(books.column("plb", n) for n in ("remit_id", "reason", "amount")), strict=True)
    return -sum(amount or 0 for remit, reason, amount in rows if remit in own and reason == _FORWARD)


def forward_balances(books: Books, posting: Posting) -> Iterator[str]:
    """Yield a sentence for each provider adjustment that somebody should know of."""
    rows = posting.remittance.provider_adjustments
    carried = [one.amount for one in rows if one.reason == _FORWARD]
    if carried:
        before = open_forward(books, posting.payer_id)
        taken, new = sum(a for a in carried if a > 0), -sum(a for a in carried if a < 0)
        if before < 0:
            yield f"forward balance: earlier the payer has taken ${dollars(-before)} more than it had carried"
        if taken != max(before, 0):
            off = taken - max(before, 0)
            yield (
                f"forward balance: the payer takes ${dollars(taken)} of an earlier payment,"
                f" and ${dollars(max(before, 0))} stood open (a difference of ${dollars(off)})"
            )
        if new:
            yield f"forward balance: ${dollars(new)} is carried to the payer's next payment"
    for one in rows:
        if one.reason not in REASONS:
            reason = one.reason or "without a reason"
            yield f"provider adjustment {reason}: {_moves(one.amount)}, not explained"
        elif one.reason != _FORWARD:
            of = f", {one.reference}" if one.reference else ""
            yield f"provider adjustment {one.reason} ({REASONS[one.reason]}{of}): {_moves(one.amount)}"


def _moves(cents: int) -> str:
    """Return what an amount does to the payment: positive ones lower it."""
    return f"${dollars(abs(cents))} {'off' if cents > 0 else 'added to'} the payment"
