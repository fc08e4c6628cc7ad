"""Who allows less than agreed, for which codes, and since when: the pattern behind single findings (RMT-004).

A payer that prices one code by an old contract does it in every claim, a little each time. What was expected
(sheet Fees, daily caps) is compared with what was allowed, line by line as the rule does, and summed up by
payer and code. Lines with another reason than their price are not in it.

Source: handbook §6.11 RMT-004, §5.5, §1.6.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.catalogue import rule, settings
from xl_massbill.rules.rmt.expected import compared
from xl_massbill.rules.rule import Question


@dataclass(slots=True)
class Pattern:
    """One payer and code: lines (or capped days) compared, how many below, by how much; money in cents."""

    payer_id: str
    code: str
    compared: int = 0
    below: int = 0
    expected: int = 0
    allowed: int = 0
    missing: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    def text(self) -> str:
        """Return the pattern as a line."""
        days = f"{self.first} to {self.last}" if self.first != self.last else f"{self.first}"
        return (
            f"{self.payer_id:10} {self.code:6} {self.below:5,} of {self.compared:5,} below by"
            f" ${dollars(self.missing):>10}  ({days})"
        )


def underpaid(workbook: Workbook, as_of: dt.date) -> list[Pattern]:
    """Return the payers and codes with lines below what was agreed, the dearest first; raise NoTable."""
    records = Records(workbook)
    records.needs("claims", "claim_lines", "payments", "fees")
    chosen = rule("RMT-004")
    setting = settings(records).get(chosen.id)
    params = {**chosen.params, **(setting.params if setting else {})}
    question = Question(records, as_of, params, Lines(records, as_of))
    tolerance = round(params["tolerance"] * 100)
    payments, claims = records["payments"], records.index("claims", "claim_id")
    columns = {name: payments[name].tolist() for name in ("claim_id", "code", "dos")}
    payers = records["claims"]["payer_id"].tolist()
    found: dict[tuple[str, str], Pattern] = {}
    for row, expected, allowed in compared(question):
        payer = payers[claims[columns["claim_id"][row]]] or ""
        key = payer, columns["code"][row] or ""
        one = found.setdefault(key, Pattern(*key))
        one.compared += 1
        one.expected += expected
        one.allowed += allowed
        if allowed < expected - tolerance:
            _below(one, expected - allowed, columns["dos"][row])
    return sorted((one for one in found.values() if one.below), key=lambda one: (-one.missing, one.payer_id))


def _below(one: Pattern, cents: int, day: Any) -> None:
    one.below += 1
    one.missing += cents
    if day == day:  # noqa: PLR0124 - a day that is not known is not equal to itself
        when = day.date()
        one.first, one.last = min(one.first or when, when), max(one.last or when, when)


def text(found: list[Pattern]) -> str:
    """Return a line a pattern, and the sum."""
    if not found:
        return "No payer allows less than sheet Fees expects."
    total = sum(one.missing for one in found)
    lines = sum(one.below for one in found)
    return "\n".join(
        [*(one.text() for one in found), f"{counted(lines, 'line')} below, ${dollars(total)} in all."]
    )


def as_json(found: list[Pattern]) -> list[dict[str, Any]]:
    """Return the patterns as JSON values, money in cents."""
    days = ("first", "last")
    return [{n: str(v) if n in days and v else v for n, v in asdict(one).items()} for one in found]
