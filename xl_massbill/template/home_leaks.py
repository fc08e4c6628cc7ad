"""Where money leaks, as formulas on Home: every open visit line stands in exactly one of five lists.

They count by the columns by which the command `leaks` does: status, claim and billing status of the line,
pay type of its plan, posting of the answers to its claim. Answers are looked up line by line only while one
is not posted, for that is slow in a large workbook.

Source: DESIGN §5 (five leak counts); handbook §8.9 (states), §1.13 (post_status).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xl_massbill.book.table import Table
from xl_massbill.template.references import column, place

AT_HOME = ("DRAFT", "HOLD", "READY", "REJECTED")
BATCHED = ("BATCHED",)
NOT_ACCEPTED = ("SUBMITTED", "ACK_RECEIVED")
NOT_PAID = (
    *("ACCEPTED", "IN_PROCESS", "INFO_REQUESTED", "PAID", "PAID_PARTIAL", "DENIED", "REVERSED", "APPEALED"),
    *("FORWARDED", "SECONDARY_DUE", "PATIENT_DUE", "LIEN"),
)
CASH_PLANS = ("CASH", "SUPERBILL")


class Leak(NamedTuple):
    """One place where money is lost: how many lines, how much, what to do, on which sheet."""

    words: str
    many: str
    amount: str
    advice: str
    target: str


def leaks(tables: Mapping[str, type[Table]]) -> tuple[Leak, ...]:
    """Return the five lists in the order in which a visit passes through them."""
    lines, money = _Count(tables), _Count(tables, amount=True)
    claims = place(tables["claims"])
    return (
        Leak("Done, not billed", lines.not_billed(), money.not_billed(), "mend, then export or resend",
             place(tables["visits"])),
        Leak("Made, not sent", lines.of(BATCHED), money.of(BATCHED), "upload, then note the day",
             place(tables["batches"])),
        Leak("Sent, not accepted", lines.waiting(NOT_ACCEPTED), money.waiting(NOT_ACCEPTED),
             "ask the clearinghouse", claims),
        Leak("Accepted, not paid", lines.waiting(NOT_PAID), money.waiting(NOT_PAID), "ask the payer", claims),
        Leak("Paid, not posted", lines.unposted(NOT_ACCEPTED + NOT_PAID),
             money.unposted(NOT_ACCEPTED + NOT_PAID), "post the answer", place(tables["payments"])),
    )  # fmt: skip


class _Count:
    """Formulas that count visit lines that are done, or with `amount` sum their charges."""

    def __init__(self, tables: Mapping[str, type[Table]], *, amount: bool = False) -> None:
        visits, payments = tables["visits"], tables["payments"]
        self._charge = column(visits, "charge") if amount else ""
        self._status, self._claim = column(visits, "status"), column(visits, "claim_id")
        self._billing, self._plan = column(visits, "billing_status"), column(visits, "coverage_id")
        self._plans, self._kind = (column(tables["coverage"], n) for n in ("coverage_id", "pay_type"))
        self._paid, self._posting = column(payments, "claim_id"), column(payments, "post_status")

    def not_billed(self) -> str:
        """Return the lines on no claim that a plan is to pay, and those whose claim is at home or unknown."""
        cash = "+".join(f'({self._kind}="{kind}")' for kind in CASH_PLANS)
        own = self._done(f'{self._plan},{self._plans},{self._claim},""')
        on_claim = self._done(f'{self._claim},"?*",{self._billing},"?*"')
        return f"{self._done()}-{on_claim}-SUMPRODUCT(({cash})*{own})+{self.of(AT_HOME)}"

    def of(self, states: Sequence[str]) -> str:
        """Return the lines whose claim is in one of these states."""
        return f"SUMPRODUCT({self._done(f'{self._billing},{_array(states)}')})"

    def waiting(self, states: Sequence[str]) -> str:
        """Return the lines whose claim is in one of these states and has no answer to be posted."""
        return f"{self.of(states)}-{self.unposted(states)}"

    def unposted(self, states: Sequence[str]) -> str:
        """Return the lines whose claim is in one of these states and has an answer to be posted."""
        held = f'{self._posting},"<>POSTED"'
        parts = (
            f'({self._status}="DONE")',
            f"(COUNTIFS({self._paid},{self._claim},{held})>0)",
            f"ISNUMBER(MATCH({self._billing},{_array(states)},0))",
        )
        charge = f",{self._charge}" if self._charge else ""
        return f'IF(COUNTIFS({self._paid},"?*",{held})=0,0,SUMPRODUCT({"*".join(parts)}{charge}))'

    def _done(self, more: str = "") -> str:
        conditions = f'{self._status},"DONE"' + (f",{more}" if more else "")
        return f"SUMIFS({self._charge},{conditions})" if self._charge else f"COUNTIFS({conditions})"


def _array(words: Sequence[str]) -> str:
    return "{" + ",".join(f'"{word}"' for word in words) + "}"
