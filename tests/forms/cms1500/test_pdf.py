"""The PDF measured from outside: pdfplumber says where every character stands."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from reportlab.pdfbase.pdfmetrics import getAscentDescent

from tests.forms.cms1500.bills import ALL, COMMERCIAL, SEVEN_LINES
from xl_massbill.claims.claim import Claim
from xl_massbill.errors import Refused
from xl_massbill.forms.cms1500 import Form, Offset, calibration, pages, pdf, write_pdf, write_preview
from xl_massbill.forms.cms1500.calibration import TARGETS, target
from xl_massbill.forms.cms1500.drawing import NOTE
from xl_massbill.forms.cms1500.geometry import FIELDS, FONT_SIZE, baseline, left_of, top_of
from xl_massbill.forms.cms1500.outline import BOXES

OFFSETS = [Offset(), Offset(1, 0), Offset(0, 1), Offset(7, -4), Offset(-15, 25), Offset(25, -25)]
CLAIMS = list(ALL.values())
SHEETS = sum(len(pages(claim).pages) for claim in CLAIMS)
FULL = {name: "W" * field.width for name, field in FIELDS.items()}


def red(claims: list[Claim], offset: Offset = Offset()) -> bytes:  # noqa: B008
    out = BytesIO()
    write_pdf(claims, out, offset)
    return out.getvalue()


def preview(claims: list[Claim]) -> bytes:
    out = BytesIO()
    write_preview(claims, out)
    return out.getvalue()


def characters(data: bytes, font: str = "Courier") -> list[dict[tuple[float, float], str]]:
    """Where every character begins, in points from the lower left corner, page by page."""
    with pdfplumber.open(BytesIO(data)) as book:
        return [
            {
                (round(char["matrix"][4], 2), round(char["matrix"][5], 2)): char["text"]
                for char in page.chars
                if char["fontname"] == font and char["text"] != " "
            }
            for page in book.pages
        ]


def wanted(page: Any, offset: Offset) -> dict[tuple[float, float], str]:
    found = {}
    for name, text in page.items():
        field = FIELDS[name]
        first = field.end - len(text) if field.right else field.column
        for at, sign in enumerate(text):
            if sign != " ":
                x = left_of(first + at) + 0.72 * offset.x
                found[round(x, 2), round(baseline(field.line) - 0.72 * offset.y, 2)] = sign
    return found


def near(seen: dict[tuple[float, float], str], meant: dict[tuple[float, float], str]) -> bool:
    """Whether the same characters stand within a hundredth of a point of where they are meant."""
    at = sorted((x, y, sign) for (x, y), sign in seen.items())
    there = sorted((x, y, sign) for (x, y), sign in meant.items())
    return len(at) == len(there) and all(
        a[2] == b[2] and abs(a[0] - b[0]) <= 0.011 and abs(a[1] - b[1]) <= 0.011
        for a, b in zip(at, there, strict=True)
    )


@pytest.mark.parametrize("offset", OFFSETS, ids=str)
def test_every_text_of_every_claim_stands_where_the_table_says(offset: Offset) -> None:
    seen = characters(red(CLAIMS, offset))
    meant = [wanted(page, offset) for claim in CLAIMS for page in pages(claim).pages]
    assert [near(a, b) for a, b in zip(seen, meant, strict=True)] == [True] * SHEETS


@pytest.mark.parametrize("offset", OFFSETS, ids=str)
def test_full_fields_stay_in_their_boxes(offset: Offset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "pages", lambda _claim, _signed: Form("X", (FULL,), ()))
    (seen,) = characters(red([COMMERCIAL], offset))
    assert len(seen) == sum(field.width for field in FIELDS.values())
    right, down = 0.72 * offset.x, 0.72 * offset.y
    ascent, descent = getAscentDescent("Courier", FONT_SIZE)
    edges = [
        (left_of(b.left) + right, left_of(b.right) + right, top_of(b.below) - down, top_of(b.top) - down)
        for b in BOXES
    ]
    for x, y in seen:
        inside = [
            1
            for left, end, foot, top in edges
            if left - 0.01 <= x
            and x + 7.2 <= end + 0.01
            and foot - 0.01 <= y + descent
            and y + ascent <= top + 0.01
        ]
        assert len(inside) == 1, (x, y)


def test_the_offset_moves_right_and_down() -> None:
    (still,), (moved,) = characters(red([COMMERCIAL])), characters(red([COMMERCIAL], Offset(100, 50)))
    x, y = min(still)
    assert min(moved) == pytest.approx((x + 72, y - 36), abs=0.02)


def test_the_preview_has_the_same_text_over_our_drawing() -> None:
    seen = characters(preview(CLAIMS))
    meant = [wanted(page, Offset()) for claim in CLAIMS for page in pages(claim).pages]
    assert [near(a, b) for a, b in zip(seen, meant, strict=True)] == [True] * SHEETS
    with pdfplumber.open(BytesIO(preview([SEVEN_LINES]))) as book:
        assert len(book.pages) == 2
        for number, page in enumerate(book.pages, 1):
            words = "".join(char["text"] for char in page.chars if char["fontname"] != "Courier")
            assert words.count(NOTE) == 2, "across the page and at the top"
            assert f"Claim CR26-000101, page {number} of 2" in words
            assert len(page.rects) >= len(BOXES)


def test_the_red_form_gets_text_only() -> None:
    with pdfplumber.open(BytesIO(red(CLAIMS))) as book:
        assert len(book.pages) == SHEETS
        for page in book.pages:
            assert {char["fontname"] for char in page.chars} == {"Courier"}
            assert {round(char["size"], 3) for char in page.chars} == {12}
            assert not page.rects + page.lines + page.curves + page.images
            assert (page.width, page.height) == (612, 792)


def test_other_programs_read_the_text() -> None:
    with pdfplumber.open(BytesIO(red([COMMERCIAL]))) as book:
        words = book.pages[0].extract_text()
    for text in ("HARPER, JUNE", "EHP445566701", "DANA WHITFIELD", "ZZ225700000X"):
        assert text in words


def drawn(offset: Offset) -> bytes:
    out = BytesIO()
    calibration(out, offset)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [red(CLAIMS), preview(CLAIMS), drawn(Offset())], ids=["red", "preview", "calibration"]
)
def test_the_file_says_not_to_scale_and_nothing_about_anybody(data: bytes) -> None:
    assert b"/PrintScaling /None" in data
    with pdfplumber.open(BytesIO(data)) as book:
        told = dict(book.metadata)
    day = "D:20000101000000+00'00'"
    assert told.pop("Title") in ("CMS-1500", "CMS-1500 preview", "CMS-1500 calibration")
    assert "ReportLab" in told.pop("Producer")
    assert told == {
        "Author": "xl-massbill", "Creator": "xl-massbill", "Subject": "", "Keywords": "", "Trapped": "False",
        "CreationDate": day, "ModDate": day,
    }  # fmt: skip


def test_the_same_claims_make_the_same_bytes() -> None:
    assert red(CLAIMS, Offset(3, 4)) == red(CLAIMS, Offset(3, 4))
    assert preview(CLAIMS) == preview(CLAIMS)
    assert drawn(Offset(1, 2)) == drawn(Offset(1, 2))
    assert red(CLAIMS) != red(CLAIMS, Offset(1, 0)) != red(CLAIMS, Offset(0, 1))


def test_what_does_not_fit_is_handed_back() -> None:
    claim = replace(COMMERCIAL, note="N" * 80)
    for write in (write_pdf, write_preview):
        found = write([claim, SEVEN_LINES], BytesIO())
        assert found == [*pages(claim).remarks, *pages(SEVEN_LINES).remarks]
        assert [r.box for r in found] == ["19", "32.name", "33.name", "32.name", "33.name"]


@pytest.mark.parametrize("write", [write_pdf, write_preview])
def test_no_claim_no_file(write: Any) -> None:
    out = BytesIO()
    with pytest.raises(Refused):
        write([], out)
    assert out.getvalue() == b""


@pytest.mark.parametrize("offset", OFFSETS, ids=str)
def test_crosses_stand_in_the_squares(offset: Offset) -> None:
    with pdfplumber.open(BytesIO(drawn(offset))) as book:
        (page,) = book.pages
        words, lines = page.extract_text(), page.lines
    assert f"x = {offset.x / 100:+.2f} inch, y = {offset.y / 100:+.2f} inch" in words
    for name, said in TARGETS.items():
        assert said in words
        (x, y), field = target(name), FIELDS[name]
        assert left_of(field.column) < x < left_of(field.end)
        assert top_of(field.line + 1) < y < top_of(field.line)
        x, y = x + 0.72 * offset.x, y - 0.72 * offset.y
        cross = [
            ln for ln in lines if abs(ln["x0"] + ln["x1"] - 2 * x) < 0.02 and abs(ln["width"] - 36) < 0.02
        ]
        assert [round(ln["y0"], 2) for ln in cross] == [pytest.approx(y, abs=0.02)]


def test_bars_are_five_inches_long() -> None:
    with pdfplumber.open(BytesIO(drawn(Offset()))) as book:
        lines = book.pages[0].lines
    assert sorted(round(max(ln["width"], ln["height"])) for ln in lines)[-2:] == [360, 360]
    assert {ln["width"] > ln["height"] for ln in lines if max(ln["width"], ln["height"]) > 300} == {
        True,
        False,
    }


def test_reportlab_is_loaded_only_for_printing() -> None:
    wanted = (
        "import sys, xl_massbill.forms.cms1500; print({'reportlab', 'pandas', 'pydantic'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", wanted], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
