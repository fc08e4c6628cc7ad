"""Visit lines into claims: group, order, point, add up. It never judges and never repairs.

One claim holds lines of one patient, plan, therapist, order, authorisation, place, set of diagnoses and
month, and of days with the same plans behind; by default of one day. Lines stand highest charge first within
the day, then by code; diagnoses in the order of the visit, each once.

Source: handbook §7.1, §7.4; claim ids §7.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.claims.asked import AskedBy
from xl_massbill.claims.claim import Attachment, Claim, PatientPayment, Payer, ServiceLine
from xl_massbill.claims.following import Again, Kind
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.claims.parties import PROPERTY_AND_CASUALTY, Parties
from xl_massbill.claims.patient_money import paid_later
from xl_massbill.claims.told import NOTHING, Told, told_by_visit, told_with
from xl_massbill.claims.visit_rows import Row, picker, rows_of
from xl_massbill.practice import Lines

MOST_LINES = 50
LINES_ON_PAPER = 6
ON_PAPER = ("CMS1500", "STATE_FORM")
"""Ways to send whose form has so few lines (CLM-002)."""
MOST_DIAGNOSES = 12
_SHARED = (
    *("patient_id", "coverage_id", "therapist_id", "referral_id", "auth_id", "facility_id", "onset"),
    "behind",
)
_PARTED_BY = picker("visit_id", "coverage_id", "rule:one_claim_per_dos", "dos", "pos", *_SHARED)
_CODES_OF = picker("visit_id", "coverage_id", "dx")
_PLACE = picker("at", "line_no")
_FIRST = Again(Kind.NEW, "", "")
_IN_PLACE = ("7", "8")
_SENT_TWICE = frozenset({"W2", "W3", "W4", "W5"})
"""Condition codes of duplicate and appeal bills; never on a corrected one (§7.5)."""


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """The lines of one claim to be, in their order, with their diagnoses; a number comes later."""

    rows: tuple[Row, ...]
    diagnoses: tuple[str, ...]
    again: Again | None = None
    """What a claim that follows another takes from it."""
    told: Told = NOTHING

    @property
    def needs_number(self) -> bool:
        """Return whether its claim gets a new number."""
        return self.again is None or not self.again.claim_id

    @property
    def charge(self) -> int:
        """Return the total in cents."""
        return sum(int(row["charge"]) for row in self.rows)


def drafts(lines: Lines, chosen: npt.NDArray[np.int64], *, one_claim_per_dos: bool = True) -> list[Draft]:
    """Group the chosen lines into claims to be, by the order of their first line on the sheet."""
    rows = list(rows_of(lines, chosen))
    diagnoses, told = _diagnoses(rows), told_by_visit(rows)
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        visit, plan, rule, day, pos, *shared = _PARTED_BY(row)
        one_day = one_claim_per_dos if rule is None else rule == "Y"
        period = day if one_day else (day.year, day.month)
        words = told_with(row, told) if told else NOTHING
        key = (diagnoses[visit, plan], words, period, pos or "11", *shared)
        groups.setdefault(key, []).append(row)
    return [
        Draft(tuple(part), key[0], told=key[1]) for key, group in groups.items() for part in _parts(group)
    ]


def _diagnoses(rows: list[Row]) -> dict[Any, tuple[str, ...]]:
    """Return the diagnoses of each visit, each once, in the order of its lines on the sheet."""
    found: dict[Any, list[str]] = {}
    for row in sorted(rows, key=_PLACE):
        visit, plan, codes = _CODES_OF(row)
        known = found.setdefault((visit, plan), [])
        known += [dx for dx in codes if dx not in known]
    return {key: tuple(codes) for key, codes in found.items()}


def _parts(group: list[Row]) -> Iterator[list[Row]]:
    """Order the lines of a claim and cut it where a form would run over."""
    ordered = sorted(group, key=lambda r: (r["dos"], -int(r["charge"]), r["code"], r["line_no"]))
    most = LINES_ON_PAPER if group[0]["payer_submit_method"] in ON_PAPER else MOST_LINES
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]


class Builder:
    """Makes claims of drafts; parties are made once and shared."""

    def __init__(self, lines: Lines) -> None:
        records = lines.records
        self._records, self._parties = records, Parties(records)
        self._how = records.settings.get("attachment_how", "BM")
        self._assign = _accepts(records["practice"]["accept_assignment_default"])
        self._asked = AskedBy(records)

    def claims(self, drafted: Iterable[Draft], numbers: Iterable[str]) -> Iterator[Claim]:
        """Yield one claim for each draft, with the numbers in turn."""
        for draft, number in zip(drafted, numbers, strict=True):
            yield self.claim(draft, number)

    def claim(self, draft: Draft, claim_id: str) -> Claim:
        """Return the claim of one draft."""
        first, who, again = draft.rows[0], self._parties, draft.again or _FIRST
        plan, payer = self._billed_to(draft)
        in_pc = payer.payer_type in PROPERTY_AND_CASUALTY
        accident = who.accident(first["@coverage"])
        is_first = again.kind is not Kind.NEXT_PAYER
        asked = self._asked.asked(first, payer.payer_id, is_first=is_first)
        return Claim(
            claim_id=claim_id,
            total=_dollars(draft.charge),
            place_of_service=first["pos"] or "11",
            diagnoses=draft.diagnoses,
            lines=tuple(_line(row, n, draft.diagnoses, claim_id) for n, row in enumerate(draft.rows, 1)),
            billing=who.billing(asked.taxonomy_billing),
            insured=who.insured(plan, first["@patient"], payer.payer_type),
            patient=who.patient(first["@patient"]),
            payer=payer,
            rendering=who.rendering(first["@therapist"], asked),
            referring=who.referring(first["@referral"]),
            accept_assignment=self._assign,
            **who.signed(first["@patient"]),
            claim_number=who.claim_number(plan) if in_pc else "",
            accident=accident,
            onset=first["onset"] or (accident.day if accident and in_pc else None),
            **self._paid(draft, again),
            service_place=who.service_place(first["@facility"]),
            other_payers=again.other_payers or self._behind(first, again),
            **who.days(first["@coverage"], first["@referral"]),
            medical_record_no=who.medical_record_no(first["@patient"]),
            **(self._only_to_the_first(draft, again, claim_id) if is_first else {}),
            **_place(again),
            coverage_id=first["coverage_id"] or "" if is_first else who.coverage_id(plan),
            **_ids(first),
        )

    def _only_to_the_first(self, draft: Draft, again: Again, claim_id: str) -> dict[str, Any]:
        """Return what is told to the payer of the visit's own plan, not to one that comes after it."""
        first, told = draft.rows[0], draft.told
        referral, authorisation = _numbers(first)
        codes = told.condition_codes or ()
        if again.frequency in _IN_PLACE:
            codes = tuple(code for code in codes if code not in _SENT_TWICE)
        return {
            "referral_number": referral,
            "authorisation_number": authorisation,
            "attachment": self._attachment(first, claim_id),
            "jurisdiction_note": self._parties.state_text(first["@coverage"]),
            "note": told.note or "",
            "delay_reason": told.delay_reason or "",
            "claim_codes": codes,
        }

    def _paid(self, draft: Draft, again: Again) -> dict[str, Any]:
        """Return what the patient paid; of payers only the first is told, where it wants to be."""
        at_visit = _dollars(sum(int(row["patient_paid"] or 0) for row in draft.rows))
        later = paid_later(self._records, again)
        is_told = again.kind is not Kind.NEXT_PAYER and draft.rows[0]["rule:send_patient_paid_amt"] == "Y"
        return {
            "patient_paid": _sum_of(at_visit, later) if is_told else None,
            "patient_paid_at_visit": at_visit,
            "patient_paid_later": later,
        }

    def _billed_to(self, draft: Draft) -> tuple[int, Payer]:
        """Return the position of the plan that is billed, and its payer."""
        first, again, who = draft.rows[0], draft.again, self._parties
        if again is None or again.coverage is None or again.payer is None:
            return first["@coverage"], who.payer(first["@payer"])
        payer = who.payer(again.payer)
        return again.coverage, replace(payer, insurance_type=who.msp_type(again.coverage))

    def _behind(self, row: Row, again: Again) -> tuple[OtherPayer, ...]:
        """Return the payers that come after the first one, which is told of them without any figures."""
        if again.sequence != "P":
            return ()
        return tuple(self._parties.other_payer(plan, row["@patient"]) for plan in row["behind"])

    def _attachment(self, row: Row, claim_id: str) -> Attachment | None:
        if "Y" not in (row["rule:attach_rx_with_claim"], row["rule:attach_note_with_claim"]):
            return None
        return Attachment("OZ", row["rule:attachment_how"] or self._how, claim_id.replace("-", ""))


