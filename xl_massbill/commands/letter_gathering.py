"""Gather the facts of a letter from the sheets: what they do not hold is a marked blank, and named.

Only what a letter needs is taken (minimum necessary): notes of the denied days, measures only where the
reason is about the treatment. Nothing is invented and nothing is argued.

Source: handbook §9.3, §9.4, §11.1 (minimum necessary).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_massbill.claims.claim import Address
from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.reasons import remarks_of
from xl_massbill.claims.parties import Parties
from xl_massbill.codes import icd10, phone, procedure, tin
from xl_massbill.commands.letter_facts import PAPERS, LetterFacts
from xl_massbill.forms import wording
from xl_massbill.forms.letters.blank import BLANK

CLINICAL = frozenset(("NECESSITY", "DOCUMENTATION", "LIMIT", "DIAGNOSIS", "PAYER_RULE"))
"""Categories of reasons that are about the treatment: only then is anything of the notes told."""
WITH_NOTES = CLINICAL | {"CODE", "BUNDLING", "PLACE"}
"""Categories of reasons that the note of the denied day answers: only then is it enclosed."""
_APPROVED = ("APPROVED", "PARTIAL")


class Gathered:
    """The facts of one letter; `missing` names those that the sheets do not hold."""

    def __init__(self, case: Case, today: dt.date) -> None:
        self.case, self.today = case, today
        self.cells = case.cells
        self.missing: list[str] = []
        self.checks: list[str] = []
        self._known = LetterFacts(case.desk.records, today)

    def fact(self, what: str, value: object) -> str:
        """Return a fact as text, or a marked blank whose name is kept."""
        if isinstance(value, dt.date):
            value = wording.day(value)
        text = "" if value is None else str(value).strip()
        if not text:
            self.missing.append(what)
        return text or BLANK

    def optional(self, value: object) -> str:
        """Return a fact that a letter can do without."""
        return (
            wording.day(value) if isinstance(value, dt.date) else "" if value is None else str(value).strip()
        )

    def shared(self, *, to_appeals: bool) -> dict[str, Any]:
        """Return what every letter says: clinic, payer, patient, claim, denial."""
        payer = self._appeals() if to_appeals else self._claims()
        return self._clinic() | payer | self._patient() | self._claim() | self._denial()

    def _clinic(self) -> dict[str, Any]:
        billing = Parties(self.case.desk.records).billing()
        return {
            "clinic": self.fact("name of the clinic", wording.person(billing.name)),
            "clinic_lines": list(wording.clinic_lines(billing)),
            "clinic_npi": self.fact("NPI of the clinic", billing.npi),
            "clinic_tin": self.fact(
                "tax number of the clinic", billing.tin and tin.format(billing.tin, billing.tin_type)
            ),
            "contact": self.fact("contact of the clinic", billing.contact),
            "phone": self.fact("phone of the clinic", billing.phone and phone.format(billing.phone)),
            "today": wording.day(self.today),
        }

    def _appeals(self) -> dict[str, Any]:
        """Return where appeals go; the address for claims only where the sheet has no other, and said so."""
        address = self._address("appeals_")
        if not address:
            address = self._address("mail_")
            where = "its address for claims" if address else "no address"
            self.checks.append(f"sheet Payers has no appeals address of this payer: the letter has {where}")
        department = self._payer_cell("appeals_to") or "Appeals Department"
        return self._payer(department, address, self._payer_cell("appeals_fax"))

    def _claims(self) -> dict[str, Any]:
        """Return where claims go."""
        department = self._payer_cell("attention") or "Claims Department"
        return self._payer(department, self._address("mail_"), self._payer_cell("fax"))

    def _payer(self, department: str, address: tuple[str, ...], fax: str) -> dict[str, Any]:
        name = self.fact("name of the payer", self._payer_cell("name"))
        lines = address or (self.fact("address of the payer", ""),)
        return {
            "payer_name": name,
            "payer_lines": [name, department, *lines],
            "payer_fax": phone.format(fax) if fax else "",
        }

    def _payer_cell(self, column: str) -> str:
        return self.cells.text("payers", self.case.payer, column)

    def _address(self, prefix: str) -> tuple[str, ...]:
        parts = [self._payer_cell(f"{prefix}{name}") for name in ("addr1", "addr2", "city", "state", "zip")]
        return wording.address(Address(*parts)) if parts[0] else ()

    def _patient(self) -> dict[str, Any]:
        cells, at = self.cells, self.case.patient
        names = (cells.text("patients", at, n) for n in ("first_name", "middle", "last_name", "suffix"))
        return {
            "patient": self.fact("name of the patient", " ".join(filter(None, names))),
            "born": self.fact("date of birth", cells.day("patients", at, "dob")),
            "member_id": self.fact("member ID", cells.text("coverage", self.case.plan, "member_id")),
            "group_no": self.optional(cells.text("coverage", self.case.plan, "group_no")),
        }

    def _claim(self) -> dict[str, Any]:
        cells, case = self.cells, self.case
        names = (cells.text("therapists", case.therapist, n) for n in ("first_name", "last_name"))
        first, last = case.first_day, case.last_day
        days = wording.day(first) if first == last else f"{wording.day(first)} \u2013 {wording.day(last)}"
        return {
            "claim_id": case.denial.claim_id,
            "payer_claim_no": self.fact("the payer's claim number", case.of_claim("icn")),
            "days": self.fact("date of service", days),
            "charge": self.fact(
                "charge of the claim", _dollars(cells.number("claims", case.claim, "total_charge"))
            ),
            "therapist": self.fact("name of the therapist", " ".join(filter(None, names))),
            "therapist_npi": self.fact(
                "NPI of the therapist", cells.text("therapists", case.therapist, "npi")
            ),
            "lines": [self._line(at) for at in case.denied_lines()],
        }

    def _line(self, at: int) -> dict[str, str]:
        cells = self.cells
        code = cells.text("claim_lines", at, "code")
        known = procedure.every().get(procedure.compact(code)) if code else None
        return {
            "day": self.fact("date of a denied line", cells.day("claim_lines", at, "dos")),
            "code": " ".join((code, *cells.listed("claim_lines", at, "mods"))).strip()
            or self.fact("code", ""),
            "words": self._known.short_names.get(code, known.short_name if known else ""),
            "units": self.optional(cells.number("claim_lines", at, "units")),
            "charge": self.fact("charge of a denied line", _money(cells.number("claim_lines", at, "charge"))),
            "paid": _money(cells.number("claim_lines", at, "paid")) or _money(0),
        }

    def _denial(self) -> dict[str, Any]:
        denial, desk = self.case.denial, self.case.desk
        number = self.cells.text("remits", self.case.remit, "check_eft_no")
        return {
            "denial_code": denial.reason,
            "denial_words": desk.reason(denial).wording,
            "remarks": [f"{one.code}: {one.wording}" for one in remarks_of(denial, self.cells)],
            "remit_no": self.fact("number of the remittance's cheque or transfer", number),
            "remit_day": self.fact("date of the remittance", denial.denied_on),
            "amount": self.fact("amount that was denied", _dollars(denial.amount)),
        }

    def order(self) -> dict[str, Any]:
        """Return the order behind the treatment; nothing of it where there is none."""
        cells, at = self.cells, self.case.order
        if at is None:
            return dict.fromkeys(("order_by", "order_day", "order_words", "order_dx", "order_extent"), "") | {
                "has_order": False
            }
        name = " ".join(filter(None, (cells.text("referrals", at, f"prov_{n}") for n in ("first", "last"))))
        npi = cells.text("referrals", at, "prov_npi")
        who = ", ".join(filter(None, (name, cells.text("referrals", at, "prov_credential"))))
        extent = (
            ("visits_ordered", "{} visits"),
            ("frequency_per_week", "{} a week"),
            ("duration_weeks", "for {} weeks"),
        )
        words = [form.format(n) for name, form in extent if (n := cells.number("referrals", at, name))]
        dx = cells.listed("referrals", at, "dx_list")
        return {
            "has_order": True,
            "order_by": self.fact("prescriber", f"{who} (NPI {npi})" if who and npi else who),
            "order_day": self.fact("day the order was signed", cells.day("referrals", at, "signed_on")),
            "order_words": self.fact("what was ordered", cells.text("referrals", at, "treat_text")),
            "order_dx": self.fact("diagnoses of the order", ", ".join(map(icd10.dotted, dx))),
            "order_extent": f"Extent: {', '.join(words)}." if words else "",
        }

    def clinical(self) -> dict[str, Any]:
        """Return measures, goals and plan, only where the reason is about the treatment (§11.1)."""
        if not self._is_about(CLINICAL):
            return {"is_clinical": False, "measures": [], "goals": "", "plan": ""}
        last = self.cells.at("notes", next(iter(reversed(self.case.visits_of_day())), ""))
        if last is None:
            self.fact("session note of the denied day", "")
        return {
            "is_clinical": True,
            "measures": [self._measure(at) for at in dict.fromkeys(self._measured(last))],
            "goals": self.fact("goals", self.cells.text("referrals", self.case.order, "goals")
                or self.cells.text("notes", last, "goal_ref")),
            "plan": self.fact("plan", self.cells.text("notes", last, "plan")),
        }  # fmt: skip

    def _is_about(self, categories: frozenset[str]) -> bool:
        """Return whether the reason is of these categories; where it says nothing, whether a remark is."""
        reason = self.case.desk.reason(self.case.denial)
        remarks = () if reason.actions else remarks_of(self.case.denial, self.cells)
        return any(one.category in categories for one in (reason, *remarks))

    def _measured(self, last: int | None) -> Iterator[int]:
        """Yield the notes of the first session under the order and of the last one that was denied."""
        if last is None:
            return
        order, cells = self.case.of_claim("referral_id"), self.cells
        until = cells.day("notes", last, "dos")
        found = []
        for at in cells.where("visits", referral_id=order, status="DONE") if order else []:
            own = cells.at("notes", cells.text("visits", at, "visit_id"))
            when = cells.day("notes", own, "dos")
            if own is not None and when and until and when < until:
                found.append((when, own))
        if found:
            yield min(found)[1]
        yield last

    def _measure(self, at: int) -> dict[str, str]:
        cells = self.cells
        day = wording.day(cells.day("notes", at, "dos"))
        return {
            "day": self.fact("day of a note", day),
            "before": self.fact(f"pain before, {day}", cells.number("notes", at, "pain_before")),
            "after": self.fact(f"pain after, {day}", cells.number("notes", at, "pain_after")),
            "measured": self.fact(
                f"range of motion or function, {day}", cells.text("notes", at, "rom_or_function")
            ),
        }

    def evidence(self) -> list[str]:
        """Return what the sheets hold that may speak for the claim: benefit check, approval, notice."""
        return [words for words in (self._benefits(), self._approval()) if words]

    def _benefits(self) -> str:
        cells, at = self.cells, self.case.plan
        covered = {"Y": "is covered", "WITH_CONDITIONS": "is covered under conditions"}
        said = covered.get(cells.text("coverage", at, "massage_covered"))
        day, first = cells.day("coverage", at, "verified_on"), self.case.first_day
        if not said or day is None or (first and day > first):
            return ""
        who, number = cells.text("coverage", at, "rep_name"), cells.text("coverage", at, "reference_no")
        how = {"PHONE": " by phone", "PORTAL": " on your portal", "271": " electronically (271)"}
        words = (
            f"Benefits were verified on {wording.day(day)}{how.get(cells.text('coverage', at, 'method'), '')}"
        )
        by = f", {who}" if who else ""
        return f"{words}{by}{f', reference {number}' if number else ''}: massage therapy {said}."

    def _approval(self) -> str:
        cells, at = self.cells, self.case.approval
        number = cells.text("auths", at, "auth_no")
        if not number or cells.text("auths", at, "decision") not in _APPROVED:
            return ""
        days = [cells.day("auths", at, f"valid_{name}") for name in ("from", "to")]
        first, last = self.case.first_day, self.case.last_day
        if (days[0] and first and first < days[0]) or (days[1] and last and last > days[1]):
            return ""
        starts, ends = map(wording.day, days)
        visits = cells.number("auths", at, "visits_authorised")
        window = f", valid {starts} \u2013 {ends}" if starts and ends else ""
        decided = cells.day("auths", at, "decided_on")
        when = f" on {wording.day(decided)}" if decided else ""
        many = f", {visits} visits" if visits else ""
        return f"You approved the treatment{when} under number {number}{window}{many}."

    def basis(self) -> list[str]:
        """Return the papers that go along with every letter."""
        day = self.optional(self.case.denial.denied_on) or BLANK
        return [f"Remittance of {day}", f"Claim {self.case.denial.claim_id} as sent"]

    def papers(self) -> Iterator[str]:
        """Yield what backs an appeal: order, approval, the notes of the denied days and no others."""
        cells, case = self.cells, self.case
        if case.order is not None:
            kind = PAPERS.get(cells.text("referrals", case.order, "doc_type"), "Order")
            yield f"{kind} of {self.optional(cells.day('referrals', case.order, 'signed_on')) or BLANK}"
        if self._approval():
            yield f"Approval {cells.text('auths', case.approval, 'auth_no')}"
        for visit in case.visits_of_day() if self._is_about(WITH_NOTES) else ():
            note = cells.at("notes", visit)
            if note is not None:
                yield f"Session note of {self.optional(cells.day('notes', note, 'dos')) or BLANK}"


def _dollars(cents: int | None) -> str:
    return "" if cents is None else wording.dollars(Decimal(cents).scaleb(-2))


def _money(cents: int | None) -> str:
    return "" if cents is None else wording.money(Decimal(cents).scaleb(-2))
