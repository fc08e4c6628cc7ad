"""Boxes 1 to 9, 11 to 13 and the carrier block."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.cms1500.bills import (
    ALL,
    AUTO,
    BLUE,
    COMMERCIAL,
    FIRST_PAYER,
    MEDICARE,
    SECONDARY,
    SPOUSE,
    WORK,
    box,
    boxes,
    remarks,
    ticks,
)
from xl_massbill.claims.claim import Address, Claim, Name, Payer
from xl_massbill.forms.cms1500 import pages

SPOUSES = ALL["spouse"]


def paid_by(kind: str, indicator: str = "", group: str = "") -> Claim:
    payer = replace(COMMERCIAL.payer, payer_type=kind, filing_indicator=indicator)
    return replace(COMMERCIAL, payer=payer, insured=replace(COMMERCIAL.insured, group_no=group))


@pytest.mark.parametrize(
    ("kind", "indicator", "group", "tick"),
    [
        ("ORIGINAL_MEDICARE", "MB", "", "medicare"),
        ("MEDICARE_ADVANTAGE", "16", "", "other"),
        ("MEDICAID", "MC", "", "medicaid"),
        ("TRICARE", "CH", "", "tricare"),
        ("VA_CCN", "VA", "", "other"),
        ("OWCP", "OF", "", "feca"),
        ("COMMERCIAL", "CI", "G1", "group"),
        ("COMMERCIAL", "CI", "", "other"),
        ("BCBS", "BL", "G1", "group"),
        ("FEHB", "FI", "G1", "group"),
        ("AUTO_PIP", "AM", "G1", "other"),
        ("AUTO_MEDPAY", "AM", "", "other"),
        ("LIABILITY", "LM", "", "other"),
        ("WC_STATE_FUND", "WC", "G1", "other"),
        ("WC_CARRIER", "WC", "", "other"),
        # where the type of payer is not one of ours, the filing indicator decides
        ("", "MB", "", "medicare"),
        ("?", "MC", "", "medicaid"),
        ("", "CH", "", "tricare"),
        ("", "bl", "G1", "group"),
        ("", "ZZ", "G1", "other"),
        # the type stands above the indicator
        ("AUTO_PIP", "MB", "", "other"),
    ],
)
def test_box_1_has_one_tick(kind: str, indicator: str, group: str, tick: str) -> None:
    assert ticks(paid_by(kind, indicator, group), "1") == {tick}


def test_carrier_block() -> None:
    assert {n: t for n, t in boxes(AUTO).items() if n.startswith("carrier")} == {
        "carrier.name": "PACIFIC AUTO INSURANCE",
        "carrier.street": "PO BOX 9000",
        "carrier.city": "SEATTLE WA 98111",
    }
    far = Payer(
        "X", "A & B, Inc.", "X", "CI", "COMMERCIAL", Address("1 A St.", "Ste. #5", "Kent", "WA", "980321234")
    )
    claim = replace(COMMERCIAL, payer=far)
    assert box(claim, "carrier.name") == "A & B INC"
    assert box(claim, "carrier.street2") == "STE 5"
    assert box(claim, "carrier.city") == "KENT WA 98032-1234"
    assert "carrier.city" not in boxes(COMMERCIAL), "nothing is made up where the address is not known"


def test_member_number_has_neither_blanks_nor_hyphens() -> None:
    assert box(MEDICARE, "1a") == "1EG4TE5MK73"
    assert box(SPOUSES, "1a") == "EHP445566702"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("Harper", "June"), "HARPER, JUNE"),
        (Name("Harper", "June", "anne"), "HARPER, JUNE, A"),
        (Name("O'Neil-Day", "Mary Ann", "L.", "Jr."), "ONEIL-DAY JR, MARY ANN, L"),
        (Name("St. John", "J.R."), "ST JOHN, JR"),
        (Name("Muñoz", "José"), "MUNOZ, JOSE"),
        (Name("Cher"), "CHER"),
    ],
)
def test_patient_is_last_first_initial(name: Name, text: str) -> None:
    assert box(replace(COMMERCIAL, patient=replace(COMMERCIAL.patient, name=name)), "2") == text


def test_birth_and_sex() -> None:
    assert (box(COMMERCIAL, "3.born"), ticks(COMMERCIAL, "3")) == ("02 17 1984", {"female"})
    assert ticks(BLUE, "3") == {"male"}
    unknown = replace(COMMERCIAL, patient=replace(COMMERCIAL.patient, dob=date.min, sex="U"))
    assert ("3.born" in boxes(unknown), ticks(unknown, "3")) == (False, set())


def test_patients_address() -> None:
    home = Address("812 S. Myrtle St.", "#12", "Seattle", "wa", "98108-4321")
    claim = replace(COMMERCIAL, patient=replace(COMMERCIAL.patient, address=home, phone="1-206-555-0177"))
    found = boxes(claim)
    assert [found[f"5.{part}"] for part in ("street", "city", "state", "zip", "area", "phone")] == [
        "812 S MYRTLE ST 12", "SEATTLE", "WA", "98108-4321", "206", "5550177",
    ]  # fmt: skip
    assert not {"5.area", "5.phone"} & set(boxes(COMMERCIAL))


def test_holder_who_is_the_patient() -> None:
    found = boxes(COMMERCIAL)
    assert (found["4"], found["7.street"], found["11a.born"]) == (
        "HARPER, JUNE",
        "812 S MYRTLE ST",
        "02 17 1984",
    )
    assert (ticks(COMMERCIAL, "6"), ticks(COMMERCIAL, "11a")) == ({"self"}, {"female"})
    assert (found["11"], found["11c"]) == ("GRP7001", "EVERGREEN HEALTH PLAN")


def test_holder_who_is_somebody_else() -> None:
    found = boxes(SPOUSES)
    assert (found["2"], found["4"]) == ("HARPER, JUNE", "HARPER SR, LEO, T")
    assert (found["7.street"], found["7.city"], found["7.zip"]) == ("9 PINE RD APT 4", "TACOMA", "98402-1234")
    assert (found["11a.born"], found["11c"]) == ("01 02 1980", "EVERGREEN GOLD")
    assert (ticks(SPOUSES, "6"), ticks(SPOUSES, "11a")) == ({"spouse"}, {"male"})
    nowhere = replace(COMMERCIAL, insured=replace(SPOUSE, address=None, dob=None, sex=""))
    assert not [name for name in boxes(nowhere) if name.startswith(("7", "11a"))], "not the patient's"


@pytest.mark.parametrize(
    ("relation", "tick"),
    [("18", "self"), ("01", "spouse"), ("19", "child"), ("20", "other"), ("53", "other"), ("G8", "other")],
)
def test_relation(relation: str, tick: str) -> None:
    assert ticks(replace(COMMERCIAL, insured=replace(SPOUSE, relation=relation)), "6") == {tick}


def test_workers_compensation_names_the_employer() -> None:
    found = boxes(WORK)
    assert (found["2"], found["4"], found["1a"]) == ("TRAN, MINH", "RAINIER BOX COMPANY", "SB12345")
    assert (ticks(WORK, "6"), found["11b.qualifier"], found["11b"]) == ({"other"}, "Y4", "SB12345")
    assert not [name for name in found if name.startswith(("7", "11a"))]


def test_federal_workers_have_their_number_in_box_11() -> None:
    claim = replace(paid_by("OWCP", "OF"), claim_number="A-123456")
    assert (box(claim, "11"), box(claim, "11b")) == ("A123456", "A-123456")
    assert box(replace(WORK, insured=replace(WORK.insured, group_no="")), "11") == ""


def test_accident_claim_number_keeps_its_hyphens() -> None:
    assert (box(AUTO, "11b.qualifier"), box(AUTO, "11b")) == ("Y4", "CLM-2026-44871")
    assert not {"11b", "11b.qualifier"} & set(boxes(COMMERCIAL))


def test_medicare_first() -> None:
    found = boxes(MEDICARE)
    assert found["11"] == "NONE"
    assert not [name for name in found if name == "4" or name.startswith(("7", "9", "11a", "11c", "11d"))]
    assert "NONE" not in boxes(COMMERCIAL).values()
    behind = replace(MEDICARE, other_payers=(replace(FIRST_PAYER, sequence="S", paid=None),))
    assert box(behind, "11") == "NONE"
    assert [r.box for r in pages(behind).remarks if not r.length] == ["9"]


def test_medicare_after_another_payer() -> None:
    claim = replace(MEDICARE, payer_sequence="S", other_payers=(FIRST_PAYER,))
    found = boxes(claim)
    assert (found["4"], found["11"], found["11c"]) == ("HARPER, LEO", "GRP7001", "EVERGREEN HEALTH PLAN")
    assert ticks(claim, "6") == {"spouse"}
    assert not [name for name in found if name.startswith(("7", "9", "11a", "11d"))]
    own = replace(claim, other_payers=(replace(FIRST_PAYER, relation="18", group_no=""),))
    assert (box(own, "4"), box(own, "11"), box(own, "7.city")) == (
        "FOSTER, ELEANOR",
        "EHP445566702",
        "SEATTLE",
    )
    assert (box(own, "11a.born"), ticks(own, "11a")) == ("09 03 1948", {"female"})
    assert not remarks(claim)


def test_secondary_names_the_first_payer_in_box_9() -> None:
    found = boxes(SECONDARY)
    assert (ticks(SECONDARY, "11d"), found["9"], found["9a"]) == ({"yes"}, "HARPER, LEO", "GRP7001")
    assert (found["9d"], found["4"], found["1a"]) == ("EVERGREEN HEALTH PLAN", "HARPER, JUNE", "UTH900100")
    own = replace(FIRST_PAYER, relation="18", group_no="", group_name="Gold Plan")
    claim = replace(SECONDARY, other_payers=(own,))
    assert [box(claim, b) for b in ("9", "9a", "9d")] == ["HARPER, JUNE", "EHP445566702", "GOLD PLAN"]


def test_without_another_plan_box_9_is_empty() -> None:
    assert ticks(COMMERCIAL, "11d") == {"no"}
    assert not {"9", "9a", "9d"} & set(boxes(COMMERCIAL))


def test_a_third_payer_is_not_forgotten_silently() -> None:
    claim = replace(SECONDARY, other_payers=(FIRST_PAYER, replace(FIRST_PAYER, sequence="T")))
    assert [r.box for r in pages(claim).remarks if not r.length] == ["9"]
    assert not [r for r in pages(SECONDARY).remarks if not r.length]


@pytest.mark.parametrize(
    ("released", "assigned"), [(True, True), (True, False), (False, True), (False, False)]
)
def test_signatures_on_file(released: bool, assigned: bool) -> None:
    claim = replace(COMMERCIAL, release_on_file=released, benefits_assigned=assigned)
    assert box(claim, "12") == ("SIGNATURE ON FILE" if released else "")
    assert box(claim, "13") == ("SIGNATURE ON FILE" if assigned else "")


@pytest.mark.parametrize("name", ALL)
def test_reserved_boxes_stay_empty(name: str) -> None:
    for page in pages(ALL[name]).pages:
        assert not [
            box for box in page if box in {"8", "9b", "9c", "16", "18", "30"} or box.startswith("24C")
        ]
