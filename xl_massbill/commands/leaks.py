"""Leak control: where every open visit stands, how long it has stood there, and how much it is worth.

Source: DESIGN §5 (five leak counts); handbook §0.3, §10.4 (what to do).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.leaks import Leak, Leaks, days
from xl_massbill.claims.leaks import leaks as find
from xl_massbill.claims.ledger import UNBILLED, items_of, visit_items
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records

SHOWN = 5
DO = {
    Leak.NOT_BILLED: "mend, then export; rejected claims: resend",
    Leak.NOT_SENT: "upload, then note the day",
    Leak.NOT_ACKNOWLEDGED: "ask the clearinghouse",
    Leak.NOT_PAID: "ask the payer; of a denied claim see `denials`",
    Leak.NOT_POSTED: "post the payer's answer",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The five lists as of a day; `unbilled` is what `age` shows of it as unbilled, in cents."""

    found: Leaks
    as_of: dt.date
    unbilled: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the lists as JSON values, money in cents."""
        lists = {leak.value: self._list(leak) for leak in Leak}
        frame = self.found.frame
        whole = {"visits": len(frame), "lines": int(frame["lines"].sum()), "cents": int(frame["cents"].sum())}
        return {
            "as_of": self.as_of.isoformat(),
            "lists": lists,
            "open": whole,
            "unbilled_in_age": self.unbilled,
        }

    def text(self) -> str:
        """Return a line a list with its oldest visits, and the sentence that ends the command."""
        out = []
        for leak in Leak:
            one = self._list(leak)
            visits = "visit " if one["visits"] == 1 else "visits"
            out.append(f"{one['visits']:6,} {visits} {one['cents'] / 100:12,.2f}  {leak}: {DO[leak]}")
            for visit in one["rows"][:SHOWN]:
                claim = f", claim {visit['claim']}" if visit["claim"] else ""
                out.append(f"         visit {visit['visit']}{claim}, for {counted(visit['days'], 'day')}")
            if one["visits"] > SHOWN:
                out.append(f"         … and {one['visits'] - SHOWN:,} more.")
        whole = self.as_json()["open"]
        out.append(
            f"{counted(whole['visits'], 'open visit')}, ${whole['cents'] / 100:,.2f}, as of {self.as_of}."
        )
        if int(self.found.of(Leak.NOT_BILLED)["cents"].sum()) != self.unbilled:
            out.append(
                f"These are charges. Of what is not billed `age` shows ${self.unbilled / 100:,.2f} as"
                " unbilled: less what was paid at the visit; rejected claims are among what is owed there."
            )
        return "\n".join(out)

    def _list(self, leak: Leak) -> dict[str, Any]:
        those = self.found.of(leak)
        rows = [
            {"visit": visit, "claim": claim, "cents": int(cents), "days": age}
            for visit, claim, cents, age in zip(
                those["visit_id"], those["claim_id"], those["cents"], days(those, self.as_of), strict=True
            )
        ]
        return {
            "visits": len(those),
            "lines": int(those["lines"].sum()),
            "cents": int(those["cents"].sum()),
            "rows": rows,
        }


def leaks(workbook: Workbook, as_of: dt.date) -> Report:
    """Return where every open visit stands; raise NoTable if a sheet is not there."""
    records = Records(workbook)
    records.needs("visits", "coverage", "claims")
    lines = Lines(records, as_of)
    return Report(find(lines), as_of, int(items_of(visit_items(lines)).of(UNBILLED)["cents"].sum()))
