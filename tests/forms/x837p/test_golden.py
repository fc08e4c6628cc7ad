"""The worked cases of the handbook come out byte for byte (their control numbers and times are given)."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.forms.x837p.cases import BILLING, CASES, PARTNERS, case_1, case_2, case_5, case_6
from tests.forms.x837p.judges import accepts, understood
from xl_massbill.forms.x837p import claim_ids_in, read_claims, verify, write


@pytest.mark.parametrize("name", CASES)
def test_case_is_written_as_the_handbook_has_it(name: str) -> None:
    case, out = CASES[name](), BytesIO()
    summary = write([case.claim], PARTNERS, case.control, out)
    assert out.getvalue().decode().splitlines() == case.golden.decode().splitlines()
    assert summary.segments == len(case.golden.splitlines())
    verify(out.getvalue(), [case.claim])
    verify(out.getvalue(), summary)


@pytest.mark.parametrize("name", CASES)
def test_golden_file_is_read_back(name: str) -> None:
    case = CASES[name]()
    (found,) = read_claims(case.golden)
    assert (found.claim_id, found.charge) == (case.claim.claim_id, case.claim.total)
    assert [line.charge for line in found.lines] == [line.charge for line in case.claim.lines]


@pytest.mark.judge
def test_four_cases_in_one_file_please_both_judges() -> None:
    cases = [case_1(), case_2(), case_5(), case_6()]
    out = BytesIO()
    write([case.claim for case in cases], PARTNERS, cases[0].control, out)
    assert accepts(out.getvalue())
    assert [seen.claim_id for seen in understood(out.getvalue())] == [case.claim.claim_id for case in cases]
    assert [seen.charge for seen in understood(out.getvalue())] == [case.claim.total for case in cases]
    assert claim_ids_in(out.getvalue()) == [case.claim.claim_id for case in cases]
    assert out.getvalue().decode().count(f"*{BILLING.npi}~") == 1, "one billing loop for the run"
