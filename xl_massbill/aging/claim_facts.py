"""What the work list needs to know of each claim beside its balance: state, days, deadlines, flags.

Source: handbook §1.12, §10.4-10.6.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.deadlines import APPEAL, CORRECT, Days, in_force, is_unfiled
from xl_massbill.claims.leaks import held_back
from xl_massbill.practice import Records
from xl_massbill.practice.denied import lifted
from xl_massbill.practice.payer_rules import PayerRuleBook

SHIPPED_EXPECTED_DAYS = 45
UNDERPAID_RULE = "RMT-004"
_FIGHTING = ("DENIED", "PAID_PARTIAL")
"""States in which a denied line can still be corrected or appealed."""
_RUNS = {"CORRECT": CORRECT, "NEW": CORRECT, "APPEAL": APPEAL}
"""The deadline that runs for a decision until it has gone out."""
_TO_SEND = (*_RUNS, "RECORDS")
_PAPER = ("CMS1500", "INVOICE", "STATE_FORM")
_LENGTHS = (
    "expected_days",
    "secondary_tfl_days",
    "corrected_tfl_days",
    "appeal_days",
    "reply_to_request_days",
)
_DAYS = (
    *("deadline_tfl", "deadline_secondary", "deadline_correct", "deadline_appeal", "deadline_reply"),
    *("first_accepted_on", "first_submitted_on", "last_submitted_on", "info_requested_on", "status_since"),
)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim as of a day; days are counted up to it."""

    state: str
    since_state: int
    since_sent: int | None
    expected_days: int
    deadlines: tuple[tuple[dt.date, str], ...]
    unfiled: bool
    open_denied: bool
    underpaid: bool
    acknowledged: bool
    on_paper: bool
    last_paid_on: dt.date | None
    decided: tuple[str, ...] = ()
    """What was decided about denied lines and has not gone out yet."""
    unposted: bool = False

    @property
    def deadline(self) -> tuple[dt.date, str] | None:
        """Return the nearest deadline in force, None where none runs or nobody knows it."""
        return self.deadlines[0] if self.deadlines else None


def claim_facts(records: Records, as_of: dt.date) -> dict[str, ClaimFacts]:
    """Return the facts of every claim with a number."""
    sheet = records["claims"]
    columns = {name: sheet[name].tolist() for name in _DAYS}
    lengths = _lengths(records)
    denied, underpaid, answers = _open_denied(records), _underpaid(records), _answers(records)
    unsent, paper, held = _unsent(records), _on_paper(records), held_back(records)
    found = {}
    for i, (claim, state, payer) in enumerate(
        zip(sheet["claim_id"], sheet["status"], sheet["payer_id"], strict=True)
    ):
        if claim is None or claim in found:
            continue
        days = {name: _day(column[i]) for name, column in columns.items()}
        length = {name: column[i] for name, column in lengths.items()}
        remit_on, paid_on = answers.get(claim, (None, None))
        on_paper, open_denied = payer in paper, claim in denied
        known = _deadlines(days, length, remit_on)
        waits = unsent.get(claim, ())
        late = {_RUNS[decision] for decision in waits if decision in _RUNS}
        due = in_force(str(state), known, open_denied=open_denied, on_paper=on_paper, unsent=late)
        sent = days["last_submitted_on"] or days["first_submitted_on"]
        found[str(claim)] = ClaimFacts(
            state=str(state or ""),
            since_state=(as_of - days["status_since"]).days if days["status_since"] else 0,
            since_sent=(as_of - sent).days if sent else None,
            expected_days=length["expected_days"] or SHIPPED_EXPECTED_DAYS,
            deadlines=tuple(due),
            unfiled=is_unfiled(str(state), known, on_paper=on_paper),
            open_denied=open_denied,
            underpaid=claim in underpaid,
            acknowledged=days["first_accepted_on"] is not None or state != "SUBMITTED",
            on_paper=on_paper,
            last_paid_on=paid_on,
            decided=tuple(sorted(waits)),
            unposted=claim in held,
        )
    return found