def _line(row: Row, number: int, diagnoses: tuple[str, ...], claim_id: str) -> ServiceLine:
    pointed = [row["dx_at"][p - 1] for p in (row[f"ptr{i}"] for i in range(1, 5)) if p and 1 <= p <= 12]
    return ServiceLine(
        number=number,
        visit_id=str(row["visit_id"]),
        row=row["row"],
        day=row["dos"],
        code=row["code"],
        modifiers=tuple(m for m in (row[f"mod{i}"] for i in range(1, 5)) if m),
        units=int(row["units"]),
        charge=_dollars(int(row["charge"])),
        pointers=tuple(diagnoses.index(dx) + 1 for dx in pointed if dx in diagnoses),
        control=f"{claim_id}-{number}",
        place_of_service=row["pos"] or "11",
        description=row["code_desc"] or "",
        minutes=row["minutes"],
    )


def _ids(row: Row) -> dict[str, Any]:
    """Return the keys that a claim takes over from its first line."""
    return {key: row[key] or "" for key in ("therapist_id", "referral_id", "auth_id")}


def _sum_of(paid: Decimal, later: Iterable[PatientPayment]) -> Decimal | None:
    """Return what a payer that wants it is told the patient has paid, None for nothing (AMT*F5)."""
    return max(paid + sum((one.amount for one in later), Decimal(0)), Decimal(0)) or None


