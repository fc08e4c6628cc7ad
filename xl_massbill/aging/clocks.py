"""Every clock that runs, payer by payer: filing, correction, appeal, reply, second payer, and the payment.

A claim has a clock for each deadline in force, not only for the nearest; a visit on no claim has that of its
first filing. A claim that its payer has accepted has no filing limit any more: it waits for its payment, and
stands apart. Nothing is reckoned here: deadlines are those of the work list and of the filing rules, waits
those of the list of silent claims.

Source: handbook §10.6, §10.4, §6.10 TFL-001 to TFL-008.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.aging.claim_facts import claim_facts
from xl_massbill.aging.deadlines import APPEAL, CORRECT, FILE, REPLY, SECOND_PAYER
from xl_massbill.claims.ledger import INSURANCE, open_items
from xl_massbill.claims.unanswered import Silence, waiting
from xl_massbill.codes.filing_limit import FROM_SERVICE
from xl_massbill.practice import Lines
from xl_massbill.practice.payer_kinds import NO_PLAN
from xl_massbill.practice.payer_rules import PayerRuleBook

KINDS = (FILE, CORRECT, APPEAL, REPLY, SECOND_PAYER)
PAID_BY = "payment expected by"
LIMITS = {
    FILE: "tfl_days",
    CORRECT: "corrected_tfl_days",
    APPEAL: "appeal_days",
    REPLY: "reply_to_request_days",
    SECOND_PAYER: "secondary_tfl_days",
}
"""The payer rule that says how long each clock runs."""
UNBILLED = "UNBILLED"
_SETTLED = ("REPLACED", "VOIDED", "FORWARDED", "CLOSED", "WRITTEN_OFF")
"""States of claims of which another one, or nobody, has something to do."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One thing that is due by a day; amounts in cents.

    `claim_id` or `visit_id` is blank. `is_assumed` says that nobody entered the payer's limit.
    """

    kind: str
    until: dt.date
    payer_id: str
    cents: int
    state: str
    claim_id: str = ""
    visit_id: str = ""
    is_assumed: bool = False

    def days_left(self, as_of: dt.date) -> int:
        """Return how many days are left, below zero when it has passed."""
        return (self.until - as_of).days


def clocks(lines: Lines, as_of: dt.date) -> list[Clock]:
    """Return the clocks of claims and of visits on no claim, the first to end first."""
    found = [*_of_claims(lines, as_of), *_of_visits(lines)]
    return sorted(found, key=lambda one: (one.until, KINDS.index(one.kind), one.claim_id, one.visit_id))


def payments_awaited(lines: Lines) -> list[Clock]:
    """Return the claims that were accepted, or mailed, and have no remittance, the first expected first."""
    states = dict(zip(lines.records["claims"]["claim_id"], lines.records["claims"]["status"], strict=True))
    found = [
        Clock(
            PAID_BY, one.since + dt.timedelta(days=one.allowed), one.payer_id, one.cents,
            str(states[one.claim_id]), one.claim_id,
        )
        for one in waiting(lines)
        if one.what is Silence.MONEY
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.until, one.claim_id))


def without_limit(lines: Lines, as_of: dt.date) -> dict[str, tuple[str, ...]]:
    """Return for each payer that visits or claims name the clocks whose length nobody has entered."""
    records = lines.records
    payers = records["payers"]
    ours = set(lines["coverage_payer_id"].dropna()) | set(records["claims"]["payer_id"].dropna())
    asked = payers["payer_id"].isin(ours) & ~payers["payer_type"].isin(NO_PLAN)
    asked &= payers["submit_method"].fillna("") != "NONE"
    nothing = pd.Series([None] * len(payers), dtype=object)
    rules = PayerRuleBook(
        records["payer_rules"],
        payer=payers["payer_id"],
        code=nothing,
        provider_type=nothing,
        dos=pd.Series([pd.Timestamp(as_of)] * len(payers), dtype="datetime64[s]"),
    )
    says = {kind: rules.values(key) for kind, key in LIMITS.items()}
    anchor = rules.values("tfl_anchor")
    found = {}
    for i in np.flatnonzero(asked.to_numpy(dtype=bool)).tolist():
        lacking = [kind for kind, values in says.items() if not str(values.iloc[i] or "").strip().isdecimal()]
        if FILE in lacking and str(anchor.iloc[i] or FROM_SERVICE).strip().upper() != FROM_SERVICE:
            lacking.remove(FILE)  # its limit is a day of the calendar, not a number of days
        if lacking:
            found[str(payers["payer_id"].iloc[i])] = tuple(lacking)
    return found


def _of_claims(lines: Lines, as_of: dt.date) -> Iterator[Clock]:
    sheet, facts = lines.records["claims"], claim_facts(lines.records, as_of)
    limits, seen, owed = _limits(lines), set(), _owed(lines)
    columns = ("claim_id", "payer_id", "balance")
    for claim, payer, balance in zip(*(sheet[name] for name in columns), strict=True):
        if claim is None or claim in seen or facts[claim].state in _SETTLED:
            continue
        seen.add(claim)
        due = {kind: until for until, kind in facts[claim].deadlines}
        limit, is_assumed = limits.get(claim, (None, False))
        if facts[claim].unfiled and FILE not in due and limit is not None:
            due[FILE] = limit  # nobody booked it with the claim
        cents = owed.get(str(claim), _cents(balance))
        for kind, until in due.items():
            yield Clock(
                kind, until, str(payer or ""), cents, facts[claim].state, str(claim),
                is_assumed=is_assumed and kind == FILE,
            )  # fmt: skip


def _limits(lines: Lines) -> dict[str, tuple[dt.date, bool]]:
    """Return for each claim by when it must be filed by its visits, and whether that is only assumed."""
    found: dict[str, tuple[dt.date, bool]] = {}
    columns = (lines["claim_id"], lines["filing_limit"], lines["filing_days_unknown"])
    for i in np.flatnonzero((columns[0].notna() & columns[1].notna()).to_numpy(dtype=bool)).tolist():
        claim, limit, assumed = (column.iloc[i] for column in columns)
        own = limit.date(), bool(assumed)
        found[claim] = min(found.get(claim, own), own)
    return found


def _of_visits(lines: Lines) -> Iterator[Clock]:
    """Yield the filing clock of each visit on no claim."""
    due = lines["filing_deadline"]
    assumed, charge = lines["filing_days_unknown"], lines["charge"].fillna(0)
    visits: dict[str, list[int]] = {}
    for i in np.flatnonzero(due.notna().to_numpy(dtype=bool)).tolist():
        visits.setdefault(str(lines["visit_id"].iloc[i] or ""), []).append(i)
    payer = lines["coverage_payer_id"]
    for visit, at in visits.items():
        first = min(at, key=lambda i: due.iloc[i])
        cents = int(sum(charge.iloc[i] for i in at))
        yield Clock(
            FILE, due.iloc[first].date(), str(payer.iloc[first] or ""), cents, UNBILLED,
            visit_id=visit, is_assumed=bool(assumed.iloc[first]),
        )  # fmt: skip


def _owed(lines: Lines) -> dict[str, int]:
    """Return what insurers owe of each claim, as the aging and the work list show it."""
    items = open_items(lines).of(INSURANCE)
    return {str(claim): int(cents) for claim, cents in zip(items["claim_id"], items["cents"], strict=True)}


def _cents(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)
