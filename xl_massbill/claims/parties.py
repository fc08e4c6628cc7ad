"""Who stands on a claim: the people, payers and places of the tables as the claim's own values.

Each is made once and shared by all claims that name it.

Source: handbook §1.3-1.10, §7.3, §7.4.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from xl_massbill.claims.asked import Asked, sent_taxonomy
from xl_massbill.claims.claim import (
    Accident,
    Address,
    BillingProvider,
    Insured,
    Name,
    Patient,
    Payer,
    Provider,
    ServicePlace,
    Span,
    TradingPartner,
)
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.claims.party_cells import PartyCells
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.x12.delimiters import USUAL, Style, chosen

PROPERTY_AND_CASUALTY = frozenset(
    {"WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER", "OWCP", "AUTO_PIP", "AUTO_MEDPAY", "LIABILITY"}
)
_DAYS = {
    "454": "initial_treatment_on", "453": "acute_manifestation_on", "444": "first_contact_on",
    "297": "last_worked_on", "296": "return_to_work_on", "435": "hospital_from", "096": "hospital_to",
    "090": "care_assumed_on", "091": "care_relinquished_on",
}  # fmt: skip
"""Days of a condition on sheet Coverage, by their qualifier on a claim."""
WORKERS_COMPENSATION = frozenset({"WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER"})

_UNASKED = Asked()


def named(legal: str) -> Name:
    """Return the name of a person who bills alone, typed as "Last, First", or as it is spoken.

    Without a comma the last word is the surname.

    >>> [(n.last, n.first) for n in map(named, ("Whitfield, Dana", "Dana Lee Whitfield", "Whitfield"))]
    [('Whitfield', 'Dana'), ('Whitfield', 'Dana Lee'), ('Whitfield', '')]
    """
    last, comma, first = legal.partition(",")
    if not comma:
        first, _, last = legal.strip().rpartition(" ")
    return Name(last=last.strip(), first=first.strip())


class Parties(PartyCells):
    """The parties of the practice's claims, looked up by position in their tables."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        for made in (
            "patient",
            "payer",
            "billing",
            "rendering",
            "referring",
            "service_place",
            "days",
            "other_payer",
        ):
            setattr(self, made, cache(getattr(self, made)))

    def billing(self, taxonomy: str | None = None) -> BillingProvider:
        """Return the practice as billing provider; `taxonomy` is what the payer's rule says of its code."""
        t = "practice"
        legal = self._text(t, 0, "legal_name")
        is_person = self._text(t, 0, "entity_type") == "PERSON"
        name = named(legal) if is_person else Name(last=legal, is_person=False)
        pay_to = self._address(t, 0, "payto_")
        return BillingProvider(
            name=name,
            npi=self._text(t, 0, "npi"),
            tin=self._text(t, 0, "tin"),
            tin_type=self._text(t, 0, "tin_type"),
            taxonomy=sent_taxonomy(taxonomy, self._text(t, 0, "taxonomy")),
            address=self._address(t, 0),
            contact=self._text(t, 0, "contact_name"),
            phone=self._text(t, 0, "phone"),
            pay_to=pay_to if pay_to.line1 else None,
            license=self._text(t, 0, "state_license"),
        )

    def submitter(self) -> TradingPartner:
        """Return our end of the interchange."""
        name = self.billing().name
        spoken = f"{name.first} {name.last}".strip() if name.is_person else name.last
        return self._partner("submitter", spoken)

    def receiver(self) -> TradingPartner:
        """Return the clearinghouse's end of the interchange."""
        return self._partner("receiver", self._text("practice", 0, "receiver_name"))

    def _partner(self, end: str, name: str) -> TradingPartner:
        return TradingPartner(
            name=name,
            id=self._text("practice", 0, f"{end}_id"),
            qualifier=self._text("practice", 0, f"{end}_qual") or "ZZ",
        )

    def patient(self, at: int) -> Patient:
        """Return the patient at a position of Patients."""
        t = "patients"
        return Patient(
            patient_id=self._text(t, at, "patient_id"),
            name=self._name(t, at),
            address=self._address(t, at),
            dob=self._day(t, at, "dob") or dt.date.min,
            sex=self._text(t, at, "sex"),
            phone=self._text(t, at, "phone"),
            deceased_on=self._day(t, at, "deceased_on"),
        )

    def signed(self, patient: int) -> dict[str, Any]:
        """Return which papers a patient has signed, as a claim tells it."""
        return {
            "benefits_assigned": self.has_date("patients", patient, "assignment_of_benefits_on"),
            "release_on_file": self.has_date("patients", patient, "release_of_info_on"),
        }

    def has_date(self, table: str, at: int, column: str) -> bool:
        """Return whether a date is filled, as for a signature on file."""
        return self._cell(table, at, column) is not None

    def payer(self, at: int) -> Payer:
        """Return the payer at a position of Payers; its address only where the claim carries it."""
        t = "payers"
        kind = self._text(t, at, "payer_type")
        on_paper = self._text(t, at, "submit_method") not in ("", "837P")
        return Payer(
            payer_id=self._text(t, at, "payer_id"),
            name=self._text(t, at, "name"),
            edi_payer_id=self._text(t, at, "edi_payer_id"),
            filing_indicator=self._text(t, at, "claim_filing_ind"),
            payer_type=kind,
            address=self._payer_address(at) if kind in PROPERTY_AND_CASUALTY or on_paper else None,
            version=self._text(t, at, "gs08_version") or "005010X222A1",
            style=self._style(at),
            usage=self._text(t, at, "usage") or self._text("practice", 0, "usage"),
            clinic_number=self._text(t, at, "clinic_number"),
            clinic_location=self._text(t, at, "clinic_location"),
        )

    def _style(self, at: int) -> Style:
        signs, breaks = self._text("payers", at, "separators"), self._cell("payers", at, "line_breaks")
        try:
            delimiters = chosen(signs) if signs else USUAL
        except ValueError as why:
            payer = self._text("payers", at, "payer_id")
            raise Refused(f"The separators of payer {payer} cannot be used: {why}.") from None
        capitals = self._text("payers", at, "letters") != "AS_TYPED"
        return Style(delimiters, breaks is None or bool(breaks), capitals)

    def _payer_address(self, at: int) -> Address | None:
        address = self._address("payers", at, "mail_")
        return address if address.line1 else None

    def insured(self, coverage: int, patient: int, payer_type: str) -> Insured:
        """Return the policy holder: the patient, somebody else, or the employer in workers' compensation."""
        t = "coverage"
        relation = self._text(t, coverage, "relation_to_insured")
        group = {
            "group_no": self._text(t, coverage, "group_no"),
            "group_name": self._text(t, coverage, "group_name"),
        }
        member = self._text(t, coverage, "member_id")
        if payer_type in WORKERS_COMPENSATION:
            employer = Name(self._text("patients", patient, "employer_name"), is_person=False)
            return Insured(employer, member or self._text(t, coverage, "claim_number"), relation="20")
        if relation == "18":
            self_ = self.patient(patient)
            return Insured(
                self_.name, member, relation, address=self_.address, dob=self_.dob, sex=self_.sex, **group
            )
        holder = Name(self._text(t, coverage, "insured_last"), self._text(t, coverage, "insured_first"))
        return Insured(
            holder,
            member,
            relation,
            address=self._address(t, coverage, "insured_"),
            dob=self._day(t, coverage, "insured_dob"),
            sex=self._text(t, coverage, "insured_sex"),
            **group,
        )

    def other_payer(self, coverage: int, patient: int) -> OtherPayer:
        """Return the payer of another plan of a patient with its policy, before it has answered."""
        t, payer = "coverage", self._payer_of(coverage)
        relation = self._text(t, coverage, "relation_to_insured")
        holder = Name(self._text(t, coverage, "insured_last"), self._text(t, coverage, "insured_first"))
        if relation == "18":
            holder = self._name("patients", patient)
        sequence = self._text(t, coverage, "priority")
        is_medicare = self._text("payers", payer, "payer_type") == "ORIGINAL_MEDICARE"
        return OtherPayer(
            sequence=sequence,
            payer_id=self._text("payers", payer, "payer_id"),
            name=self._text("payers", payer, "name"),
            edi_payer_id=self._text("payers", payer, "edi_payer_id"),
            filing_indicator=self._text("payers", payer, "claim_filing_ind"),
            insurance_type=self.msp_type(coverage) if is_medicare and sequence != "P" else "",
            relation=relation,
            holder_last=holder.last,
            holder_first=holder.first,
            member_id=self._text(t, coverage, "member_id"),
            group_no=self._text(t, coverage, "group_no"),
            group_name=self._text(t, coverage, "group_name"),
            **self.signed(patient),
        )

    def _payer_of(self, coverage: int) -> int:
        at = self._records.index("payers", "payer_id")
        return at.get(self._cell("coverage", coverage, "payer_id"), -1)

    def accident(self, coverage: int) -> Accident | None:
        """Return the accident the coverage belongs to, if any."""
        kind = self._text("coverage", coverage, "accident_type")
        day = self._day("coverage", coverage, "accident_date")
        if kind not in ("AA", "EM", "OA") or day is None:
            return None
        state = self._text("coverage", coverage, "accident_state") if kind == "AA" else ""
        return Accident(kind, day, state)

    def days(self, coverage: int, referral: int) -> dict[str, Any]:
        """Return the further days of a condition: by qualifier, and from when to when it kept from work."""
        found = [(kind, self._day("coverage", coverage, column)) for kind, column in _DAYS.items()]
        found.append(("304", self._day("referrals", referral, "last_seen_on")))
        off_work = Span(*(self._day("coverage", coverage, f"disabled_{end}") for end in ("from", "to")))
        return {
            "other_dates": tuple((kind, day) for kind, day in found if day is not None),
            "disability": off_work if any(off_work) else None,
        }

    def medical_record_no(self, patient: int) -> str:
        """Return the clinic's record number, where payers shall see it."""
        return self._text("patients", patient, "medical_record_no")

    def state_text(self, coverage: int) -> str:
        """Return what a state wants told in fixed form."""
        return self._text("coverage", coverage, "state_text")

    def claim_number(self, coverage: int) -> str:
        """Return the insurer's claim number of an accident claim."""
        return self._text("coverage", coverage, "claim_number")

    def coverage_id(self, coverage: int) -> str:
        """Return the number of a plan."""
        return self._text("coverage", coverage, "coverage_id")

    def msp_type(self, coverage: int) -> str:
        """Return why Medicare pays second by this plan (SBR05), mostly nothing."""
        return self._text("coverage", coverage, "msp_type")

    def rendering(self, at: int, asked: Asked = _UNASKED) -> Provider | None:
        """Return the therapist with what the payer asks for, or None where the practice is that person."""
        t = "therapists"
        if at < 0:
            return None
        npi = self._text(t, at, "npi")
        if npi == self._text("practice", 0, "npi"):
            return None
        return Provider(
            self._name(t, at),
            npi,
            role="82",
            taxonomy=sent_taxonomy(asked.taxonomy_rendering, self._text(t, at, "taxonomy")),
            license=asked.license,
            payer_provider_id=asked.payer_provider_id,
        )

    def referring(self, at: int) -> Provider | None:
        """Return the prescriber of the order at a position of Referrals."""
        t = "referrals"
        if at < 0 or not self._text(t, at, "prov_last"):
            return None
        name = Name(self._text(t, at, "prov_last"), self._text(t, at, "prov_first"))
        return Provider(name, self._text(t, at, "prov_npi"), role=self._text(t, at, "prov_role") or "DN")

    def service_place(self, at: int) -> ServicePlace | None:
        """Return the facility at a position of Facilities."""
        if at < 0:
            return None
        t = "facilities"
        return ServicePlace(self._text(t, at, "name"), self._text(t, at, "npi"), self._address(t, at))
