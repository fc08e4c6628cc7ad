"""A file that says anything else than its claims does not pass; a right one passes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.forms.x837p.cases import PARTNERS, case_1, case_2, case_5, case_6
from xl_massbill.claims.claim import Address, Claim, Name
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.x837p import claim_ids_in, read_claims, sha256_of, verify, write
from xl_massbill.forms.x837p.writing import Summary

CLAIMS = [case_1().claim, case_2().claim, case_5().claim, case_6().claim]


def file_of(claims: list[Claim] = CLAIMS) -> tuple[bytes, Summary]:
    out = BytesIO()
    summary = write(claims, PARTNERS, case_1().control, out)
    return out.getvalue(), summary


DATA, SUMMARY = file_of()


def test_right_file_passes(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(DATA)
    for source in (DATA, path):
        verify(source, CLAIMS)
        verify(source, SUMMARY)
    with path.open("rb") as stream:
        verify(stream, SUMMARY)
    assert sha256_of(path) == SUMMARY.sha256
    assert claim_ids_in(path) == list(SUMMARY.claim_ids)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"\nSE*", b"\nSE*1", "SE01"),
        (b"GE*1*101", b"GE*2*101", "GE01"),
        (b"GE*1*101", b"GE*1*102", "GE02"),
        (b"IEA*1*000000101", b"IEA*2*000000101", "IEA01"),
        (b"ST*837*0101", b"ST*837*0102", "SE02"),
        (b"CLM*CR26-000101*180*", b"CLM*CR26-000101*181*", "do not add up"),
        (b"CLM*CR26-000102*", b"CLM*CR26-000101*", "stands twice"),
        (b"CLM*CR26-000102*", b"CLM*CR26-000109*", "stands where CR26-000102 should"),
        (b"UN*4***1:2~\nDTP*472*D8*20260504", b"UN*4***1:3~\nDTP*472*D8*20260504", "points to a diagnosis"),
        (b"UN*4***1:2~\nDTP*472*D8*20260504", b"UN*4~\nDTP*472*D8*20260504", "SV107 is missing"),
        (b"LX*2~", b"LX*3~", "numbered"),
        (b"HARPER", b"", "NM103 has 0 characters"),
        (b"N3*812 S MYRTLE ST", b"N3*" + b"8" * 56, "N301 has 56"),
        (b"DMG*D8*19840217*F", b"DMG*D8*19840217", "DMG03 is missing"),
        (b"ABK:M542*", b"ABK:M5*", "HI01"),
        (b"HC:97140:GP*", b"HC:97140:G*", "wrong length"),
        (b"HC:97140:GP*", b"HC:971400:GP*", "wrong length"),
        (b"*96*UN", b"*95.995*UN", "no amount of money"),
        (b"HL*3*1*22*0", b"HL*4*1*22*0", "HL01"),
        (b"JUNE", b"June", "may not be sent"),
        (b"JUNE", b"J\xc3\x9cNE", "may not be sent"),
        (b"NM1*QC*1*", b"NM1*QC*2*", "NM102 is 2 for QC"),
        (b"NM1*DN*1*", b"NM1*DN*2*", "NM102 is 2 for DN"),
        (b"NM1*DN*1*", b"NM1*DQ*2*", "NM102 is 2 for DQ"),
        (b"NM1*DN*1*", b"NM1*DK*2*", "NM102 is 2 for DK"),
        (b"NM1*40*2*", b"NM1*40*1*", "NM102 is 1 for 40"),
        (b"NM1*41*2*", b"NM1*41*1*", "NM102 is 1 for 41"),
        (b"NM1*PR*2*EVERGREEN", b"NM1*PR*1*EVERGREEN", "NM102 is 1 for PR"),
        (b"REF*EI*912345678~", b"REF*EI*912345678*X~", "REF03"),
        (b"REF*Y4*SB12345~", b"CR1*SB12345~", "CR1 is not"),
        (b"*00501*", b"*00501 *", "fixed width"),
    ],
)
def test_damage_is_found(old: bytes, new: bytes, words: str) -> None:
    assert DATA.count(old) >= 1
    damaged = DATA.replace(old, new, 1)
    for expected in (CLAIMS, SUMMARY):
        with pytest.raises(Refused, match=words):
            verify(damaged, expected)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "97112"}, {"modifiers": ("GP",)}, {"units": 3}, {"pointers": (2, 1)}, {"control": "X"},
        {"day": case_2().claim.lines[0].day},
    ],
)  # fmt: skip
def test_line_that_differs_from_its_claim_is_found(changes: dict[str, Any]) -> None:
    line = replace(CLAIMS[0].lines[0], **changes)
    with pytest.raises(Refused, match="line 1 of claim CR26-000101 is not as it was asked for"):
        verify(DATA, [replace(CLAIMS[0], lines=(line,)), *CLAIMS[1:]])


def test_claim_that_differs_is_found() -> None:
    first = CLAIMS[0]
    for changed, words in [
        (replace(first, total=Decimal(181)), "total"),
        (replace(first, diagnoses=("M54.2", "M62.830")), "diagnoses"),
        (replace(first, lines=first.lines * 2), "has 1 lines, not 2"),
    ]:
        with pytest.raises(Refused, match=words):
            verify(DATA, [changed, *CLAIMS[1:]])


def test_claims_missing_or_too_many_are_found() -> None:
    with pytest.raises(Refused, match="missing at its end"):
        verify(file_of(CLAIMS[:3])[0], CLAIMS)
    with pytest.raises(Refused, match="was not to be written"):
        verify(DATA, CLAIMS[:3])
    with pytest.raises(Refused, match="stands where"):
        verify(DATA, [CLAIMS[1], CLAIMS[0], *CLAIMS[2:]])


def test_summary_is_held_to_every_byte() -> None:
    with pytest.raises(Refused, match="hash"):
        verify(DATA.replace(b"JUNE", b"JULY"), SUMMARY)
    with pytest.raises(Refused, match="total"):
        verify(DATA, replace(SUMMARY, total=SUMMARY.total + 1))


def test_lines_that_do_not_add_up_are_found_though_written() -> None:
    wrong = [replace(CLAIMS[0], total=Decimal(200))]
    with pytest.raises(Refused, match="do not add up"):
        verify(file_of(wrong)[0], wrong)


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIMS[0], patient=replace(CLAIMS[0].patient, name=Name("王"))),
        replace(CLAIMS[0], patient=replace(CLAIMS[0].patient, address=Address("", "", "X", "", ""))),
        replace(CLAIMS[0], patient=replace(CLAIMS[0].patient, sex="")),
        replace(CLAIMS[0], billing=replace(CLAIMS[0].billing, phone="")),
        replace(CLAIMS[0], billing=replace(CLAIMS[0].billing, tin="")),
        replace(CLAIMS[0], note="N" * 81),
        replace(CLAIMS[0], insured=replace(CLAIMS[0].insured, member_id=" ")),
        replace(CLAIMS[0], payer=replace(CLAIMS[0].payer, edi_payer_id="")),
        replace(CLAIMS[0], billing=replace(CLAIMS[0].billing, npi="")),
        replace(CLAIMS[0], claim_id="C" * 21),
        replace(CLAIMS[0], claim_id="cr26-1"),
    ],
)
def test_what_cannot_be_sent_is_not_handed_over(claim: Claim) -> None:
    with pytest.raises(Refused, match="did not pass"):
        verify(file_of([claim])[0], [claim])


def test_file_cut_anywhere_never_passes() -> None:
    for end in range(0, len(DATA) - 2, 7):
        with pytest.raises(Unreadable):
            verify(DATA[:end], CLAIMS)
        with pytest.raises(Unreadable):
            list(read_claims(DATA[:end]))


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"*180***", b"*1x0***"), (b"LX*1~", b"LX*A~"), (b"***1:2~", b"***1:B~"), (b"D8*20260504", b"D8*20261304"),
     (b"SV1*HC", b"SV2*HC"), (b"*UN*4*", b"*UN**")],
)  # fmt: skip
def test_nonsense_in_a_claim_is_unreadable(old: bytes, new: bytes) -> None:
    with pytest.raises(Unreadable, match="egment"):
        list(read_claims(DATA.replace(old, new, 1)))
