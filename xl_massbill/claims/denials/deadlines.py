"""By which day something must be done about a denied line: what stands on the sheets, else reckoned.

A limit that nobody has entered is unknown and stays so; of appeals the payer's own remark may tell it.

Source: handbook §9.1, §10.6 (remit date + days), §9.2 (MA01, MA02), §1.5 (PayerRules).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xl_massbill.claims.denials.rows import Decision, Denial
from xl_massbill.practice.cells import Cells

Rules = Callable[[str], Sequence[str]]
"""Returns a payer rule for each claim, by its key; "" where nobody knows it."""
CORRECTED, APPEAL, REPLY = "corrected", "appeal", "reply"
RULES = {CORRECTED: "corrected_tfl_days", APPEAL: "appeal_days", REPLY: "reply_to_request_days"}
_COLUMNS = {CORRECTED: "deadline_correct", APPEAL: "deadline_appeal", REPLY: "deadline_reply"}
_OF_DECISION = {
    Decision.CORRECT: CORRECTED,
    Decision.NEW: CORRECTED,
    Decision.RECORDS: REPLY,
    Decision.APPEAL: APPEAL,
}
_BY_REMARK = {"MA01": 120, "MA02": 180}
"""Days to appeal that a remark tells."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days to correct, to appeal and to reply, as far as anybody knows them."""

    days: Mapping[str, dt.date] = field(default_factory=dict)

    def of(self, decision: Decision | None) -> dt.date | None:
        """Return the last day for what a decision asks for; None where nothing runs or nobody knows."""
        kind = None if decision is None else _OF_DECISION.get(decision)
        return None if kind is None else self.days.get(kind)


def deadlines_of(denial: Denial, cells: Cells, rules: Rules) -> Deadlines:
    """Return the deadlines of a denied line."""
    claim = cells.at("claims", denial.claim_id)
    found = {}
    for kind, column in _COLUMNS.items():
        told = cells.day("claims", claim, column)
        days = limit_of(kind, claim, rules)
        if days is None and kind == APPEAL:
            days = next((_BY_REMARK[r] for r in denial.rarcs if r in _BY_REMARK), None)
        start = denial.denied_on if kind != REPLY else cells.day("claims", claim, "info_requested_on")
        start = start or denial.denied_on
        if told is None and days is not None and start is not None:
            told = start + dt.timedelta(days=days)
        if told is not None:
            found[kind] = told
    return Deadlines(found)


def limit_of(kind: str, claim: int | None, rules: Rules) -> int | None:
    """Return how many days the payer of the claim at a position gives, None where nobody knows."""
    said = "" if claim is None else rules(RULES[kind])[claim]
    return int(said) if said.isdecimal() else None
