"""The columns of the claim CSV: name, meaning, where it comes from, and the value, in one list.

Writer, reader, check and help are all made from it.

Source: handbook §1.3-1.12 (fields of a claim), §7.4 (auto and work injury), §7.8 (boxes).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import Address, Claim, Name, Provider, ServiceLine
from xl_massbill.forms.claim_csv.cells import plain

MOST_DIAGNOSES = 12
MOST_MODIFIERS = 4
MOST_POINTERS = 4
_LETTERS = "ABCDEFGHIJKL"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `source` is the sheet and column of the workbook, `of` gives the text for a line of a claim."""

    name: str
    meaning: str
    source: str
    of: Callable[[Claim, ServiceLine], str]


def amount(value: Decimal | None) -> str:
    """Return money with two decimals and nothing else; blank for None."""
    return "" if value is None else f"{value:.2f}"


def day(value: date | None) -> str:
    """Return a day as YYYY-MM-DD; blank for None."""
    return "" if value is None else value.isoformat()


def letters(pointers: tuple[int, ...]) -> str:
    """Return pointers as the letters of the diagnoses.

    >>> letters((1, 2)), letters((12,))
    ('AB', 'L')
    """
    return "".join(_LETTERS[pointer - 1] for pointer in pointers)


def _yes_no(value: bool) -> str:
    return "Y" if value else "N"


def _name(prefix: str, who: str, source: str, of: Callable[[Claim], Name | None]) -> tuple[Column, ...]:
    parts = {"last_name": "last", "first_name": "first", "middle": "middle", "suffix": "suffix"}

    def value(part: str) -> Callable[[Claim, ServiceLine], str]:
        return lambda claim, _: getattr(of(claim), part) if of(claim) else ""

    return tuple(
        Column(
            f"{prefix}_{name}",
            f"{name.replace('_', ' ').capitalize()} of {who}",
            f"{source}: name",
            value(part),
        )
        for name, part in parts.items()
    )


def _address(prefix: str, who: str, source: str, of: Callable[[Claim], Address | None]) -> tuple[Column, ...]:
    parts = {"addr1": "line1", "addr2": "line2", "city": "city", "state": "state", "zip": "zip"}
    words = {"addr1": "Street", "addr2": "Street, second line,", "zip": "ZIP, 5 or 9 digits,"}

    def value(part: str) -> Callable[[Claim, ServiceLine], str]:
        return lambda claim, _: getattr(of(claim), part) if of(claim) else ""

    return tuple(
        Column(
            f"{prefix}_{name}",
            f"{words.get(name, name.capitalize())} of {who}",
            f"{source}: address",
            value(part),
        )
        for name, part in parts.items()
    )


def _provider(
    prefix: str, who: str, source: str, of: Callable[[Claim], Provider | None]
) -> tuple[Column, ...]:
    def npi(claim: Claim, _: ServiceLine) -> str:
        found = of(claim)
        return found.npi if found else ""

    return (
        *_name(prefix, who, source, lambda claim: found.name if (found := of(claim)) else None),
        Column(f"{prefix}_npi", f"NPI of {who}", f"{source}: NPI", npi),
    )


def _other(name: str, meaning: str, source: str, field: str) -> Column:
    """Return a column about the plan that pays next, before it has answered."""
    return Column(
        f"other_{name}",
        meaning,
        source,
        lambda claim, _: getattr(claim.other_payers[0], field) if claim.other_payers else "",
    )


def _diagnosis(at: int) -> Column:
    meaning = f"Diagnosis {_LETTERS[at]}, as typed"
    return Column(
        f"dx{at + 1}",
        meaning,
        f"Visits: dx{at + 1}",
        lambda c, _: c.diagnoses[at] if at < len(c.diagnoses) else "",
    )


def _modifier(at: int) -> Column:
    name = f"mod{at + 1}"
    return Column(
        name,
        f"Modifier {at + 1}",
        f"Visits: {name}",
        lambda _, s: s.modifiers[at] if at < len(s.modifiers) else "",
    )


