"""Benefit checks: what the payer answered when somebody of the office asked; one row of Coverage each.

Source: handbook §1.9 (Coverage), §5.9 (the checklist).
"""

from __future__ import annotations

import datetime as dt
import random

from xl_massbill.sample.data import data
from xl_massbill.sample.numbers import filled, phone
from xl_massbill.sample.patients import Patient
from xl_massbill.sample.payers import Row

_ACCIDENTS = {"auto": "AA", "work": "EM"}
_ADJUSTERS = 54  # of the fictitious phone block
_USED_BY_OTHERS = 100  # dollars, times a number of the patient, that others had of an auto policy before
_ONE_CHECK = 150  # dollars more at each later check


def check_row(patient: Patient, day: dt.date, serial: int, rng: random.Random, *, before: int) -> Row:
    """Return the row of Coverage of one check; `before` is how many checks the patient had earlier."""
    payer = patient.payer
    row: Row = {
        "coverage_id": f"C{serial:03d}",
        "patient_id": patient.patient_id,
        "payer_id": payer.payer_id,
        "priority": "P",
        "effective_from": day if before else _since(patient, day),
        "member_id": patient.member_id,
        "relation_to_insured": "18",
        "pay_type": payer.pay_type,
        "verified_on": day,
        "verified_by": rng.choice(data("names")["office"]),
        "active_on_dos": True,
        "massage_covered": "Y",
        "covered_codes": ", ".join(payer.covered),
        "provider_type_ok": payer.pay_type != "CASH",
        "network_status": "NA" if payer.in_accident or payer.pay_type != "INSURANCE" else "IN",
        **_method(payer.in_accident, rng),
        **_shares(patient),
        **_accident(patient, before),
        **payer.check,
        **patient.insured,
    }
    if patient.group_no:
        row["group_no"] = patient.group_no
    if "visits_allowed" in row:
        row |= {"visits_used_elsewhere": patient.elsewhere, "visit_period": "CALENDAR"}
    return row


def _since(patient: Patient, day: dt.date) -> dt.date:
    return patient.accident_date or dt.date(day.year, 1, 1)


def _method(by_adjuster: bool, rng: random.Random) -> Row:
    method = "PHONE" if by_adjuster else rng.choice(("PHONE", "PORTAL", "PORTAL", "271"))
    if method != "PHONE":
        return {"method": method}
    return {
        "method": method,
        "reference_no": filled("REF#####", rng),
        "rep_name": rng.choice(data("names")["reps"]),
    }


def _shares(patient: Patient) -> Row:
    """Return what the patient bears: a copay only, in this sample."""
    return {
        "deductible_total": 0.0,
        "deductible_met": 0.0,
        "copay": float(patient.copay),
        "coinsurance_pct": 0.0,
        "oop_max": 0.0,
        "oop_met": 0.0,
    }


def _accident(patient: Patient, before: int) -> Row:
    kind = _ACCIDENTS.get(patient.payer.conditions)
    if kind is None:
        return {"accident_type": "NONE"}
    serial = int(patient.patient_id[1:]) % 6
    row: Row = {
        "accident_type": kind,
        "accident_date": patient.accident_date,
        "accident_state": "WA",
        "claim_number": patient.claim_number,
        "adjuster_name": data("names")["reps"][serial],
        "adjuster_phone": phone(_ADJUSTERS + serial),
    }
    if kind == "AA":
        row["amount_used"] = float(_USED_BY_OTHERS * (1 + serial) + _ONE_CHECK * before)
    if patient.row.get("employer_name"):
        row |= {"relation_to_insured": "20", "insured_last": patient.row["employer_name"]}
    return row