def _deadlines(days: dict[str, dt.date | None], length: dict[str, int | None], remit: dt.date | None) -> Days:
    return Days(
        file=days["deadline_tfl"],
        second_payer=days["deadline_secondary"],
        correct=days["deadline_correct"],
        appeal=days["deadline_appeal"],
        reply=days["deadline_reply"],
        accepted_on=days["first_accepted_on"],
        submitted_on=days["first_submitted_on"],
        asked_on=days["info_requested_on"],
        remit_on=remit,
        second_payer_days=length["secondary_tfl_days"],
        correct_days=length["corrected_tfl_days"],
        appeal_days=length["appeal_days"],
        reply_days=length["reply_to_request_days"],
    )


def _lengths(records: Records) -> dict[str, list[int | None]]:
    """Return the days that each claim's payer gives, by its rules in force on the day of service."""
    sheet = records["claims"]
    nothing = pd.Series([None] * len(sheet), dtype=object)
    rules = PayerRuleBook(
        records["payer_rules"],
        payer=sheet["payer_id"],
        code=nothing,
        provider_type=nothing,
        dos=sheet["dos_from"],
    )
    found = {name: [_whole(value) for value in rules.values(name)] for name in _LENGTHS}
    own = _whole(records.settings.get("expected_days"))
    found["expected_days"] = [days or own for days in found["expected_days"]]
    return found


def _open_denied(records: Records) -> set[str]:
    """Return the claims with a denied line about which nobody has decided."""
    sheet, gone = records["denials"], lifted(records)
    rows = enumerate(zip(sheet["claim_id"], sheet["decision"], strict=True))
    return {str(c) for at, (c, decision) in rows if c is not None and decision is None and at not in gone}


def _unsent(records: Records) -> dict[str, set[str]]:
    """Return for each claim what was decided about a denied line of it and has not gone out yet.

    As TFL-005 and TFL-006 see it: once a correction has gone out, the claim is no longer in such a state.
    """
    waits = dict(zip(records["claims"]["claim_id"], records["claims"]["status"], strict=True))
    sheet = records["denials"]
    found: dict[str, set[str]] = {}
    names, gone = ("claim_id", "decision", "appeal_sent_on"), lifted(records)
    for at, (claim, decision, sent) in enumerate(zip(*(sheet[name] for name in names), strict=True)):
        if at not in gone and decision in _TO_SEND and pd.isna(sent) and waits.get(claim) in _FIGHTING:
            found.setdefault(claim, set()).add(decision)
    return found


def _underpaid(records: Records) -> set[str]:
    """Return the claims about which the check of payments has an open finding: allowed less than agreed."""
    sheet, of = records["findings"], records.index("payments", "payment_id")
    claims = records["payments"]["claim_id"].tolist()
    found = set()
    for rule, state, claim, row in zip(
        *(sheet[n].tolist() for n in ("rule_id", "state", "claim_id", "row_key")), strict=True
    ):
        if rule == UNDERPAID_RULE and state == "OPEN":
            at = of.get(row, -1)
            found.add(claim or (claims[at] if at >= 0 else None))
    return {str(claim) for claim in found if claim}


def _answers(records: Records) -> dict[str, tuple[dt.date | None, dt.date | None]]:
    """Return for each claim the payment date of its last answer, and of the last one that brought money."""
    remits, payments = records["remits"], records["payments"]
    days = dict(zip(remits["remit_id"], map(_day, remits["payment_date"]), strict=True))
    found: dict[str, tuple[dt.date | None, dt.date | None]] = {}
    names = ("claim_id", "remit_id", "paid", "row_type", "dos")
    for claim, remit, paid, kind, dos in zip(*(payments[n].tolist() for n in names), strict=True):
        day = days.get(remit) or (_day(dos) if kind == "PATIENT" else None)
        if claim is None or day is None:
            continue
        last, brought = found.get(claim, (None, None))
        has_money = not pd.isna(paid) and paid > 0
        found[str(claim)] = (_later(last, day), _later(brought, day) if has_money else brought)
    return found


def _later(one: dt.date | None, other: dt.date) -> dt.date:
    return other if one is None or other > one else one


def _on_paper(records: Records) -> set[str]:
    sheet = records["payers"]
    pairs = zip(sheet["payer_id"], sheet["submit_method"], strict=True)
    return {str(payer) for payer, method in pairs if payer is not None and method in _PAPER}


def _day(value: Any) -> dt.date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def _whole(value: Any) -> int | None:
    text = "" if value is None or pd.isna(value) else str(value).strip()
    return int(text) if text.isdecimal() else None
