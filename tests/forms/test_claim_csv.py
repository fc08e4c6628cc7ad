"""The claim CSV says what the claims say, is read back as written, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.claims_strategy import alone, batches
from tests.forms.x837p.cases import case_1, case_2, case_5, case_6
from xl_massbill.claims.claim import Address, Claim, Name, ServicePlace, Span
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.claim_csv import COLUMNS, Written, described, read_claims, verify, write
from xl_massbill.forms.claim_csv.cells import guarded, plain, unguarded

CASES = [case_1().claim, case_2().claim, case_5().claim, case_6().claim]
DANGEROUS = "=+-@\t\r\n\x00\"',; 1+1|cmd!A0\u2028\uff1d\u00a0王éZ"


def made(claims: list[Claim], **options: bool) -> bytes:
    out = io.BytesIO()
    write(claims, out, **options)
    return out.getvalue()


def table(data: bytes) -> list[dict[str, str]]:
    """Read by the standard library alone, as another program would."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_a_row_for_each_line_of_the_worked_cases() -> None:
    rows = table(made(CASES))
    assert [(r["claim_id"], r["line"], r["code"], r["charge"]) for r in rows] == [
        ("CR26-000101", "1", "97124", "180.00"),
        ("CR26-000102", "1", "97140", "96.00"),
        ("CR26-000102", "2", "97124", "45.00"),
        ("CR26-000105", "1", "97124", "180.00"),
        ("CR26-000105", "2", "97010", "20.00"),
        ("CR26-000106", "1", "97124", "180.00"),
    ]
    auto, work = rows[3], rows[5]
    assert auto["insurer_claim_number"] == "CLM-2026-44871"
    assert (auto["accident_type"], auto["accident_date"], auto["accident_state"]) == (
        "AA",
        "2026-03-02",
        "WA",
    )
    assert (auto["dx1"], auto["dx2"], auto["dx3"], auto["pointers"]) == ("S16.1XXD", "S13.4XXD", "", "AB")
    assert (auto["payer_addr1"], auto["attachment_control"]) == ("PO Box 9000", "CR26000105")
    assert (rows[2]["mod1"], rows[2]["mod2"], rows[2]["mod3"], rows[2]["pointers"]) == ("GP", "59", "", "B")
    assert (work["insured_last_name"], work["insured_is_person"]) == ("Rainier Box Company", "N")
    assert (work["patient_last_name"], work["patient_dob"]) == ("Tran", "1988-07-12")
    assert {row["total_charge"] for row in rows[3:5]} == {"200.00"}


def test_the_sum_of_what_was_written() -> None:
    written = write(CASES, io.BytesIO())
    assert written == Written(tuple(c.claim_id for c in CASES), 6, Decimal("701.00"))


def test_bytes_of_the_file() -> None:
    data = made(CASES)
    assert data.startswith(b"claim_id,parent_claim_id,") and data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 7
    assert made(CASES, with_bom=True) == b"\xef\xbb\xbf" + data
    assert read_claims(made(CASES, with_bom=True))[0].claim_id == "CR26-000101"
    assert made([]).count(b"\r\n") == 1 and read_claims(made([])) == ()


def test_columns_are_described_once_each() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    help_text = described()
    for column in COLUMNS:
        assert column.meaning and column.source
        assert help_text.count(f"| `{column.name}` |") == 1
    assert len({line.count("|") for line in help_text.splitlines()}) == 1


def other_values(claim: Claim) -> dict[str, object]:
    """Another value for each part of a claim that a clearinghouse must see."""
    person = Name("Other", "One", "Q", "Jr")
    place = Address("1 Elsewhere St", "Fl 2", "Yakima", "WA", "98901")
    doctor = replace(claim.referring, name=person) if claim.referring else None
    return {
        "claim_id": "CR26-999999", "frequency": "7", "payer_sequence": "S", "diagnoses": (*claim.diagnoses, "M79.18"),
        "billing": replace(claim.billing, pay_to=place), "insured": replace(claim.insured, name=person),
        "patient": replace(claim.patient, address=place), "payer": replace(claim.payer, name="Another"),
        "rendering": None, "referring": doctor, "accept_assignment": False, "benefits_assigned": False,
        "release_on_file": False, "claim_number": "X1", "accident": None, "onset": date(2026, 1, 2), "attachment": None,
        "referral_number": "R7", "authorisation_number": "A7", "original_reference": "ICN7",
        "patient_paid": Decimal("5.00"), "note": "a note", "service_place": ServicePlace("Spa", "1999999117", place),
        "supervising": doctor, "claim_codes": ("W2",), "delay_reason": "3", "medical_record_no": "MR1",
        "jurisdiction_note": "K3", "other_dates": (("454", date(2026, 3, 3)),),
        "disability": Span(date(2026, 3, 3), None), "parent_claim_id": "CR26-000001",
    }  # fmt: skip


def test_every_part_of_a_claim_reaches_the_file() -> None:
    claim = CASES[2]
    changes = other_values(claim)
    inside = {
        "replaces_claim_id",
        "patient_paid_later",
        "coverage_id",
        "therapist_id",
        "referral_id",
        "auth_id",
        "patient_paid_at_visit",
    }
    elsewhere = {"total", "lines", "place_of_service", "other_payers"}  # the last one stands below
    assert set(changes) | inside | elsewhere == {field.name for field in fields(Claim)}
    before = made([claim])
    for name, value in changes.items():
        assert made([replace(claim, **{name: value})]) != before, name  # type: ignore[arg-type]


SECOND = OtherPayer("S", "PX", "Peak", "PX001", "CI", "12", "01", "Holt", "Ann", "M1", "G1", "Gold")


