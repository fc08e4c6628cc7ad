"""Box 24, the pages and the amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.forms.cms1500.bills import AUTO, BLUE, COMMERCIAL, SECONDARY, box, boxes, lines, remarks
from xl_massbill.claims.claim import Claim
from xl_massbill.forms.cms1500 import pages

LINE = COMMERCIAL.lines[0]


def with_line(**changes: object) -> Claim:
    return replace(COMMERCIAL, lines=(replace(LINE, **changes),))  # type: ignore[arg-type]


def test_a_line() -> None:
    assert {name: text for name, text in boxes(BLUE).items() if name.startswith("24") and ".2" in name} == {
        "24A.2.from": "05 05 26",
        "24A.2.to": "05 05 26",
        "24B.2": "11",
        "24D.2": "97124",
        "24D.2.modifier1": "GP",
        "24D.2.modifier2": "59",
        "24E.2": "B",
        "24F.2": "45 00",
        "24G.2": "1",
        "24I.2": "ZZ",
        "24J.2.other": "225700000X",
        "24J.2": "1999999331",
    }


def test_words_for_an_unlisted_code_stand_above_its_line() -> None:
    claim = with_line(code="97139", description="Soft-tissue work, scar")
    assert box(claim, "24.1.supplement") == "ZZSOFT-TISSUE WORK, SCAR"
    assert "24.1.supplement" not in boxes(COMMERCIAL)
    assert remarks(with_line(description="W" * 59)) == set()
    assert remarks(with_line(description="W" * 60)) == {("24.1.supplement", 62, 61)}


@pytest.mark.parametrize(
    ("pointers", "letters"), [((1,), "A"), ((2, 1), "BA"), ((12, 3, 2, 1), "LCBA"), ((10, 9), "JI")]
)
def test_pointers_are_letters(pointers: tuple[int, ...], letters: str) -> None:
    assert box(with_line(pointers=pointers), "24E.1") == letters


@pytest.mark.parametrize("pointer", [0, 13])
def test_a_pointer_to_nothing_is_said(pointer: int) -> None:
    claim = with_line(pointers=(1, pointer))
    assert box(claim, "24E.1") == "A"
    assert [(r.box, r.page) for r in pages(claim).remarks if not r.length] == [("24E.1", 1)]


def test_more_than_four_pointers_or_modifiers_are_said() -> None:
    assert remarks(with_line(pointers=(1, 2, 3, 4))) == set()
    assert remarks(with_line(pointers=(1, 2, 3, 4, 5))) == {("24E.1", 5, 4)}
    assert remarks(with_line(modifiers=("GP", "59", "XS", "76"))) == set()
    five = with_line(modifiers=("GP", "59", "XS", "76", "KX"))
    assert box(five, "24D.1.modifier4") == "76"
    assert [r.box for r in pages(five).remarks if not r.length] == ["24D.1"]


@pytest.mark.parametrize(
    ("charge", "shown"),
    [
        ("180", "180 00"),
        ("0.5", "0 50"),
        ("112.09", "112 09"),
        ("1E+3", "1000 00"),
        ("999999.99", "999999 99"),
    ],
)
def test_charge_without_dot(charge: str, shown: str) -> None:
    assert box(with_line(charge=Decimal(charge)), "24F.1") == shown


def test_an_amount_is_never_cut() -> None:
    claim = replace(with_line(charge=Decimal(1_000_000)), total=Decimal(1_000_000))
    assert not {"24F.1", "28"} & set(boxes(claim))
    assert remarks(claim) == {("24F.1", 10, 9), ("28", 10, 9)}


def test_therapist() -> None:
    assert [box(COMMERCIAL, f"24{b}") for b in ("I.1", "J.1.other", "J.1")] == [
        "ZZ",
        "225700000X",
        "1999999224",
    ]
    assert COMMERCIAL.rendering is not None
    own = replace(COMMERCIAL.rendering, payer_provider_id="PP-7", license="MA1")
    bare = replace(own, payer_provider_id="", taxonomy="")
    for who, qualifier, number in [
        (own, "G2", "PP7"),
        (replace(own, payer_provider_id=""), "ZZ", "225700000X"),
        (bare, "0B", "MA1"),
        (replace(bare, license=""), "", ""),
    ]:
        claim = replace(COMMERCIAL, rendering=who)
        assert (box(claim, "24I.1"), box(claim, "24J.1.other")) == (qualifier, number)
    for nobody_else in (None, replace(own, npi=COMMERCIAL.billing.npi)):
        alone = boxes(replace(COMMERCIAL, rendering=nobody_else))
        assert not [name for name in alone if name.startswith(("24I", "24J"))], "box 33a says it"


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (6, 1), (7, 2), (12, 2), (13, 3), (50, 9)])
def test_six_lines_a_page_and_the_total_on_the_last(count: int, sheets: int) -> None:
    claim = lines(replace(COMMERCIAL, patient_paid=Decimal(25)), count)
    form = pages(claim)
    assert len(form.pages) == sheets
    assert [page["28"] for page in form.pages[:-1]] == ["CONTINUED"] * (sheets - 1)
    assert [page.get("29") for page in form.pages] == [None] * (sheets - 1) + ["25 00"]
    assert form.pages[-1]["28"] == f"{180 * count} 00"
    shown = [name for page in form.pages for name in page if name.startswith("24F")]
    assert len(shown) == count
    assert {page["2"] for page in form.pages} == {"HARPER, JUNE"}, "each page is complete"


def test_lines_keep_their_order_over_pages() -> None:
    claim = lines(COMMERCIAL, 8)
    claim = replace(claim, lines=tuple(replace(ln, day=date(2026, 5, ln.number)) for ln in claim.lines))
    assert [box(claim, f"24A.{n}.from", 1) for n in range(1, 7)] == [f"05 0{n} 26" for n in range(1, 7)]
    assert [box(claim, f"24A.{n}.from", 2) for n in range(1, 4)] == ["05 07 26", "05 08 26", ""]


def test_a_remark_says_line_and_page() -> None:
    claim = lines(COMMERCIAL, 8)
    long = tuple(replace(ln, description="W" * 60) if ln.number == 8 else ln for ln in claim.lines)
    (remark,) = [r for r in pages(replace(claim, lines=long)).remarks if r.box.startswith("24")]
    assert remark.sentence() == (
        "Claim CR26-000101, box 24 supplement, line 2 of page 2: 62 characters, 61 fit; the end is not printed."
    )


@pytest.mark.parametrize(
    ("patient", "others", "shown"),
    [
        (None, (), ""),
        (Decimal(0), (), ""),
        (Decimal(25), (), "25 00"),
        (None, ("103.00",), "103 00"),
        (Decimal(25), ("103.00",), "128 00"),
        (None, ("0",), "0 00"),
        (None, (None,), ""),
        (Decimal(5), ("10", "20.50", None), "35 50"),
    ],
)
def test_paid(patient: Decimal | None, others: tuple[str | None, ...], shown: str) -> None:
    first = SECONDARY.other_payers[0]
    payers = tuple(replace(first, paid=None if paid is None else Decimal(paid)) for paid in others)
    assert box(replace(SECONDARY, patient_paid=patient, other_payers=payers), "29") == shown


def test_units_are_units_and_place_is_the_lines() -> None:
    claim = with_line(units=4, minutes=60, place_of_service="12")
    assert (box(claim, "24G.1"), box(claim, "24B.1")) == ("4", "12")
    assert box(AUTO, "24G.2") == "1"
