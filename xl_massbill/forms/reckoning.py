"""The rows below a table of charges: total, what was taken off, what was paid, what is left.

Source: handbook §7.9 (sum, payments, balance; no discount hidden).
"""

from __future__ import annotations

from xl_massbill.forms.account import Account, Payment
from xl_massbill.forms.wording import day, dollars, money


def reckoning(made: Account) -> tuple[tuple[str, str, bool], ...]:
    """Return label, amount and whether it closes a sum, for each row."""
    rows = [("Total charges", dollars(made.total), True)]
    rows += [(reduction.why, money(-reduction.amount), False) for reduction in made.reductions]
    rows += [(_label(payment), money(-payment.amount), False) for payment in made.payments]
    if len(made.payments) > 1:
        rows.append(("Amount paid", dollars(made.paid), True))
    label = "Balance due" if made.balance >= 0 else "Credit balance"
    rows.append((label, dollars(abs(made.balance)), True))
    return tuple(rows)


def _label(payment: Payment) -> str:
    who = payment.payer or "patient"
    what = f"Paid by {who}" if payment.amount >= 0 else f"Paid back to {who}"
    return ", ".join(filter(None, (what, day(payment.day), payment.method)))
