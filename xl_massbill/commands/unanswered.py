"""Two lists for the morning: claims that were turned back and not mended, and claims that are silent.

Source: handbook §10.4, §8.2, §8.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.unanswered import Rejected, Silent, rejected, silent
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Report:
    """The two lists as of a day."""

    rejected: Sequence[Rejected]
    silent: Sequence[Silent]
    as_of: dt.date

    def as_json(self) -> dict[str, Any]:
        """Return the lists as JSON values, money in cents."""
        return {
            "as_of": self.as_of.isoformat(),
            "rejected": [
                {
                    "claim": one.claim_id,
                    "since": one.since.isoformat() if one.since else None,
                    "cents": one.cents,
                    "visits": list(one.visits),
                    "level": one.level,
                    "reason": one.reason,
                    "place": one.place,
                    "todo": one.todo,
                }
                for one in self.rejected
            ],
            "silent": [
                {
                    "claim": one.claim_id,
                    "payer": one.payer_id,
                    "since": one.since.isoformat(),
                    "days": (self.as_of - one.since).days,
                    "allowed": one.allowed,
                    "cents": one.cents,
                    "what": one.what.value,
                }
                for one in self.silent
            ],
        }

    def text(self) -> str:
        """Return a line a claim, and the sentence that ends the command."""
        out = [self._rejected(one) for one in self.rejected[:SHOWN]]
        out += _more(self.rejected)
        out += [
            f"SILENT    claim {one.claim_id} ({one.payer_id}), {_money(one.cents)}, for "
            f"{counted((self.as_of - one.since).days, 'day')}: {one.what}."
            for one in self.silent[:SHOWN]
        ]
        out += _more(self.silent)
        sums = [_money(sum(one.cents for one in some)) for some in (self.rejected, self.silent)]
        out.append(
            f"{counted(len(self.rejected), 'claim')} rejected and not mended ({sums[0]}), "
            f"{len(self.silent):,} silent ({sums[1]}), as of {self.as_of}."
        )
        return "\n".join(out)

    def _rejected(self, one: Rejected) -> str:
        days = f", for {counted((self.as_of - one.since).days, 'day')}" if one.since else ""
        words = [
            f"REJECTED  claim {one.claim_id}, {_money(one.cents)}{days}: {one.reason or 'no reason is known'}"
        ]
        words += [f"cell: {one.place}"] if one.place else [f"visit {', '.join(one.visits)}"]
        words += [one.todo] if one.todo else []
        return "; ".join(words) + "."


def _more(some: Sequence[object]) -> list[str]:
    return [f"… and {len(some) - SHOWN:,} more."] if len(some) > SHOWN else []


def _money(cents: int) -> str:
    return f"${cents / 100:,.2f}"


def unanswered(workbook: Workbook, as_of: dt.date) -> Report:
    """Return both lists; raise NoTable if a sheet is not there."""
    records = Records(workbook)
    records.needs("visits", "claims", "batches")
    return Report(rejected(records), silent(Lines(records, as_of), as_of), as_of)
