"""The life of one claim while its answers are posted: which event each answer is, and where it leads.

Money moves whatever the state is: it is in the bank. Where the life of the claim knows no step for an answer,
the state stays and somebody is told.

Source: handbook §8.5 (CLP02), §8.9.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from xl_massbill.claims.arrows import ANSWERED
from xl_massbill.claims.batches import made_on
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.states import Event, Facts, Refusal, State
from xl_massbill.remits.post_account import Account
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_denied import Refused
from xl_massbill.remits.post_values import Placed, Planned
from xl_massbill.remits.read835_facts import DENIED, NOT_OURS, PASSED_ON, REVERSAL

_KEEPS = (State.APPEALED, State.INFO_REQUESTED, State.IN_PROCESS)
"""States in which a claim waits for its answer; taking the old answer back does not end the waiting."""


_STATES = {state.value: state for state in State}
_GONE = ("NEXT_PAYER", "PATIENT", "WRITE_OFF")
"""Decisions after which a denied line is no longer ours to fight for."""
_AS = (("1", "19"), ("2", "20"), ("3", "21"))
"""CLP02 of an answer as the first, second and third payer."""


class Life:
    """One claim, its state, and the steps it takes in this posting."""

    def __init__(self, books: Books, account: Account, day: dt.date) -> None:
        self.books, self.account, self.day = books, account, day
        status = books.cell("claims", "claim_id", account.claim_id, "status")
        self.state = _STATES.get(status)
        self.steps: list[Planned] = []
        self.notes: list[str] = []
        self.stuck = False
        self.answers: list[Placed] = []
        self._fresh: dict[int, Refused] = {}

    def answered(self, one: Placed) -> None:
        """Take the step of an answer that was added to the account."""
        self.answers.append(one)
        if one.answer.is_reversal:
            self._fresh.clear()
        for denied in one.denied if not one.answer.is_reversal else ():
            self._fresh |= dict.fromkeys(denied.numbers, denied)
        event = _event(one)
        if self.state is State.BATCHED:
            batch = self.books.cell("claims", "claim_id", self.account.claim_id, "batch_id")
            self._take(Event.SENT, Facts(), made_on(self.books.records, batch or "") or self.day)
            self.notes.append("its batch was not marked as sent")
        if self.state is State.CLOSED and event in (Event.REMIT, Event.REMIT_DENIED):
            event = Event.NEW_MONEY
        if event is Event.REVERSAL and self.state in _KEEPS:
            return
        before = self.state
        if not self._take(event, self._facts(one), self.day):
            self.stuck = True
            off = "has nothing to be taken back" if event is Event.REVERSAL else "expects no such answer"
            self.notes.append(f"posted, though a claim that is {before or 'without a status'} {off}")

    def weighed(self) -> None:
        """Look at the balance of a claim that was answered: who owes it now?"""
        if self.state in ANSWERED:
            self._take(Event.WEIGHED, self.weight(), self.day)

    def weight(self) -> Facts:
        """Return what decides who owes the balance."""
        open_denied = len(self.open_denied)
        balance, patient = self.account.balance, self.account.patient_part
        has_next = balance > 0 and not self._has_gone_on()
        has_next = has_next and self.books.has_next_payer(self.account.claim_id)
        goes_on = any(self._decision(number) == "NEXT_PAYER" for number in self.account.denied)
        goes_on = goes_on or (patient > 0 and not open_denied)
        return _weighed(balance, patient, open_denied, has_next_payer=has_next, for_next_payer=goes_on)

    def _has_gone_on(self) -> bool:
        """Return whether a later payer has answered under this claim's number (crossover)."""
        account = self.account
        own = self.books.cell("claims", "claim_id", account.claim_id, "payer_seq") or "P"
        later = _AS["PST".index(own) + 1 :] if own in "PST" else ()
        told = any(one.answer.status in one_of for one in self.answers for one_of in later)
        return told or account.last_payer not in ("", account.payer_id)

    @property
    def open_denied(self) -> list[int]:
        """Return the denied lines that are still ours to fight for (§9.1); a line of group PR is not."""
        denied = self.account.denied
        return [n for n in denied if not self._is_patients(n) and self._decision(n) not in _GONE]

    def refused(self, number: int) -> Refused | None:
        """Return the denial of a line in this posting."""
        return self._fresh.get(number)

    def _is_patients(self, number: int) -> bool:
        if number in self._fresh:
            return self._fresh[number].is_patients
        known = self.books.decisions.get((self.account.claim_id, number))
        return known is not None and known.group == "PR"

    def _decision(self, number: int) -> str:
        if number in self._fresh:
            return ""
        known = self.books.decisions.get((self.account.claim_id, number))
        return known.decision if known else ""

    def _facts(self, one: Placed) -> Facts:
        lines = max(len(self.account.lines), len(one.answer.lines), 1)
        denied = len(self.account.denied)
        if not self.account.lines:
            denied = len(one.denied)
        asks = bool(one.denied) and all(refused.asks_records for refused in one.denied)
        return _answered(lines, denied, only_records_asked=asks)

    def _take(self, event: Event, facts: Facts, on: dt.date) -> bool:
        if self.state is None:
            return False
        found = step(self.state, event, facts)
        if isinstance(found, Refusal):
            return False
        self.state = found.after
        self.steps.append(Planned(event, facts, on))
        return True


@lru_cache(maxsize=1 << 12)  # claims are much alike, and making facts takes longer than finding them
def _answered(lines: int, denied: int, *, only_records_asked: bool) -> Facts:
    return Facts(lines=lines, denied=denied, only_records_asked=only_records_asked)


@lru_cache(maxsize=1 << 12)
def _weighed(
    balance: int, patient_part: int, open_denied: int, *, has_next_payer: bool, for_next_payer: bool
) -> Facts:
    return Facts(
        balance=balance,
        patient_part=patient_part,
        open_denied=open_denied,
        has_next_payer=has_next_payer,
        for_next_payer=for_next_payer,
    )


def _event(one: Placed) -> Event:
    """Return what an answer is; a denial is read from the lines, never from CLP02 alone."""
    status = one.answer.status
    if status == REVERSAL:
        return Event.REVERSAL
    if status in PASSED_ON:
        return Event.REMIT_PASSED_ON
    if status == NOT_OURS:
        return Event.REMIT_NOT_OURS
    if status == DENIED and (one.denied or not one.answer.all_adjustments):
        return Event.REMIT_DENIED
    return Event.REMIT