def _place(again: Again) -> dict[str, Any]:
    """Return where a claim stands among others."""
    return {
        "frequency": again.frequency,
        "payer_sequence": again.sequence,
        "original_reference": again.reference,
        "parent_claim_id": again.parent,
        "replaces_claim_id": again.replaces,
    }


def _numbers(row: Row) -> tuple[str, str]:
    """Return what goes into REF*9F and REF*G1; a payer may want its referral number under G1 (§4.5)."""
    referral, authorisation = row["referral_payer_referral_no"] or "", row["auth_auth_no"] or ""
    if referral and row["rule:referral_qual"] == "G1":
        return ("", authorisation or referral)
    return referral, authorisation


def _accepts(column: pd.Series[Any]) -> bool:
    return not len(column) or pd.isna(column.iloc[0]) or bool(column.iloc[0])


@lru_cache(maxsize=4_096)
def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def claim_ids(prefix: str, day: dt.date, first: int, count: int) -> list[str]:
    """Return claim numbers such as CR26-000123, without anything personal in them."""
    return [f"{prefix}{day:%y}-{number:06d}" for number in range(first, first + count)]


def numbered(found: Sequence[Draft], prefix: str, day: dt.date, first: int) -> list[str]:
    """Return the number of each claim to be: a new one, or that which it has already."""
    fresh = iter(claim_ids(prefix, day, first, sum(draft.needs_number for draft in found)))
    return [(draft.again and draft.again.claim_id) or next(fresh) for draft in found]
