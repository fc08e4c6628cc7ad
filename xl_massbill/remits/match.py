"""Which of our claims an answer is about, with the reason and how sure it is.

Asked in this order: what a person has decided about this answer; our claim number as it was sent; the same
number spelt otherwise; the control number of a line; the payer's own claim number; the patient's member
number with day and charge; the patient's name with day and charge. Only what is sure enough is posted;
anything less is shown to a person with the claims it may be.

Source: handbook §8.5 (CLP01, REF*6R, CLP07), §6.11 RMT-002.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from xl_massbill.practice import Records
from xl_massbill.remits.read835_facts import ClaimPayment

SURE = 85
"""Confidence in percent from which an answer is posted without a person."""
_PATIENT, _INSURED = "QC", "IL"
_REPLACED = ("REPLACED", "VOIDED")


class Way(StrEnum):
    """How a claim was found; the value says it in words."""

    DECIDED = "as decided on sheet Unplaced"
    CLAIM_NUMBER = "our claim number"
    SPELLING = "our claim number, spelt otherwise"
    LINE_CONTROL = "the control number of a line"
    PAYER_NUMBER = "the payer's claim number"
    MEMBER = "member number, day and charge"
    NAME = "patient's name, day and charge"
    NOT_OURS = "not a claim of this clinic, as decided"
    NONE = "no claim was found"


_CONFIDENCE = {
    Way.DECIDED: 100,
    Way.CLAIM_NUMBER: 100,
    Way.SPELLING: 95,
    Way.LINE_CONTROL: 95,
    Way.PAYER_NUMBER: 90,
    Way.MEMBER: 90,
    Way.NAME: 70,
    Way.NOT_OURS: 100,
}
NOT_OURS = "NOT OURS"


class Match(NamedTuple):
    """The claim of an answer, "" where a person must say; `candidates` are the claims it may be."""

    claim_id: str
    way: Way
    confidence: int = 0
    candidates: tuple[str, ...] = ()


NO_NUMBER = ("", "0")
"""What stands in CLP01 where the payer got no claim number."""
Decisions = Mapping[tuple[str, str], str]
"""Payer, and the number it sent (CLP01, or its own where there was none): our claim, or NOT_OURS."""


def remembered(payer_id: str, answer: ClaimPayment) -> tuple[str, str]:
    """Return under what a decision about an answer is remembered."""
    return payer_id, answer.payer_number if answer.claim_id in NO_NUMBER else answer.claim_id


def compact(text: str) -> str:
    """Return letters and digits only, in capitals: payers drop hyphens and blanks.

    >>> compact(" cr26-000101 ")
    'CR26000101'
    """
    return "".join(filter(str.isalnum, text.upper()))


class Matcher:
    """The claims of the workbook, ready to be found."""

    def __init__(self, records: Records, decisions: Decisions | None = None) -> None:
        self._records = records
        self._decisions = decisions or {}
        self._ids: dict[str, int] = records.index("claims", "claim_id")
        self._read: dict[tuple[str, str], list[Any]] = {}

    def find(self, answer: ClaimPayment, payer_id: str = "") -> Match:
        """Return the claim of an answer; of several that fit alike, one of the payer's own is meant."""
        decided = self._decisions.get(remembered(payer_id, answer))
        if decided is not None and (decided == NOT_OURS or decided in self._ids):
            return Match("", Way.NOT_OURS, 100) if decided == NOT_OURS else _sure(decided, Way.DECIDED)
        if answer.claim_id in self._ids:
            return _sure(answer.claim_id, Way.CLAIM_NUMBER)
        guesses: list[str] = []
        for way, found in self._other_ways(answer):
            claims = self._of_payer(list(dict.fromkeys(found)), payer_id)
            if len(claims) == 1 and _CONFIDENCE[way] >= SURE:
                return _sure(claims[0], way)
            guesses += claims
        ranked = tuple(dict.fromkeys(guesses))
        confidence = _CONFIDENCE[Way.NAME] // len(ranked) if ranked else 0
        return Match("", Way.NAME if ranked else Way.NONE, confidence, ranked[:5])

    def _other_ways(self, answer: ClaimPayment) -> Iterator[tuple[Way, list[str]]]:
        spelt = self._spelt.get(compact(answer.claim_id))
        yield Way.SPELLING, [spelt] if spelt and self._agrees(spelt, answer) else []
        controls = (self._controls.get(compact(line.control)) for line in answer.lines if line.control)
        yield Way.LINE_CONTROL, [claim for claim in controls if claim]
        by_number = self._by_payer_number.get(answer.payer_number, []) if answer.payer_number else []
        yield Way.PAYER_NUMBER, [claim for claim in by_number if self._agrees(claim, answer)]
        same = self._by_day_and_charge.get((_day(answer), abs(answer.charge)), [])
        for way, of_claim, told in (
            (Way.MEMBER, self._members, _members(answer)),
            (Way.NAME, self._names, _names(answer)),
        ):
            yield way, [claim for claim in same if told & of_claim(claim)]

    def _of_payer(self, claims: list[str], payer_id: str) -> list[str]:
        """Return the claims to this payer, if there are any among several."""
        payers = self._column("claims", "payer_id") if len(claims) > 1 else []
        own = [claim for claim in claims if payers and payers[self._ids[claim]] == payer_id]
        return own or claims

    def _agrees(self, claim: str, answer: ClaimPayment) -> bool:
        """Return whether charge or day are those of the answer: a number alone may be another's."""
        at = self._ids[claim]
        return self._charges[at] == abs(answer.charge) or (
            _day(answer) is not None and self._days[at] == _day(answer)
        )

    def _column(self, table: str, name: str) -> list[Any]:
        if (table, name) not in self._read:
            series = self._records[table][name]
            self._read[table, name] = series.astype(object).where(series.notna(), None).tolist()
        return self._read[table, name]

    @cached_property
    def _charges(self) -> list[int | None]:
        return self._column("claims", "total_charge")

    @cached_property
    def _days(self) -> list[dt.date | None]:
        return [None if day is None else day.date() for day in self._column("claims", "dos_from")]

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """Return claims by their number without signs; two that look alike are told apart by nobody."""
        seen = Counter(compact(claim) for claim in self._ids)
        return {compact(claim): claim for claim in self._ids if seen[compact(claim)] == 1}

    @cached_property
    def _controls(self) -> dict[str, str]:
        pairs = zip(
            self._column("claim_lines", "line_ctl"), self._column("claim_lines", "claim_id"), strict=True
        )
        return {compact(control): claim for control, claim in pairs if control and claim in self._ids}

    @cached_property
    def _by_payer_number(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        pairs = zip(self._column("claims", "icn"), self._column("claims", "claim_id"), strict=True)
        for number, claim in pairs:
            if number and claim:
                found.setdefault(number, []).append(claim)
        return found

    @cached_property
    def _by_day_and_charge(self) -> dict[tuple[dt.date | None, int | None], list[str]]:
        found: dict[tuple[dt.date | None, int | None], list[str]] = {}
        for claim, at in self._ids.items():
            if self._states[at] not in _REPLACED:
                found.setdefault((self._days[at], self._charges[at]), []).append(claim)
        return found

    @cached_property
    def _states(self) -> list[str | None]:
        return self._column("claims", "status")

    def _members(self, claim: str) -> set[str]:
        plan = self._cell("claims", self._ids[claim], "coverage_id")
        at = self._records.index("coverage", "coverage_id").get(plan, -1)
        member = self._cell("coverage", at, "member_id")
        return {compact(member)} - {""}

    def _names(self, claim: str) -> set[tuple[str, str]]:
        patient = self._cell("claims", self._ids[claim], "patient_id")
        at = self._records.index("patients", "patient_id").get(patient, -1)
        last, first = (compact(self._cell("patients", at, name)) for name in ("last_name", "first_name"))
        return {(last, first)} if last else set()

    def _cell(self, table: str, at: int, name: str) -> str:
        value = self._column(table, name)[at] if at >= 0 else None
        return str(value or "")


def _sure(claim: str, way: Way) -> Match:
    return Match(claim, way, _CONFIDENCE[way], (claim,))


def _day(answer: ClaimPayment) -> dt.date | None:
    """Return the first day of service that an answer tells."""
    days = [line.first_day for line in answer.lines if line.first_day is not None]
    return min(days) if days else answer.day("232")


def _members(answer: ClaimPayment) -> set[str]:
    parties = (answer.party(role) for role in (_PATIENT, _INSURED, "74"))
    return {compact(party.id) for party in parties if party and party.id}


def _names(answer: ClaimPayment) -> set[tuple[str, str]]:
    parties = (answer.party(role) for role in (_PATIENT, "74"))
    return {(compact(p.last), compact(p.first)) for p in parties if p and p.last}
