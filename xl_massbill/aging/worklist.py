"""The work list: every open balance exactly once, the most urgent first, with what to do next.

A claim family has one row for what insurers owe and one for what the patient owes, where both are open;
visits that the patient pays at the desk stand as one row a patient. The sum of the list is the total of the
aging report; unbilled visits and credits are in neither and have sums of their own.

Source: handbook §10.1, §10.4-10.7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from xl_massbill.aging.claim_facts import ClaimFacts, claim_facts
from xl_massbill.aging.contacts import Contact, contacts
from xl_massbill.aging.next_steps import NextStep, Situation, due_on, next_step
from xl_massbill.aging.plans import Plan, plans
from xl_massbill.aging.priority import BROKEN_PROMISE, MOST, state_part
from xl_massbill.claims.ledger import INSURANCE, PATIENT, UNBILLED, Items, open_items
from xl_massbill.claims.urgency import Weights, parts
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.meters import short_meters

_LAST = dt.date.max
CASH_VISITS = "CASH"
"""State of a row that stands for the visits a patient pays at the desk."""
_RECORDS = "RECORDS_SENT"


@dataclass(frozen=True, slots=True, repr=False)
class Work:
    """One open balance: whose, how much in cents, how old, by when, how urgent and why, what to do.

    `parts` are those of the score from 0 to 1: deadline, balance, age, state. `put_off_until` is a day after
    today on which the row comes back; until then it counts in the sums and stands at the end.
    """

    kind: str
    claim_id: str
    patient_id: str
    payer_id: str
    state: str
    flags: tuple[str, ...]
    cents: int
    since: dt.date | None
    age: int
    deadline: dt.date | None
    deadline_kind: str
    days_left: int | None
    score: int
    parts: tuple[float, float, float, float]
    step: NextStep
    due_on: dt.date
    owner: str
    contact: Contact
    put_off_until: dt.date | None

    def __repr__(self) -> str:
        """Show which claim, never whose."""
        return f"Work({self.claim_id or 'cash'}, {self.kind}, {self.score})"


@dataclass(frozen=True, slots=True)
class WorkList:
    """All open balances as of a day, most urgent first; sums in cents."""

    as_of: dt.date
    rows: tuple[Work, ...]
    unbilled: int
    credits: int

    @property
    def total(self) -> int:
        """Return what is owed: the sum of all rows, those put off as well."""
        return sum(row.cents for row in self.rows)

    def now(self) -> list[Work]:
        """Return the rows that are not put off."""
        return [row for row in self.rows if row.put_off_until is None]


def work_list(lines: Lines, as_of: dt.date, anchor: str) -> WorkList:
    """Return the work list as of a day; `anchor` is DOS or FIRST_SUBMISSION (practice: worklist basis)."""
    records = lines.records
    items = open_items(lines)
    facts, known = claim_facts(records, as_of), contacts(records, as_of)
    open_ = _open(items, "dos" if anchor == "DOS" else "submitted")
    beside = _Beside(known, plans(records, as_of), _on_short_meters(lines), as_of)
    rows = [_Row(item, facts.get(item["claim_id"]), beside) for item in open_]
    weights = Weights.of(records.settings)
    found = sorted((_work(row, weights, as_of) for row in rows), key=_order)
    negative = items.of(INSURANCE, PATIENT)["cents"]
    return WorkList(
        as_of,
        tuple(found),
        int(items.of(UNBILLED)["cents"].sum()),
        int(negative[negative < 0].sum()),
    )


def own_anchor(records: Records) -> str:
    """Return from which day the practice counts in its work list."""
    own = records["practice"]["aging_basis_worklist"]
    return str(own.iloc[0]) if len(own) and own.iloc[0] else "FIRST_SUBMISSION"


def _on_short_meters(lines: Lines) -> set[str]:
    """Return the claims to auto policies that have less left than is open."""
    short, claims = short_meters(lines), lines.records["claims"]
    pairs = zip(claims["claim_id"], claims["coverage_id"], strict=True)
    return {claim for claim, plan in pairs if plan in short}


def _open(items: Items, anchor: str) -> list[dict[str, Any]]:
    """Return each open balance once; cash visits of one patient as one, as old as the oldest."""
    frame = items.of(INSURANCE, PATIENT)
    frame = frame[frame["cents"] > 0]
    of_patient = (frame["kind"] == PATIENT).to_numpy(dtype=bool)
    since = pd.to_datetime(frame[anchor]).where(~of_patient, pd.to_datetime(frame["dos"]))
    frame = frame.assign(since=since)
    is_cash = frame["claim_id"].isna()
    cash = frame[is_cash].groupby("patient_id", dropna=False, sort=True)
    sums = cash.agg({"cents": "sum", "since": "min", "payer_id": "first", "kind": "first"}).reset_index()
    whole = pd.concat([frame[~is_cash], sums]) if len(sums) else frame
    names = ["kind", "claim_id", "patient_id", "payer_id", "cents", "since"]
    return [dict(zip(names, row, strict=True)) for row in whole[names].itertuples(index=False)]


class _Beside(NamedTuple):
    """What is known beside the balances: contacts, payment plans, claims on auto policies that run short."""

    known: dict[tuple[str, str], Contact]
    agreed: dict[str, Plan]
    short: Collection[Any]
    as_of: dt.date


class _Row:
    """One open balance on its way to a row of the list."""

    def __init__(self, item: dict[str, Any], claim: ClaimFacts | None, beside: _Beside) -> None:
        known, as_of = beside.known, beside.as_of
        self.meter_short = item["claim_id"] in beside.short
        self.kind = str(item["kind"])
        self.claim_id, self.patient_id, self.payer_id = (
            _text(item[n]) for n in ("claim_id", "patient_id", "payer_id")
        )
        self.cents = int(item["cents"])
        self.since = None if pd.isna(item["since"]) else pd.Timestamp(item["since"]).date()
        self.age = (as_of - self.since).days if self.since else 0
        self.is_patient = self.kind == PATIENT
        own = known.get(("claim", self.claim_id)) if self.claim_id else None
        theirs = known.get(("patient", self.patient_id)) if self.is_patient else None
        self.contact = own or theirs or Contact()
        self.claim = claim
        self.state = claim.state if claim else CASH_VISITS
        due = None if claim is None or self.is_patient else claim.deadline
        self.deadline = due[0] if due else None
        self.deadline_kind = due[1] if due else ""
        self.days_left = (self.deadline - as_of).days if self.deadline else None
        self.broken = _is_broken(self.contact, claim, as_of)
        plan = beside.agreed.get(self.patient_id) if self.is_patient else None
        if plan is not None:
            self.broken, coming = plan.is_behind(as_of), plan.next(as_of)
            day, cents = coming or (None, 0)
            self.contact = replace(theirs or self.contact, next_due=day, promised_on=day, promised=cents)
        self.situation = self._situation()

    def _situation(self) -> Situation:
        claim = self.claim
        if claim is None:
            return Situation(self.state, is_patient=True, since_owed=self.age, promise_broken=self.broken)
        return Situation(
            claim.state,
            is_patient=self.is_patient,
            since_state=claim.since_state,
            since_sent=claim.since_sent,
            since_owed=self.age,
            expected=claim.expected_days,
            days_left=self.days_left,
            open_denied=claim.open_denied,
            underpaid=claim.underpaid,
            acknowledged=claim.acknowledged,
            on_paper=claim.on_paper,
            promise_broken=self.broken,
            meter_short=self.meter_short,
            records_sent=self.contact.last_kind == _RECORDS,
            decided=claim.decided,
            unposted=claim.unposted,
        )

    def flags(self) -> tuple[str, ...]:
        """Return what raises the row beside its state."""
        told = (
            ("UNDERPAID", self.situation.underpaid and not self.is_patient),
            ("NO_RESPONSE", self.situation.is_silent and not self.is_patient),
            ("PROMISE_BROKEN", self.broken),
        )
        return tuple(word for word, is_so in told if is_so)

    def state_part(self) -> Fraction:
        """Return what its state and flags count."""
        if self.is_patient:
            return state_part("PATIENT_DUE")
        open_line = self.state != "PAID_PARTIAL" or self.situation.open_denied
        return state_part(*([self.state] if open_line else []), *self.flags())


def _order(work: Work) -> tuple[Any, ...]:
    left = work.days_left if work.days_left is not None else 10**6
    off = work.put_off_until or dt.date.min
    return (off, -work.score, left, -work.cents, work.claim_id, work.kind, work.patient_id)


def _work(row: _Row, weights: Weights, as_of: dt.date) -> Work:
    part = parts(row.days_left, row.cents, row.age, row.state_part())
    score = min(part.score(weights) + (BROKEN_PROMISE if row.broken else 0), MOST)
    step, contact = next_step(row.situation), row.contact
    put_off = contact.next_due if contact.is_put_off(as_of) and not row.broken else None
    return Work(
        row.kind,
        row.claim_id,
        row.patient_id,
        row.payer_id,
        row.state,
        row.flags(),
        row.cents,
        row.since,
        row.age,
        row.deadline,
        row.deadline_kind,
        row.days_left,
        score,
        (float(part.deadline), float(part.balance), float(part.age), float(part.status)),
        step,
        put_off or due_on(step, as_of, contact.last_on),
        contact.owner or step.owner,
        contact,
        put_off,
    )


def _is_broken(contact: Contact, claim: ClaimFacts | None, as_of: dt.date) -> bool:
    """Return whether a promise has passed, and nothing has been paid since it was made."""
    if contact.is_closed or contact.promised_on is None or contact.promised_on >= as_of:
        return False
    paid = claim.last_paid_on if claim else None
    return paid is None or paid < (contact.promise_made_on or contact.promised_on)


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
