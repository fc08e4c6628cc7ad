"""Show which deadlines run at which payer, what is near its end, and whose limits nobody has entered.

Source: handbook §10.6, §10.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.aging.clocks import KINDS, PAID_BY, Clock, clocks, payments_awaited, without_limit
from xl_massbill.book.workbook import Workbook
from xl_massbill.codes.filing_limit import ASSUMED_DAYS
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records

SHOWN = 10
_TITLES = dict(
    zip(
        (*KINDS, PAID_BY),
        (
            "File, never accepted",
            "Correct",
            "Appeal",
            "Reply with records",
            "Send to the second payer",
            "Accepted, no remittance",
        ),
        strict=True,
    )
)
_WORDS = dict(zip(KINDS, ("filing", "correction", "appeal", "reply", "second payer"), strict=True))


@dataclass(frozen=True, slots=True)
class Report:
    """The clocks as of a day; `without` are for each payer those whose length is not known."""

    as_of: dt.date
    clocks: tuple[Clock, ...]
    awaited: tuple[Clock, ...]
    without: dict[str, tuple[str, ...]]
    names: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return the clocks as JSON values, money in cents."""
        return {
            "as_of": self.as_of.isoformat(),
            "clocks": [self._json(one) for one in self.clocks],
            "accepted_no_remittance": [self._json(one) for one in self.awaited],
            "payers_without_limit": {
                payer: [_WORDS[kind] for kind in kinds] for payer, kinds in self.without.items()
            },
        }

    def text(self, *, every: bool = False) -> str:
        """Return the clocks of each kind, the first to end first, then the payers without a limit."""
        out: list[str] = []
        for kind in (*KINDS, PAID_BY):
            those = [one for one in (*self.clocks, *self.awaited) if one.kind == kind]
            if those:
                out += [f"{_TITLES[kind]}: {counted(len(those), 'clock')}, {_money(those)}"]
                out += [self._line(one) for one in (those if every else those[:SHOWN])]
                more = 0 if every else len(those) - SHOWN
                out += [f"      … and {more:,} more; --all shows them."] if more > 0 else []
        out += self._by_payer()
        if self.without:
            out.append("Payers without a limit on sheet PayerRules: ask them")
            out += [
                f"      {self.names.get(payer, payer)} ({payer}): {', '.join(_WORDS[kind] for kind in kinds)}"
                for payer, kinds in self.without.items()
            ]
        passed = sum(one.until < self.as_of for one in self.clocks)
        out.append(
            f"{counted(len(self.clocks), 'clock')} running as of {self.as_of}, {passed:,} of them passed; "
            f"{counted(len(self.awaited), 'claim')} accepted without remittance."
        )
        return "\n".join(out)

    def _by_payer(self) -> list[str]:
        """Return for each payer how many clocks of each kind run, and in how many days the first ends."""
        payers = dict.fromkeys(one.payer_id for one in self.clocks)
        rows = []
        for payer in payers:
            those = [one for one in self.clocks if one.payer_id == payer]
            kinds = []
            for kind in KINDS:
                left = [one.days_left(self.as_of) for one in those if one.kind == kind]
                if left:
                    kinds.append(f"{_WORDS[kind]} {len(left):,}, first {_when(min(left))}")
            rows.append(f"      {self.names.get(payer, payer)} ({payer}): {'; '.join(kinds)}")
        return ["By payer", *rows] if rows else []

    def _line(self, one: Clock) -> str:
        left = one.days_left(self.as_of)
        what = f"claim {one.claim_id}" if one.claim_id else f"visit {one.visit_id}"
        assumed = f", limit not known: {ASSUMED_DAYS} days assumed" if one.is_assumed else ""
        return (
            f"      {_when(left):>14}  {one.until}  {what:20} {one.cents / 100:10,.2f}  "
            f"{one.payer_id}, {one.state}{assumed}"
        )

    def _json(self, one: Clock) -> dict[str, Any]:
        return {
            "kind": one.kind,
            "until": one.until.isoformat(),
            "days_left": one.days_left(self.as_of),
            "payer_id": one.payer_id,
            "claim_id": one.claim_id or None,
            "visit_id": one.visit_id or None,
            "status": one.state,
            "cents": one.cents,
            "limit_assumed": one.is_assumed,
        }


def report(workbook: Workbook, as_of: dt.date, payer: str = "", within: int | None = None) -> Report:
    """Return the clocks of all payers or one, perhaps only those that end within some days; raise NoTable.

    What has passed is always within.
    """
    records = Records(workbook)
    records.needs("visits", "claims", "batches", "payers", "payer_rules")
    lines = Lines(records, as_of)

    def asked(found: Sequence[Clock]) -> tuple[Clock, ...]:
        return tuple(
            one
            for one in found
            if (not payer or one.payer_id == payer) and (within is None or one.days_left(as_of) <= within)
        )

    lacking = {p: kinds for p, kinds in without_limit(lines, as_of).items() if not payer or p == payer}
    pairs = zip(records["payers"]["payer_id"], records["payers"]["name"], strict=True)
    names = {str(i): str(name) for i, name in pairs if i and name}
    return Report(as_of, asked(clocks(lines, as_of)), asked(payments_awaited(lines)), lacking, names)


def _when(left: int) -> str:
    return f"{counted(left, 'day')} left" if left >= 0 else f"{counted(-left, 'day')} over"


def _money(some: Sequence[Clock]) -> str:
    return f"${sum(one.cents for one in some) / 100:,.2f}"
