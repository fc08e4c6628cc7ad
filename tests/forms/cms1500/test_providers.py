"""Boxes 25 to 27 and 31 to 33, texts that are too long, and one page as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.cms1500.bills import AUTO, COMMERCIAL, box, boxes, remarks, ticks
from xl_massbill.claims.claim import Address, Name, ServicePlace
from xl_massbill.forms.cms1500 import pages

BILLING = COMMERCIAL.billing


def test_auto_claim_as_a_whole() -> None:
    """Worked case 5 of the handbook."""
    assert dict(pages(AUTO, date(2026, 4, 15)).pages[0]) == {
        "carrier.name": "PACIFIC AUTO INSURANCE", "carrier.street": "PO BOX 9000", "carrier.city": "SEATTLE WA 98111",
        "1.other": "X", "1a": "PAI99001234", "2": "LINDQVIST, ERIK", "3.born": "11 05 1991", "3.male": "X",
        "4": "LINDQVIST, ERIK", "5.street": "77 ALKI AVE SW", "5.city": "SEATTLE", "5.state": "WA", "5.zip": "98116",
        "6.self": "X", "7.street": "77 ALKI AVE SW", "7.city": "SEATTLE", "7.state": "WA", "7.zip": "98116",
        "10a.no": "X", "10b.yes": "X", "10b.state": "WA", "10c.no": "X", "11a.born": "11 05 1991", "11a.male": "X",
        "11b.qualifier": "Y4", "11b": "CLM-2026-44871", "11c": "PACIFIC AUTO INSURANCE", "11d.no": "X",
        "12": "SIGNATURE ON FILE", "13": "SIGNATURE ON FILE", "14": "03 02 26", "14.qualifier": "431",
        "15.qualifier": "439", "15": "03 02 26", "17.qualifier": "DN", "17": "TOM BECKER", "17b": "1555555022",
        "19": "PWKOZBMCR26000105", "20.no": "X", "21.indicator": "0", "21.A": "S161XXD", "21.B": "S134XXD",
        "24A.1.from": "04 14 26", "24A.1.to": "04 14 26", "24B.1": "11", "24D.1": "97124", "24E.1": "AB",
        "24F.1": "180 00", "24G.1": "4", "24I.1": "ZZ", "24J.1.other": "225700000X", "24J.1": "1999999224",
        "24A.2.from": "04 14 26", "24A.2.to": "04 14 26", "24B.2": "11", "24D.2": "97010", "24E.2": "A",
        "24F.2": "20 00", "24G.2": "1", "24I.2": "ZZ", "24J.2.other": "225700000X", "24J.2": "1999999224",
        "25": "912345678", "25.ein": "X", "26": "CR26-000105", "27.yes": "X", "28": "200 00",
        "31": "DANA WHITFIELD", "31.date": "04 15 26", "32.name": "CEDAR RIVER MASSAGE THERAP",
        "32.street": "1450 RAINIER AVE S STE 200", "32.city": "SEATTLE WA 98144-1234",
        "33.area": "206", "33.phone": "5550100", "33.name": "CEDAR RIVER MASSAGE THERAPY P",
        "33.street": "1450 RAINIER AVE S STE 200", "33.city": "SEATTLE WA 98144-1234", "33a": "1999999117",
        "33b": "ZZ225700000X",
    }  # fmt: skip
    assert {(r.box, r.length, r.fits) for r in pages(AUTO).remarks} == {
        ("32.name", 32, 26),
        ("33.name", 32, 29),
    }


@pytest.mark.parametrize(("kind", "tick"), [("EI", "ein"), ("SY", "ssn")])
def test_tax_number(kind: str, tick: str) -> None:
    claim = replace(COMMERCIAL, billing=replace(BILLING, tin="91-2345678", tin_type=kind))
    assert (box(claim, "25"), ticks(claim, "25")) == ("912345678", {tick})


@pytest.mark.parametrize(("accepts", "tick"), [(True, "yes"), (False, "no")])
def test_assignment(accepts: bool, tick: str) -> None:
    assert ticks(replace(COMMERCIAL, accept_assignment=accepts), "27") == {tick}


def test_claim_number_is_that_of_the_837p() -> None:
    assert box(COMMERCIAL, "26") == "CR26-000101"
    assert remarks(replace(COMMERCIAL, claim_id="C" * 14)) == set()
    long = replace(COMMERCIAL, claim_id="C" * 15)
    assert (remarks(long), box(long, "26")) == ({("26", 15, 14)}, "")


def test_signature_is_the_therapists() -> None:
    assert (box(COMMERCIAL, "31"), "31.date" in boxes(COMMERCIAL)) == ("DANA WHITFIELD", False)
    alone = replace(COMMERCIAL, rendering=None, billing=replace(BILLING, name=Name("Whitfield", "Dana", "Q")))
    assert (box(alone, "31"), box(alone, "33.name")) == ("DANA Q WHITFIELD", "DANA Q WHITFIELD")


def test_place() -> None:
    gym = ServicePlace("North Gym, LLC", "1999999117", Address("5 Lake St.", "", "Kent", "WA", "980321234"))
    found = boxes(replace(COMMERCIAL, service_place=gym))
    assert [found[f"32{part}"] for part in (".name", ".street", ".city", "a")] == [
        "NORTH GYM LLC", "5 LAKE ST", "KENT WA 98032-1234", "1999999117",
    ]  # fmt: skip
    assert "32a" not in boxes(COMMERCIAL), "the clinic's number stands in 33a"
    assert not [b for b in boxes(replace(COMMERCIAL, place_of_service="12")) if b.startswith("32")]


def test_who_bills() -> None:
    short = replace(
        BILLING, name=Name("Cedar River Massage, P.L.L.C.", is_person=False), taxonomy="", phone="555-0100"
    )
    found = boxes(replace(COMMERCIAL, billing=short))
    assert (found["33.name"], found["33.phone"]) == ("CEDAR RIVER MASSAGE PLLC", "5550100")
    assert not {"33b", "33.area"} & set(found)


@pytest.mark.parametrize(
    ("length", "found"), [(22, set()), (23, {("2", 29, 28)}), (24, {("2", 30, 28), ("4", 30, 29)})]
)
def test_a_name_that_is_too_long_is_cut_and_said(length: int, found: set[tuple[str, int, int]]) -> None:
    name = Name("H" * length, "June")
    claim = replace(COMMERCIAL, patient=replace(COMMERCIAL.patient, name=name))
    assert remarks(claim) == found
    assert box(claim, "2") == f"{'H' * length}, JUNE"[:28]


def test_a_number_that_is_too_long_is_left_out_and_said() -> None:
    claim = replace(COMMERCIAL, insured=replace(COMMERCIAL.insured, member_id="9" * 30))
    assert "1a" not in boxes(claim)
    (remark,) = [r for r in pages(claim).remarks if r.box == "1a"]
    assert remark.left_out
    assert remark.sentence() == "Claim CR26-000101, box 1a: 30 characters, 29 fit; the box stays empty."
    fits = replace(COMMERCIAL, insured=replace(COMMERCIAL.insured, member_id="9" * 29))
    assert (box(fits, "1a"), remarks(fits)) == ("9" * 29, set())


def test_nothing_personal_in_remarks_and_reprs() -> None:
    patient = replace(COMMERCIAL.patient, name=Name("Harperlongname" * 3, "June"))
    form = pages(replace(COMMERCIAL, patient=patient, note="harper was here " * 9))
    shown = f"{form!r} {form} {form.remarks!r} {' '.join(r.sentence() for r in form.remarks)}".upper()
    assert not [word for word in ("HARPER", "JUNE", "1984", "EHP", "M542", "MYRTLE") if word in shown]
    assert form.remarks


def test_the_payer_s_own_number_of_the_clinic_stands_before_its_taxonomy() -> None:
    claim = replace(COMMERCIAL, payer=replace(COMMERCIAL.payer, clinic_number="G-200 417"))
    assert box(claim, "33b") == "G2G200417"
    assert "33b" not in boxes(replace(COMMERCIAL, billing=replace(COMMERCIAL.billing, taxonomy="")))
