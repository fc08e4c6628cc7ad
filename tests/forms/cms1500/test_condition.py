"""Boxes 10 and 14 to 23."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.forms.cms1500.bills import AUTO, COMMERCIAL, WORK, box, boxes, ticks
from xl_massbill.claims.claim import Accident, Attachment, Claim, Name, Provider, Span
from xl_massbill.forms.cms1500 import pages

DAY = date(2026, 3, 2)
OTHER = {"AA": "10b", "EM": "10a", "OA": "10c"}


def said(claim: Claim) -> list[str]:
    return [remark.box for remark in pages(claim).remarks if not remark.length]


@pytest.mark.parametrize("kind", ["", "AA", "EM", "OA"])
def test_cause(kind: str) -> None:
    claim = replace(COMMERCIAL, accident=Accident(kind, DAY, "WA") if kind else None)
    for cause, number in OTHER.items():
        assert ticks(claim, number) == {"yes" if cause == kind else "no"}
    assert box(claim, "10b.state") == ("WA" if kind == "AA" else "")


def test_claim_codes_stand_three_blanks_apart_and_not_on_corrections() -> None:
    duplicate = replace(WORK, claim_codes=("W2", "W3"), original_reference="NWC-1")
    assert (box(duplicate, "10d"), box(duplicate, "22"), box(duplicate, "22.code")) == (
        "W2   W3",
        "NWC-1",
        "",
    )
    assert said(duplicate) == []
    for frequency in "78":
        corrected = replace(duplicate, frequency=frequency)
        assert (box(corrected, "10d"), said(corrected)) == ("", ["10d"])
    four, five = (replace(WORK, claim_codes=("W2",) * n) for n in (4, 5))
    assert box(four, "10d") == "W2   W2   W2   W2"
    assert (box(five, "10d"), [r.box for r in pages(five).remarks if r.left_out]) == ("", ["10d"])


@pytest.mark.parametrize("frequency", "78")
def test_corrected_and_void(frequency: str) -> None:
    claim = replace(AUTO, frequency=frequency, original_reference="PAI2026-120055")
    assert (box(claim, "22.code"), box(claim, "22")) == (frequency, "PAI2026-120055")
    assert not {"22", "22.code"} & set(boxes(AUTO))


def test_onset_and_accident() -> None:
    assert (box(COMMERCIAL, "14"), box(COMMERCIAL, "14.qualifier")) == ("04 01 26", "431")
    assert not {"15", "15.qualifier"} & set(boxes(COMMERCIAL))
    claim = replace(AUTO, onset=date(2026, 3, 5))
    assert [box(claim, b) for b in ("14", "14.qualifier", "15", "15.qualifier")] == [
        "03 05 26", "431", "03 02 26", "439",
    ]  # fmt: skip
    assert box(replace(AUTO, onset=None), "14") == "03 02 26", "the accident began it"
    assert not {"14", "14.qualifier"} & set(boxes(replace(COMMERCIAL, onset=None)))


@pytest.mark.parametrize("kind", ["454", "304", "453", "455", "471", "090", "091", "444"])
def test_another_date(kind: str) -> None:
    claim = replace(COMMERCIAL, other_dates=((kind, DAY),))
    assert (box(claim, "15.qualifier"), box(claim, "15"), said(claim)) == (kind, "03 02 26", [])


def test_one_other_date_has_room() -> None:
    two = replace(COMMERCIAL, other_dates=(("454", DAY), ("304", date(2026, 4, 4))))
    assert (box(two, "15.qualifier"), box(two, "15"), said(two)) == ("454", "03 02 26", ["15"])
    hurt = replace(AUTO, other_dates=(("454", date(2026, 4, 4)),))
    assert (box(hurt, "15.qualifier"), box(hurt, "15"), said(hurt)) == ("439", "03 02 26", ["15"])
    strange = replace(COMMERCIAL, other_dates=(("999", DAY),))
    assert ("15" in boxes(strange), said(strange)) == (False, ["15"])


@pytest.mark.parametrize(
    ("role", "shown"), [("DN", "DN"), ("DK", "DK"), ("DQ", "DQ"), ("", "DN"), ("dn", "DN")]
)
def test_who_ordered(role: str, shown: str) -> None:
    who = Provider(Name("Nguyen-Day", "Alice", "bea", "II"), "1555555014", role)
    found = boxes(replace(COMMERCIAL, referring=who))
    assert (found["17.qualifier"], found["17"], found["17b"]) == (
        shown,
        "ALICE B NGUYEN-DAY II",
        "1555555014",
    )
    assert not {"17a", "17a.qualifier"} & set(found)


def test_other_number_of_who_ordered() -> None:
    who = Provider(Name("Nguyen", "Alice"), "1555555014", "DN", license="MD-77", payer_provider_id="")
    licensed, numbered = (
        replace(COMMERCIAL, referring=replace(who, payer_provider_id=own)) for own in ("", "P 9")
    )
    assert (box(licensed, "17a.qualifier"), box(licensed, "17a")) == ("0B", "MD77")
    assert (box(numbered, "17a.qualifier"), box(numbered, "17a")) == ("G2", "P9")


def test_supervisor() -> None:
    boss = Provider(Name("Reyes", "Marco"), "1999999331", "")
    alone = replace(COMMERCIAL, referring=None, supervising=boss)
    assert (box(alone, "17.qualifier"), box(alone, "17"), said(alone)) == ("DQ", "MARCO REYES", [])
    both = replace(COMMERCIAL, supervising=boss)
    assert (box(both, "17.qualifier"), box(both, "17"), said(both)) == ("DN", "ALICE NGUYEN", ["17"])
    assert "17" not in boxes(replace(COMMERCIAL, referring=None))


def test_further_information() -> None:
    assert box(AUTO, "19") == "PWKOZBMCR26000105"
    both = replace(AUTO, note="Second visit, see plan")
    assert box(both, "19") == "NTEADDSECOND VISIT, SEE PLAN   PWKOZBMCR26000105"
    asked = replace(COMMERCIAL, attachment=Attachment("OZ", "AA", "CR26"))
    assert box(asked, "19") == "PWKOZAA"
    assert "19" not in boxes(COMMERCIAL)


@pytest.mark.parametrize(("length", "fits"), [(42, True), (43, False)])
def test_a_note_that_is_too_long(length: int, fits: bool) -> None:
    claim = replace(COMMERCIAL, note="N" * length)
    assert box(claim, "19") == "NTEADD" + "N" * 42
    found = [(r.box, r.length, r.fits) for r in pages(claim).remarks if r.box == "19"]
    assert found == ([] if fits else [("19", 49, 48)])


def test_no_outside_laboratory() -> None:
    assert ticks(COMMERCIAL, "20") == {"no"}


def test_diagnoses() -> None:
    found = boxes(COMMERCIAL)
    assert (found["21.indicator"], found["21.A"], found["21.B"]) == ("0", "M542", "M62838")
    assert "21.C" not in found
    twelve = replace(COMMERCIAL, diagnoses=tuple(f"M54.{n}" for n in range(12)))
    assert [box(twelve, f"21.{letter}") for letter in "ABCDEFGHIJKL"] == [f"M54{n}" for n in range(12)]
    assert said(twelve) == []
    assert said(replace(twelve, diagnoses=(*twelve.diagnoses, "M54.9"))) == ["21"]


@pytest.mark.parametrize(
    ("approval", "referral", "shown"),
    [("AUTH-55 120", "", "AUTH55120"), ("", "VA-123456-01", "VA12345601"), ("A1", "R1", "A1"), ("", "", "")],
)
def test_one_number_in_box_23(approval: str, referral: str, shown: str) -> None:
    claim = replace(COMMERCIAL, authorisation_number=approval, referral_number=referral)
    assert box(claim, "23") == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Span(DAY, date(2026, 3, 9)), ("03 02 26", "03 09 26")),
        (Span(DAY, None), ("03 02 26", "")),
        (Span(None, DAY), ("", "03 02 26")),
    ],
)
def test_days_unable_to_work(span: Span, shown: tuple[str, str]) -> None:
    claim = replace(COMMERCIAL, disability=span)
    assert (box(claim, "16.from"), box(claim, "16.to")) == shown
    assert not {"16.from", "16.to"} & set(boxes(COMMERCIAL))


def test_days_in_hospital_and_days_without_a_box() -> None:
    claim = replace(
        COMMERCIAL, other_dates=(("435", DAY), ("096", date(2026, 3, 4)), ("297", DAY), ("454", DAY))
    )
    assert (box(claim, "18.from"), box(claim, "18.to")) == ("03 02 26", "03 04 26")
    assert (box(claim, "15.qualifier"), said(claim)) == ("454", [])
