"""Which plan an answer about benefits is about, how that was found, and how sure it is.

Our own trace decides, unless both member ID and birth date are another's. Without it member ID and birth date
must both fit, and the payer must not speak against it. Whatever else is only a guess goes to a person.

Source: X12 005010X279A1 (TRN, BHT03, NM109, DMG02); handbook §8.4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xl_massbill.commands.benefit_books import plain
from xl_massbill.commands.unasked import SELF, Unasked, value_of
from xl_massbill.practice import Records
from xl_massbill.remits.read271 import PersonBenefits

_SUBSCRIBER = "22"
_MOST = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A plan by position in Coverage (-1 for none), our question, the words; `candidates` are plans."""

    at: int
    check_id: str
    how: str
    candidates: tuple[str, ...] = ()


class Matcher:
    """Finds plans in one workbook."""

    def __init__(self, records: Records, on: dt.date) -> None:
        self._records, self._plans = records, Unasked(records, on)
        self._checks = records.index("benefit_checks", "check_id")

    def of(self, person: PersonBenefits) -> Match:
        """Return the plan that a person's answer is about."""
        check = next((trace for trace in person.traces if trace in self._checks), "")
        if check:
            coverage = value_of(self._records["benefit_checks"], self._checks[check], "coverage_id")
            at = self._records.index("coverage", "coverage_id").get(coverage, -1)
            if at < 0:
                return Match(-1, "", f"question {check} was about plan {coverage}, which is not on Coverage")
            if not self._is_another(at, person):
                doubt = person.born is not None and not self._is_born(at, person)
                but = ", but the payer has another birth date" if doubt else ""
                return Match(at, check, f"our question {check} (100%){but}")
            why = f"question {check} was ours, but member ID and birth date are another person's"
            return Match(-1, "", why, self._guesses(person))
        return self._by_person(person)

    def checks_of(self, reference: str) -> list[str]:
        """Return our questions of a set that was turned back as a whole, by its number."""
        sheet = self._records["benefit_checks"]
        pairs = zip(sheet["check_id"], sheet["reference"], strict=True)
        return [str(check) for check, told in pairs if check and reference and told == reference]

    def _by_person(self, person: PersonBenefits) -> Match:
        """Match by member ID and birth date, and by the day where a patient has had several such plans."""
        sure = [
            at for at in self._with_member(person) if self._is_born(at, person) and self._is_payer(at, person)
        ]
        day = person.day
        held = [at for at in sure if day and self._plans.is_in_force(at, day)] if len(sure) > 1 else sure
        if len(held) == 1:
            named = "member ID, birth date and payer (95%)"
            how = named if self._names_payer(person) else "member ID and birth date (90%)"
            return Match(held[0], self._waiting(held[0]), how)
        why = (
            "several plans have this member ID and birth date"
            if sure
            else "no plan fits member ID and birth date"
        )
        return Match(-1, "", why, tuple(self._id(at) for at in sure[:_MOST]) or self._guesses(person))

    def _waiting(self, at: int) -> str:
        """Return our question about a plan that is not answered yet, "" if there is none or several."""
        sheet, coverage = self._records["benefit_checks"], self._plans.cell(at, "coverage_id")
        rows = zip(sheet["check_id"], sheet["coverage_id"], sheet["state"], strict=True)
        found = [str(check) for check, plan, state in rows if plan == coverage and state == "ASKED"]
        return found[0] if len(found) == 1 else ""

    def _guesses(self, person: PersonBenefits) -> tuple[str, ...]:
        """Return plans that it may be about: with the member ID, else of the same name and birth date."""
        found = self._with_member(person)
        if not found and person.born:
            found = [
                at
                for at in range(len(self._records["coverage"]))
                if self._is_born(at, person) and self._is_named(at, person)
            ]
        return tuple(self._id(at) for at in found[:_MOST])

    def _with_member(self, person: PersonBenefits) -> list[int]:
        wanted = plain(person.member_id)
        members = self._records["coverage"]["member_id"]
        return [at for at, member in enumerate(members) if wanted and member and plain(str(member)) == wanted]

    def _is_another(self, at: int, person: PersonBenefits) -> bool:
        """Return whether both member ID and birth date are told and neither is this plan's."""
        member = self._plans.cell(at, "member_id")
        differs = bool(person.member_id) and plain(str(member or "")) != plain(person.member_id)
        return differs and person.born is not None and not self._is_born(at, person)

    def _is_born(self, at: int, person: PersonBenefits) -> bool:
        """Return whether a birth date is that of the plan's patient, or of the insured at that level."""
        is_self = self._plans.cell(at, "relation_to_insured") in (SELF, None)
        if person.level == _SUBSCRIBER and not is_self:
            return person.born is not None and person.born == self._plans.cell(at, "insured_dob")
        return person.born is not None and person.born == self._patient(at, "dob")

    def _is_named(self, at: int, person: PersonBenefits) -> bool:
        last = self._patient(at, "last_name")
        return bool(last) and plain(str(last)) == plain(person.last_name)

    def _patient(self, at: int, name: str) -> object:
        patient = self._records.index("patients", "patient_id").get(self._plans.cell(at, "patient_id"))
        return None if patient is None else value_of(self._records["patients"], patient, name)

    def _is_payer(self, at: int, person: PersonBenefits) -> bool:
        """Return whether the payer that answers may be the plan's: its number is the same, or not known."""
        payer = self._records.index("payers", "payer_id").get(self._plans.cell(at, "payer_id"))
        number = None if payer is None else value_of(self._records["payers"], payer, "edi_payer_id")
        return not number or not person.payer_id or plain(str(number)) == plain(person.payer_id)

    def _names_payer(self, person: PersonBenefits) -> bool:
        numbers = (number for number in self._records["payers"]["edi_payer_id"] if number)
        return bool(person.payer_id) and plain(person.payer_id) in {plain(str(number)) for number in numbers}

    def _id(self, at: int) -> str:
        return str(self._plans.cell(at, "coverage_id"))
