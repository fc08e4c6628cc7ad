"""What payers ask of a file, and further facts of a claim: each stands in its place, or the file is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest

from tests.forms.x837p.cases import BILLING, PARTNERS, case_5, case_6
from tests.forms.x837p.judges import accepts
from tests.forms.x837p.test_writing import CONTROL, DEPENDENT, PLAIN, none, of, one, written
from xl_massbill.claims.claim import Address, Claim, Name, Span
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import verify, write
from xl_massbill.forms.x837p.lint import lint
from xl_massbill.x12.delimiters import Style, chosen

DAY, LATER = date(2026, 4, 1), date(2026, 4, 9)
AUTO = case_5().claim
OTHERS = ("454", "304", "453", "297", "296", "435", "096", "090", "091", "444")
FILLED = {
    "other_dates": tuple((kind, DAY) for kind in reversed(OTHERS)),
    "disability": Span(DAY, LATER),
    "medical_record_no": "MR7",
    "jurisdiction_note": "LU WA",
    "delay_reason": "7",
    "claim_codes": ("W2", "W3"),
    "note": "moved",
}


def sent(claim: Claim, control: Any = CONTROL) -> bytes:
    out = BytesIO()
    write([claim], PARTNERS, control, out)
    verify(out.getvalue(), [claim])
    return out.getvalue()


@pytest.mark.parametrize("claim", [PLAIN, DEPENDENT], ids=["self", "dependent"])
def test_the_payer_s_own_numbers_of_the_clinic_stand_with_the_payer(claim: Claim) -> None:
    payer = replace(claim.payer, clinic_number="g 200", clinic_location="LOC2", address=BILLING.address)
    segments = of(claim, payer=payer)
    at = segments.index(one(segments, "NM1*PR"))
    assert segments[at + 3 : at + 5] == ["REF*G2*G 200", "REF*LU*LOC2"]
    assert segments[at + 5][:3] in ("CLM", "HL*")
    assert accepts(sent(replace(claim, payer=payer)))
    assert none(of(claim), "REF*G2")


def test_days_stand_in_the_order_of_the_guide() -> None:
    segments = of(AUTO, **FILLED)
    kinds = [s.split("*")[1] for s in segments if s.startswith("DTP") and not s.startswith("DTP*472")]
    assert kinds == [
        "431",
        "454",
        "304",
        "453",
        "439",
        "314",
        "297",
        "296",
        "435",
        "096",
        "090",
        "091",
        "444",
    ]
    assert one(segments, "DTP*304") == "DTP*304*D8*20260401"


@pytest.mark.parametrize(
    ("span", "segment"),
    [
        (Span(DAY, LATER), "DTP*314*RD8*20260401-20260409"),
        (Span(DAY, None), "DTP*360*D8*20260401"),
        (Span(None, LATER), "DTP*361*D8*20260409"),
    ],
)
def test_days_unable_to_work(span: Span, segment: str) -> None:
    segments = of(disability=span)
    assert [s for s in segments if s[:7] in ("DTP*314", "DTP*360", "DTP*361")] == [segment]
    assert accepts(sent(replace(PLAIN, disability=span)))


@pytest.mark.judge
@pytest.mark.parametrize("claim", [PLAIN, AUTO, case_6().claim], ids=["plain", "auto", "work"])
def test_everything_at_once_is_accepted(claim: Claim) -> None:
    data = sent(replace(claim, **FILLED), replace(CONTROL, made=datetime(2026, 6, 3)))
    assert accepts(data)
    assert list(lint(data)) == []


def test_letters_stay_as_typed_in_texts_and_become_capitals_in_codes() -> None:
    payer = replace(PLAIN.payer, style=Style(capitals=False))
    where = Address("9 Lake St", "", "Renton", "wa", "98055")
    claim = replace(
        PLAIN,
        payer=payer,
        note="Moved away",
        patient=replace(PLAIN.patient, name=Name("de la Cruz", "Inés"), address=where, sex="f"),
        lines=(replace(PLAIN.lines[0], modifiers=("gp",), code="97124"),),
    )
    text = sent(claim).decode()
    for segment in (
        "NM1*IL*1*de la Cruz*Ines*",
        "N3*9 Lake St~",
        "N4*Renton*WA*98055~",
        "*F~",
        "NTE*ADD*Moved away~",
    ):
        assert segment in text
    assert "SV1*HC:97124:GP*" in text
    assert {finding.id for finding in lint(text.encode())} == {"L-TEXT-LOWER"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"style": Style(chosen("|^>~"))}, "other separators or letters"),
        ({"style": Style(capitals=False)}, "other separators or letters"),
        ({"style": Style(line_breaks=False)}, "other separators or letters"),
        ({"usage": "P"}, "never mix tests"),
    ],
)
def test_payers_that_differ_share_no_file(change: dict[str, Any], words: str) -> None:
    other = replace(PLAIN, claim_id="CR26-000999", payer=replace(PLAIN.payer, payer_id="P99", **change))
    assert written(replace(PLAIN, payer=replace(PLAIN.payer, usage="T")))
    with pytest.raises(Refused, match=f"CR26-000999 of payer P99.*{words}"):
        written(PLAIN, other)


def test_a_test_claim_goes_in_no_real_file() -> None:
    with pytest.raises(Refused, match="usage T, the file P"):
        written(replace(PLAIN, payer=replace(PLAIN.payer, usage="T")), usage="P")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Style(chosen("|^>~")), "character|separators"),
        (Style(chosen("*:^~")), "separators"),
        (Style(line_breaks=False), "character"),
    ],
)
def test_a_file_in_another_style_than_asked_is_not_handed_over(asked: Style, why: str) -> None:
    data = sent(PLAIN)
    with pytest.raises(Refused, match=why):
        verify(data, [replace(PLAIN, payer=replace(PLAIN.payer, style=asked))])


def test_small_letters_are_not_handed_over_where_capitals_were_asked_for() -> None:
    typed = replace(PLAIN, payer=replace(PLAIN.payer, style=Style(capitals=False)))
    with pytest.raises(Refused, match="character"):
        verify(sent(typed), [PLAIN])
