"""No name, birth date, address or member number in a repr, a message or a summary."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from tests.forms.x837p.cases import PARTNERS, case_1, case_6
from xl_massbill.claims.claim import Claim, Name
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import read_claims, trace, verify, write
from xl_massbill.x12.read import read

CASE = case_6()


def verified(claim: Claim) -> None:
    out = BytesIO()
    write([claim], PARTNERS, CASE.control, out)
    verify(out.getvalue(), [claim])


SECRETS = ["TRAN", "MINH", "OTHELLO", "19880712", "1988", "SB12345", "PATEL", "S39"]


def shown(*values: object) -> str:
    return " ".join(f"{value!r} {value}" for value in values).upper()


def secret_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.upper()]


def test_values_show_no_personal_data() -> None:
    claim, out = CASE.claim, BytesIO()
    summary = write([claim], PARTNERS, CASE.control, out)
    parts = [
        claim,
        claim.patient,
        claim.patient.name,
        claim.patient.address,
        claim.insured,
        claim.referring,
        PARTNERS,
    ]
    assert secret_in(shown(*parts)) == []
    found = list(read_claims(out.getvalue()))
    assert secret_in(shown(summary, *found, *found[0].lines, *trace(out.getvalue(), [claim]))) == []
    assert secret_in(shown(*read(out.getvalue()))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"total": CASE.claim.total + 1},
        {"diagnoses": ()},
        {"patient": replace(CASE.claim.patient, name=Name("Tran", "Minh" * 20))},
        {"patient": replace(CASE.claim.patient, sex="MINH")},
    ],
)
def test_refusals_show_no_personal_data(changes: dict[str, object]) -> None:
    claim = replace(CASE.claim, **changes)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        verified(claim)
    assert secret_in(str(refusal.value)) == []


def test_differences_show_no_personal_data() -> None:
    out = BytesIO()
    write([CASE.claim], PARTNERS, CASE.control, out)
    with pytest.raises(Refused) as refusal:
        verify(out.getvalue(), [case_1().claim])
    assert secret_in(str(refusal.value)) == []