def test_every_part_of_the_second_plan_reaches_the_file() -> None:
    (row, *_) = table(made([replace(CASES[2], other_payers=(SECOND,))]))
    told = {name.removeprefix("other_"): cell for name, cell in row.items() if name.startswith("other_")}
    assert told == {
        "dates": "", "payer_sequence": "S", "payer_id": "PX001", "payer_name": "Peak", "payer_filing_indicator": "CI",
        "payer_insurance_type": "12", "member_id": "M1", "relation_to_insured": "01", "group_number": "G1",
        "group_name": "Gold", "insured_last_name": "Holt", "insured_first_name": "Ann",
    }  # fmt: skip
    assert not any(cell for name, cell in table(made([CASES[2]]))[0].items() if name.startswith("other_"))


def test_every_part_of_a_line_reaches_the_file() -> None:
    claim = CASES[2]
    line = replace(claim.lines[0], minutes=60)
    changes = {
        "number": 9, "day": date(2026, 4, 20), "code": "97140", "modifiers": ("GP",), "units": 3, "pointers": (2,),
        "control": "x", "place_of_service": "12", "description": "words", "minutes": 59,
    }  # fmt: skip
    assert set(changes) | {"visit_id", "row", "charge"} == {field.name for field in fields(line)}
    before = made([replace(claim, lines=(line, claim.lines[1]))])
    for name, value in changes.items():
        assert made([replace(claim, lines=(replace(line, **{name: value}), claim.lines[1]))]) != before, name  # type: ignore[arg-type]


@given(batches(most=4))
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read(claims: list[Claim]) -> None:
    claims = [alone(claim) for claim in claims]
    data = made(claims)
    verify(data, claims)
    found = read_claims(data)
    assert [c.claim_id for c in found] == [c.claim_id for c in claims]
    assert [c.charge for c in found] == [c.total for c in claims]
    for read, claim in zip(found, claims, strict=True):
        assert [(s.day, s.code, s.modifiers, s.units, s.charge, s.pointers) for s in read.lines] == [
            (s.day, s.code, s.modifiers, s.units, s.charge, s.pointers) for s in claim.lines
        ]
        assert read.cells[0]["patient_last_name"] == plain(claim.patient.name.last)


@given(batches(most=2), st.text(DANGEROUS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_cell_begins_like_a_formula(claims: list[Claim], text: str) -> None:
    def poisoned(claim: Claim) -> Claim:
        patient = replace(claim.patient, name=Name(text, text), address=Address(text, text, text, text, text))
        return replace(claim, patient=patient, note=text, claim_number=text, referral_number=text)

    claims = [poisoned(alone(claim)) for claim in claims]
    data = made(claims)
    verify(data, claims)
    assert data.count(b"\n") == 1 + sum(len(claim.lines) for claim in claims)
    for row in table(data):
        for cell in row.values():
            assert not cell.lstrip(" \u00a0\u3000").startswith(
                tuple("=+-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20")
            )


@given(st.text(DANGEROUS) | st.text())
@settings(max_examples=300)
def test_a_guarded_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert plain(plain(text)) == plain(text)
    assert plain(text).splitlines() in ([], [plain(text)])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines": (), "total": Decimal(0)}, "no service lines"),
        ({"total": Decimal("200.01")}, "do not add up"),
        ({"claim_id": " "}, "no number"),
        ({"diagnoses": ("M54.2",) * 13}, "more than 12"),
        ({"diagnoses": ("M54.2",)}, "points to a diagnosis"),
        ({"patient_paid": Decimal(-1)}, "no amount of money"),
        ({"other_payers": (replace(SECOND, sequence="P", paid=Decimal(0)),)}, "answer has no columns"),
        ({"other_payers": (SECOND, replace(SECOND, sequence="T"))}, "one of 2 other plans"),
    ],
)
def test_what_a_row_cannot_say_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words) as refusal:
        made([replace(CASES[2], **changes)])  # type: ignore[arg-type]
    assert "Lindqvist" not in str(refusal.value)


def test_one_number_for_two_claims_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        made([CASES[0], CASES[0]])


@pytest.mark.parametrize("old_new", [
    (b"180.00", b"181.00"), (b"97124", b"97140"), (b"2026-05-04", b"2026-05-05"), (b"Harper", b"Harpes"),
    (b"M54.2", b"M54.5"), (b"CR26-000101", b"CR26-000109"), (b",AB,", b",BA,"),
])  # fmt: skip
def test_a_changed_file_is_noticed(old_new: tuple[bytes, bytes]) -> None:
    data = made(CASES)
    assert data.count(old_new[0])
    with pytest.raises(Refused) as refusal:
        verify(data.replace(*old_new, 1), CASES)
    assert "Harp" not in str(refusal.value)


def test_missing_and_surplus_claims_are_noticed() -> None:
    for claims in (CASES[:-1], [*CASES, CASES[0]], CASES[::-1]):
        with pytest.raises(Refused, match="in their order"):
            verify(made(CASES), claims)


@pytest.mark.parametrize("damage", [
    lambda d: d[:-1], lambda d: d[:-30], lambda d: d + b"x\r\n", lambda d: d.replace(b"claim_id", b"claim", 1), lambda d: b"",
    lambda d: d.replace(b"180.00", b"lots"), lambda d: d.replace(b"Harper", b"\xff"), lambda d: d + made(CASES).split(b"\r\n")[1] + b"\r\n",
    lambda d: d.replace(b"Harper", b'"Harper'),
])  # fmt: skip
def test_a_damaged_file_is_unreadable(damage: object) -> None:
    with pytest.raises(Unreadable):
        read_claims(damage(made(CASES)))  # type: ignore[operator]