# fmt: off
_CLAIM = (
    Column("claim_id", "Number of the claim; the same on all its lines", "made by the export", lambda c, _: c.claim_id),
    Column("parent_claim_id", "Claim that this one corrects, voids or follows", "made by the export", lambda c, _: c.parent_claim_id),
    Column("frequency", "1 new, 7 corrected, 8 void", "made by the export", lambda c, _: c.frequency),
    Column("original_reference", "The payer's number of the claim that is corrected", "Claims: ICN", lambda c, _: c.original_reference),
    Column("payer_sequence", "P first payer, S second, T third", "Coverage: priority", lambda c, _: c.payer_sequence),
    Column("total_charge", "Sum of the claim's lines, dollars", "sum of Visits: charge", lambda c, _: amount(c.total)),
    Column("patient_paid", "What the patient paid, where the payer wants it told", "Visits: patient paid", lambda c, _: amount(c.patient_paid)),
    Column("accept_assignment", "Y if the clinic accepts assignment", "Practice: accept assignment", lambda c, _: _yes_no(c.accept_assignment)),
    Column("benefits_assigned", "Y if the patient lets the payer pay the clinic", "Patients: assignment of benefits", lambda c, _: _yes_no(c.benefits_assigned)),
    Column("release_on_file", "Y if the release of information is signed", "Patients: release of information", lambda c, _: _yes_no(c.release_on_file)),
    Column("insurer_claim_number", "The insurer's number of an accident claim", "Coverage: claim number", lambda c, _: c.claim_number),
    Column("accident_type", "AA auto, EM work, OA other; blank without accident", "Coverage: accident type", lambda c, _: c.accident.type if c.accident else ""),
    Column("accident_date", "Day of the accident", "Coverage: accident date", lambda c, _: day(c.accident.day if c.accident else None)),
    Column("accident_state", "State of the accident", "Coverage: accident state", lambda c, _: c.accident.state if c.accident else ""),
    Column("onset_date", "Day the complaint began", "Visits or Referrals: onset", lambda c, _: day(c.onset)),
    Column("other_dates", "Further days as qualifier:day, with blanks between", "Coverage and Referrals: days", lambda c, _: " ".join(f"{q}:{day(d)}" for q, d in c.other_dates)),
    Column("disability_from", "First day the patient could not work", "Coverage: disabled from", lambda c, _: day(c.disability.first if c.disability else None)),
    Column("disability_to", "Last day the patient could not work", "Coverage: disabled to", lambda c, _: day(c.disability.last if c.disability else None)),
    Column("referral_number", "The payer's referral number", "Referrals: payer referral no", lambda c, _: c.referral_number),
    Column("authorization_number", "The payer's prior authorization", "Auths: auth no", lambda c, _: c.authorisation_number),
    Column("attachment_type", "Kind of papers that go with the claim", "PayerRules: attachments", lambda c, _: c.attachment.type if c.attachment else ""),
    Column("attachment_how", "How they go: BM mail, FX fax, EL electronic …", "PayerRules: attachment how", lambda c, _: c.attachment.how if c.attachment else ""),
    Column("attachment_control", "Number written on the papers", "made by the export", lambda c, _: c.attachment.control if c.attachment else ""),
    Column("claim_codes", "Condition codes (box 10d), with blanks between", "Visits: condition codes", lambda c, _: " ".join(c.claim_codes)),
    Column("delay_reason", "Code of the reason for late filing", "Visits: delay reason", lambda c, _: c.delay_reason),
    Column("medical_record_no", "The clinic's record number", "Patients: medical record no.", lambda c, _: c.medical_record_no),
    Column("jurisdiction_note", "What a state wants to be told", "Coverage: state text", lambda c, _: c.jurisdiction_note),
    Column("note", "Note to the payer (box 19)", "Visits: claim note", lambda c, _: c.note),
)
_CLINIC = (
    Column("billing_name", "Name of the clinic, or last name of the owner", "Practice: legal name", lambda c, _: c.billing.name.last),
    Column("billing_first_name", "First name where an owner bills as a person", "Practice: legal name", lambda c, _: c.billing.name.first),
    Column("billing_npi", "NPI of the clinic", "Practice: NPI", lambda c, _: c.billing.npi),
    Column("billing_tax_id", "Tax number, 9 digits", "Practice: tax number", lambda c, _: c.billing.tin),
    Column("billing_tax_id_type", "EI an EIN, SY a social security number", "Practice: tax number type", lambda c, _: c.billing.tin_type),
    Column("billing_taxonomy", "Taxonomy code of the clinic", "Practice: taxonomy", lambda c, _: c.billing.taxonomy),
    Column("billing_license", "Licence of the establishment", "Practice: clinic licence", lambda c, _: c.billing.license),
    *_address("billing", "the clinic", "Practice", lambda c: c.billing.address),
    Column("billing_contact", "Whom to ask about the claim", "Practice: contact", lambda c, _: c.billing.contact),
    Column("billing_phone", "Telephone of the clinic", "Practice: phone", lambda c, _: c.billing.phone),
    *_address("pay_to", "the place payments go to, if elsewhere", "Practice: pay-to", lambda c: c.billing.pay_to),
)
_PEOPLE = (
    Column("payer_id", "Electronic payer id of the clearinghouse's list", "Payers: electronic payer ID", lambda c, _: c.payer.edi_payer_id),
    Column("payer_name", "Name of the payer", "Payers: name", lambda c, _: c.payer.name),
    Column("payer_filing_indicator", "CI, BL, AM, WC … (SBR09)", "Payers: filing indicator", lambda c, _: c.payer.filing_indicator),
    Column("payer_clinic_number", "The payer's own number for the clinic", "Payers: clinic's number", lambda c, _: c.payer.clinic_number),
    Column("payer_clinic_location", "The payer's own number for the clinic's place", "Payers: clinic's place number", lambda c, _: c.payer.clinic_location),
    Column("payer_insurance_type", "Why Medicare pays second (SBR05)", "Coverage: MSP type", lambda c, _: c.payer.insurance_type),
    *_address("payer", "the payer, where the claim carries it", "Payers: mail", lambda c: c.payer.address),
    Column("member_id", "The policy holder's number", "Coverage: member ID", lambda c, _: c.insured.member_id),
    Column("relation_to_insured", "18 self, 01 spouse, 19 child, 20 employee …", "Coverage: relation", lambda c, _: c.insured.relation),
    Column("group_number", "Group number of the plan", "Coverage: group no", lambda c, _: c.insured.group_no),
    Column("group_name", "Group name of the plan", "Coverage: group name", lambda c, _: c.insured.group_name),
    Column("insured_is_person", "N where the policy holder is an employer", "made by the export", lambda c, _: _yes_no(c.insured.name.is_person)),
    *_name("insured", "the policy holder", "Coverage", lambda c: c.insured.name),
    *_address("insured", "the policy holder", "Coverage", lambda c: c.insured.address),
    Column("insured_dob", "Birth date of the policy holder", "Coverage: insured dob", lambda c, _: day(c.insured.dob)),
    Column("insured_sex", "F, M or U", "Coverage: insured sex", lambda c, _: c.insured.sex),
    Column("patient_id", "The clinic's number of the patient", "Patients: patient", lambda c, _: c.patient.patient_id),
    *_name("patient", "the patient", "Patients", lambda c: c.patient.name),
    *_address("patient", "the patient", "Patients", lambda c: c.patient.address),
    Column("patient_dob", "Birth date of the patient", "Patients: birth date", lambda c, _: day(c.patient.dob)),
    Column("patient_sex", "F, M or U", "Patients: sex", lambda c, _: c.patient.sex),
    Column("patient_phone", "Telephone of the patient", "Patients: phone", lambda c, _: c.patient.phone),
    Column("patient_deceased_on", "Day of death", "Patients: deceased on", lambda c, _: day(c.patient.deceased_on)),
    *_provider("rendering", "the therapist; blank where the clinic is that person", "Therapists", lambda c: c.rendering),
    Column("rendering_taxonomy", "Taxonomy code of the therapist", "Therapists: taxonomy", lambda c, _: c.rendering.taxonomy if c.rendering else ""),
    Column("rendering_license", "Licence number of the therapist", "Therapists: licence", lambda c, _: c.rendering.license if c.rendering else ""),
    Column("rendering_payer_provider_id", "The payer's own number for the therapist", "TherapistPayer: payer provider ID", lambda c, _: c.rendering.payer_provider_id if c.rendering else ""),
    *_provider("referring", "the prescriber", "Referrals", lambda c: c.referring),
    Column("referring_role", "DN referring, DK ordering, DQ supervising", "Referrals: role", lambda c, _: c.referring.role if c.referring else ""),
    *_provider("supervising", "the supervisor", "Therapists", lambda c: c.supervising),
    Column("facility_name", "Place of the session, where not at the clinic", "Facilities: name", lambda c, _: c.service_place.name if c.service_place else ""),
    Column("facility_npi", "NPI of that place", "Facilities: NPI", lambda c, _: c.service_place.npi if c.service_place else ""),
    *_address("facility", "that place", "Facilities", lambda c: c.service_place.address if c.service_place else None),
    *(_diagnosis(at) for at in range(MOST_DIAGNOSES)),
)
_OTHER = (
    _other("payer_sequence", "The patient's plan that pays next: S second, T third; blank without one", "Coverage: priority", "sequence"),
    _other("payer_id", "Electronic payer id of its payer", "Payers: electronic payer ID", "edi_payer_id"),
    _other("payer_name", "Name of its payer", "Payers: name", "name"),
    _other("payer_filing_indicator", "CI, BL, MB … of its payer", "Payers: filing indicator", "filing_indicator"),
    _other("payer_insurance_type", "Why Medicare pays second, if it is its payer", "Coverage: MSP type", "insurance_type"),
    _other("member_id", "Its policy holder's number", "Coverage: member ID", "member_id"),
    _other("relation_to_insured", "The patient's relation to its policy holder, 18 self", "Coverage: relation", "relation"),
    _other("group_number", "Its group number", "Coverage: group no", "group_no"),
    _other("group_name", "Its group name", "Coverage: group name", "group_name"),
    _other("insured_last_name", "Last name of its policy holder", "Coverage or Patients: name", "holder_last"),
    _other("insured_first_name", "First name of its policy holder", "Coverage or Patients: name", "holder_first"),
)
_LINE = (
    Column("line", "Number of the line in its claim, from 1", "made by the export", lambda _, s: str(s.number)),
    Column("line_control", "Number of the line that comes back in the remittance", "made by the export", lambda _, s: s.control),
    Column("service_date", "Date of service", "Visits: date", lambda _, s: day(s.day)),
    Column("place_of_service", "Place of service code, 11 office", "Visits: place", lambda c, s: s.place_of_service or c.place_of_service),
    Column("code", "Procedure code", "Visits: code", lambda _, s: s.code),
    *(_modifier(at) for at in range(MOST_MODIFIERS)),
    Column("pointers", "Letters of the diagnoses the line points to, such as AB", "Visits: pointers", lambda _, s: letters(s.pointers)),
    Column("units", "Units billed", "Visits: units", lambda _, s: str(s.units)),
    Column("minutes", "Minutes of direct contact; blank where not counted", "Visits: minutes", lambda _, s: "" if s.minutes is None else str(s.minutes)),
    Column("charge", "Charge of the line, dollars", "Visits: charge", lambda _, s: amount(s.charge)),
    Column("description", "What was done, for unlisted codes", "Visits: description", lambda _, s: s.description),
)
# fmt: on
COLUMNS: tuple[Column, ...] = (*_CLAIM, *_CLINIC, *_PEOPLE, *_OTHER, *_LINE)


def cells(claim: Claim, line: ServiceLine) -> tuple[str, ...]:
    """Return the texts of one row, in the order of the columns."""
    return tuple(plain(column.of(claim, line)) for column in COLUMNS)


def described() -> str:
    """Return the columns as a Markdown table, for the manual and the help."""
    rows = (f"| `{column.name}` | {column.meaning} | {column.source} |" for column in COLUMNS)
    return "\n".join(("| Column | Meaning | From |", "|---|---|---|", *rows)) + "\n"


def columns_page() -> str:
    """Return the page about the columns that stands beside this file."""
    return (
        "# The columns of the claim CSV\n\n"
        "Made by `xl-massbill build`. `export --form csv` writes one row a service line; what belongs to the claim "
        "is the same\non all its rows. UTF-8, commas, days as YYYY-MM-DD, amounts in dollars with two decimals. A text "
        "that begins like a\nformula carries a leading apostrophe.\n\n" + described()
    )
