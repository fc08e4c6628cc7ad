"""Replay one rule, with other limits if wished, over the visits that were billed, and compare the answers.

It says how many denied lines the rule would have flagged before they went out, and how many that were paid
it would have held up for nothing: so an office can try a limit before it lives with it. Nothing is written.

Source: handbook §9.1 (step 6), §1.17 (the office may change severity and limits).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from xl_massbill.book.workbook import Workbook
from xl_massbill.errors import Refused
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.denied import denied_lines
from xl_massbill.rules.catalogue import rule
from xl_massbill.rules.run import replay

Key = tuple[str, str]
"""Visit and procedure code: what a claim line and a visit line share."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a rule would have done to the lines that were billed; money in cents.

    `denied_by` counts the denied lines it would have flagged by reason code.
    """

    rule: str
    params: Mapping[str, Any]
    billed: int
    flagged: int
    denied: int
    denied_flagged: int
    denied_cents: int
    paid: int
    paid_flagged: int
    paid_cents: int
    unanswered_flagged: int
    denied_by: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return asdict(self)

    def text(self) -> str:
        """Return the figures in sentences."""
        if not self.billed:
            return "No billed visit is in the workbook yet: there is nothing to replay."
        limits = f" with {json.dumps(dict(self.params))}" if self.params else ""
        reasons = ", ".join(f"{carc or 'unknown'}: {n}" for carc, n in self.denied_by.items())
        because = f" (by reason {reasons})" if reasons else ""
        denied, paid = f"${self.denied_cents / 100:,.2f} of charges", f"${self.paid_cents / 100:,.2f} paid"
        return (
            f"{self.rule}{limits} would have flagged {self.flagged:,} of {self.billed:,} billed lines.\n"
            f"Denied: {self.denied_flagged:,} of {self.denied:,} denied lines{because}, {denied}.\n"
            f"Paid: {self.paid_flagged:,} of {self.paid:,} paid lines would have been held up for nothing,"
            f" {paid}.\n"
            f"Not answered yet: {self.unanswered_flagged:,}."
        )


def backtest(workbook: Workbook, rule_id: str, as_of: dt.date, given: Sequence[str] = ()) -> Backtest:
    """Replay a rule; `given` are limits such as "days=10". Raise Refused for an unknown rule or limit."""
    try:
        chosen = rule(rule_id.upper())
    except KeyError:
        raise Refused(f"There is no rule {rule_id}. `xl-massbill rules` lists them.") from None
    params = _params(chosen.id, chosen.params, given)
    records = Records(workbook)
    records.needs("visits", "claims", "claim_lines")
    lines = Lines(records, as_of)
    flagged = np.zeros(len(lines), dtype=bool)
    for _, touched in replay(records, chosen, params, lines):
        flagged[list(touched)] = True
    return _compare(lines, flagged, chosen.id, params)


def _params(rule_id: str, defaults: Mapping[str, Any], given: Iterable[str]) -> dict[str, Any]:
    found = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or name not in defaults:
            limits = ", ".join(defaults) or "none"
            raise Refused(f"{rule_id} has no limit {name}. It has: {limits}. Write it as name=value.")
        found[name] = _value(rule_id, name, value, defaults[name])
    return found


def _value(rule_id: str, name: str, text: str, default: Any) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    if isinstance(value, bool) is not isinstance(default, bool) or (
        isinstance(default, int | float) and not isinstance(value, int | float)
    ):
        raise Refused(f"The limit {name} of {rule_id} is a value like {json.dumps(default)}, not {text}.")
    return value


def _compare(lines: Lines, flagged: Any, rule_id: str, params: Mapping[str, Any]) -> Backtest:
    visits, codes = lines["visit_id"].tolist(), lines["code"].tolist()
    seen = {(v, c) for v, c, hit in zip(visits, codes, flagged.tolist(), strict=True) if hit}
    records, sheet = lines.records, lines.records["claim_lines"]
    denials = {(one.claim_id, one.line_no): one for one in denied_lines(records)}
    tally, money, by = Counter[str](), Counter[str](), Counter[str]()
    names = ("claim_id", "line_no", "visit_id", "code", "paid")
    for claim, number, visit, code, paid in zip(*(sheet[n].tolist() for n in names), strict=True):
        denial = denials.get((str(claim), number if isinstance(number, int) else 0))
        cents = paid if isinstance(paid, int) else 0
        fate = "denied" if denial else "paid" if cents > 0 else "unanswered"
        tally[fate] += 1
        if (visit, code) in seen:
            tally[f"{fate} flagged"] += 1
            money[fate] += denial.amount if denial else cents
            if denial:
                by[denial.carc] += 1
    return Backtest(
        rule=rule_id,
        params=params,
        billed=len(sheet),
        flagged=sum(tally[f"{fate} flagged"] for fate in ("denied", "paid", "unanswered")),
        denied=tally["denied"],
        denied_flagged=tally["denied flagged"],
        denied_cents=money["denied"],
        paid=tally["paid"],
        paid_flagged=tally["paid flagged"],
        paid_cents=money["paid"],
        unanswered_flagged=tally["unanswered flagged"],
        denied_by=dict(by.most_common()),
    )
