"""Who stands on a claim as sent: read from the worked cases' files, whatever stands before and after it."""

from __future__ import annotations

import pytest

from tests.worked_cases.test_worked_cases import GOLDEN
from xl_massbill.forms.x837p.image import image_of


@pytest.mark.parametrize(
    ("file", "claim", "expected"),
    [
        ("C01.837", "CR26-000101", ("JUNE HARPER", "1984-02-17", "F", "EHP445566701", "EHP01", "1999999224", "")),
        ("C06.837", "CR26-000106", ("MINH TRAN", "1988-07-12", "M", "SB12345", "NWC01", "1999999331", "LNI-AUTH-0077")),
        ("C09b.837", "CR26-000109R1", ("INES BARROS", "1993-01-14", "F", "SBS330077", "SBS01", "1999999224", "AUTH70010")),
    ],
)  # fmt: skip
def test_the_people_of_a_claim(file, claim, expected):
    found = image_of(GOLDEN / file, claim)
    names = ("patient", "born", "sex", "member_id", "payer_id", "rendering_npi", "authorisation")
    assert tuple(getattr(found, name) for name in names) == expected
    assert (found.billing_npi, found.taxonomy) == ("1999999117", "225700000X")
    assert "BARROS" not in repr(found) and "HARPER" not in repr(found)


def test_a_claim_takes_nothing_from_the_one_before():
    text = (GOLDEN / "C09b.837").read_text(encoding="ascii")
    head, _, body = text.partition("HL*2*")
    claim, _, _ = body.partition("SE*")
    other = (
        claim.replace("CR26-000109R1", "CR26-000200").replace("HL*2*", "").replace("REF*G1*AUTH70010~", "")
    )
    other = other.replace("NM1*DN*1*NGUYEN*ALICE****XX*1555555014~", "").replace("SBS330077", "OTHER1")
    end = text[text.index("SE*") :]
    found = image_of(f"{head}HL*2*{claim}HL*3*{other}{end}".encode(), "CR26-000200")
    assert (found.member_id, found.authorisation, found.referring_npi) == ("OTHER1", "", "")
    assert found.billing_npi == "1999999117"


def test_another_claim_or_no_837_has_no_image():
    assert image_of(GOLDEN / "C01.837", "CR26-000999") is None
    assert image_of(b"no X12 at all", "CR26-000101") is None
    assert image_of((GOLDEN / "C01.837").read_bytes()[:900], "CR26-000101") is None
