"""The L&I statement holds the claim number on each page and for each line what the state fund asks for."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest

from tests.forms import papers
from xl_massbill.claims.claim import Name
from xl_massbill.forms.statement_lni import write

CLAIM, FACTS = papers.work_claim(), papers.statement_facts()


def test_the_worked_case() -> None:
    text = papers.text(write(CLAIM, FACTS))
    assert text.splitlines()[0] == "Claim no. SB12345"
    for words in (
        "Statement for Miscellaneous", "Department of Labor and Industries", "Olympia, WA 98504-4269", "Name Tran, Minh",
        "Claim number SB12345", "Date of injury 03/10/2026", "Name Marco Reyes", "Account no. 0123456", "NPI 1999999331",
        "Tax ID 91-2345678", "Diagnosis codes S39.012D", "Rina Patel", "NPI 1555555030", "LNI-AUTH-0077",
        "06/02/2026 11 97124 S39.012D 4 180.00", "Total charges $180.00", "Signature of provider", "Bill date 06/15/2026",
    ):  # fmt: skip
        assert words in text, words
    for detail in ("07/12/1988", "Othello", "Massage (", "Balance", "Paid"):
        assert detail not in text, detail


def test_the_claim_number_is_at_the_top_of_every_page() -> None:
    sheets = papers.pages(write(papers.with_lines(CLAIM, 60), FACTS))
    assert len(sheets) > 2
    assert all(sheet.startswith("Claim no. SB12345\n") for sheet in sheets)


def test_lines_show_the_diagnoses_they_point_to() -> None:
    line = replace(CLAIM.lines[0], modifiers=("GP", "59"), pointers=(2, 1), place_of_service="12")
    claim = replace(CLAIM, lines=(line,), diagnoses=("S39.012D", "m5450"))
    assert "06/02/2026 12 97124 GP 59 M54.50, S39.012D 4 180.00" in papers.text(write(claim, FACTS))


def test_an_unlisted_code_is_told_in_words() -> None:
    line = replace(CLAIM.lines[0], code="97139", description="Cranial work")
    assert "97139 Cranial work S39.012D 4" in papers.text(write(replace(CLAIM, lines=(line,)), FACTS))


def test_nothing_is_shaded() -> None:
    with pdfplumber.open(BytesIO(write(CLAIM, FACTS))) as document:
        assert document.pages[0].rects == [] and document.pages[0].images == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"claim_number": " "}, "claim number"),
        ({"patient": replace(CLAIM.patient, name=Name(" "))}, "worker's name"),
        ({"lines": (replace(CLAIM.lines[0], pointers=(2,)),)}, "diagnosis that is not there"),
    ],
)
def test_what_the_fund_needs_is_demanded(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        write(replace(CLAIM, **changes), FACTS)  # type: ignore[arg-type]


def test_the_account_number_comes_from_facts_then_claim_then_is_demanded() -> None:
    bare = replace(FACTS, provider_account="")
    with pytest.raises(ValueError, match="account number"):
        write(CLAIM, bare)
    assert CLAIM.rendering is not None
    known = replace(CLAIM, rendering=replace(CLAIM.rendering, payer_provider_id="7654321"))
    assert "Account no. 7654321" in papers.text(write(known, bare))


def test_a_correction_names_the_bill() -> None:
    claim = replace(CLAIM, frequency="7", original_reference="ICN2026171")
    assert "Corrects bill ICN2026171" in papers.text(write(claim, FACTS))
