"""One class a table; importing this package gives them all by name, in the order of the sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_massbill.book.tables.acks import Ack
from xl_massbill.book.tables.aging import AgingRow
from xl_massbill.book.tables.aging_kinds import AgingKindRow
from xl_massbill.book.tables.aging_patients import AgingPatientRow
from xl_massbill.book.tables.aging_rows import AgingLine
from xl_massbill.book.tables.aging_therapists import AgingTherapistRow
from xl_massbill.book.tables.audit import AuditEntry
from xl_massbill.book.tables.auth_ledger import AllowanceRow
from xl_massbill.book.tables.auths import Auth
from xl_massbill.book.tables.batches import Batch
from xl_massbill.book.tables.benefit_checks import BenefitCheck
from xl_massbill.book.tables.benefits import Benefit
from xl_massbill.book.tables.carc import AdjustmentReason
from xl_massbill.book.tables.claim_lines import ClaimLine
from xl_massbill.book.tables.claims import Claim
from xl_massbill.book.tables.codes import ProcedureCode
from xl_massbill.book.tables.coverage import Coverage
from xl_massbill.book.tables.denials import Denial
from xl_massbill.book.tables.dx_link import DxLink
from xl_massbill.book.tables.dx_trail import DxTrail
from xl_massbill.book.tables.eob_entry import EobEntry
from xl_massbill.book.tables.facilities import Facility
from xl_massbill.book.tables.fees import Fee
from xl_massbill.book.tables.findings import Finding
from xl_massbill.book.tables.follow_up import FollowUp
from xl_massbill.book.tables.icd import Icd
from xl_massbill.book.tables.import_maps import ImportMap
from xl_massbill.book.tables.kpis import KpiRow
from xl_massbill.book.tables.licences import Licence
from xl_massbill.book.tables.mue import UnitLimit
from xl_massbill.book.tables.ncci_ptp import NcciPair
from xl_massbill.book.tables.notes import Note
from xl_massbill.book.tables.patient_payments import PatientPayment
from xl_massbill.book.tables.patients import Patient
from xl_massbill.book.tables.payer_rules import PayerRule
from xl_massbill.book.tables.payers import Payer
from xl_massbill.book.tables.payments import Payment
from xl_massbill.book.tables.plb import ProviderAdjustment
from xl_massbill.book.tables.pos import PlaceOfService
from xl_massbill.book.tables.practice import Practice
from xl_massbill.book.tables.rarc import RemarkCode
from xl_massbill.book.tables.referrals import Referral
from xl_massbill.book.tables.remits import Remit
from xl_massbill.book.tables.rules import Rule
from xl_massbill.book.tables.settings import Setting
from xl_massbill.book.tables.state_law import StateLaw
from xl_massbill.book.tables.therapist_payer import TherapistPayer
from xl_massbill.book.tables.therapists import Therapist
from xl_massbill.book.tables.unplaced import Unplaced
from xl_massbill.book.tables.visits import Visit
from xl_massbill.book.tables.work_list import WorkRow

if TYPE_CHECKING:
    from xl_massbill.book.table import Table

TABLES: dict[str, type[Table]] = {
    made.facts.name: made
    for made in (
        Visit,
        Note,
        Patient,
        Coverage,
        Referral,
        Auth,
        DxTrail,
        FollowUp,
        EobEntry,
        PatientPayment,
        Practice,
        Therapist,
        Licence,
        TherapistPayer,
        Payer,
        PayerRule,
        Fee,
        Facility,
        ImportMap,
        Setting,
        Finding,
        Claim,
        ClaimLine,
        Batch,
        Ack,
        BenefitCheck,
        Benefit,
        AgingRow,
        AgingPatientRow,
        AgingTherapistRow,
        AgingKindRow,
        AgingLine,
        WorkRow,
        AllowanceRow,
        KpiRow,
        Remit,
        Payment,
        ProviderAdjustment,
        Unplaced,
        Denial,
        AuditEntry,
        Rule,
        ProcedureCode,
        NcciPair,
        UnitLimit,
        Icd,
        DxLink,
        PlaceOfService,
        AdjustmentReason,
        RemarkCode,
        StateLaw,
    )
}
"""Every table by its internal name, daily sheets first, reference sheets last."""


def table(name: str) -> type[Table]:
    """Return the class of a table by its internal name ("payer_rules"); KeyError if there is none."""
    return TABLES[name]


__all__ = [
    "TABLES",
    "AdjustmentReason",
    "AgingKindRow",
    "AgingLine",
    "AgingPatientRow",
    "AgingRow",
    "AgingTherapistRow",
    "AllowanceRow",
    "AuditEntry",
    "Auth",
    "Batch",
    "Benefit",
    "BenefitCheck",
    "Claim",
    "ClaimLine",
    "Coverage",
    "Denial",
    "DxLink",
    "DxTrail",
    "EobEntry",
    "Facility",
    "Fee",
    "Finding",
    "FollowUp",
    "Icd",
    "ImportMap",
    "KpiRow",
    "Licence",
    "NcciPair",
    "Note",
    "Patient",
    "PatientPayment",
    "Payer",
    "PayerRule",
    "Payment",
    "PlaceOfService",
    "Practice",
    "ProcedureCode",
    "ProviderAdjustment",
    "Referral",
    "RemarkCode",
    "Remit",
    "Rule",
    "Setting",
    "StateLaw",
    "Therapist",
    "TherapistPayer",
    "UnitLimit",
    "Unplaced",
    "Visit",
    "WorkRow",
    "table",
]
