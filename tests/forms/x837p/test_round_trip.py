"""Random claims: both judges accept the file, and our reader and theirs give the input back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.forms.claims_strategy import batches, controls, partners_ends, styles
from tests.forms.x837p.judges import accepts, understood
from xl_massbill.claims.claim import Claim, TradingPartner
from xl_massbill.claims.control import Control
from xl_massbill.forms.x837p import Partners, read_claims, verify, write
from xl_massbill.forms.x837p.lint import lint
from xl_massbill.forms.x837p.values import bare
from xl_massbill.x12.delimiters import PLAIN
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment
from xl_massbill.x12.text import clean

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
Ends = tuple[TradingPartner, TradingPartner]


def written(claims: list[Claim], control: Control, ends: Ends) -> bytes:
    out = BytesIO()
    summary = write(claims, Partners(*ends), control, out)
    verify(out.getvalue(), claims)
    verify(out.getvalue(), summary)
    return out.getvalue()


def for_x12sdk(claim: Claim) -> Claim:
    """Leave out REF in 2310D, which the guide allows and x12sdk 2.2.0 cannot read."""
    supervisor = claim.referring
    if supervisor is not None and supervisor.role == "DQ":
        supervisor = replace(supervisor, license="", payer_provider_id="")
    other = claim.supervising
    if other is not None:
        other = replace(other, license="", payer_provider_id="")
    return replace(claim, referring=supervisor, supervising=other)


@pytest.mark.judge
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW, phases=[Phase.reuse, Phase.generate])
@given(batches(most=10), controls(), partners_ends())
def test_judges_accept_random_claims(claims: list[Claim], control: Control, ends: Ends) -> None:
    assert accepts(written(claims, control, ends))
    seen = understood(written([for_x12sdk(claim) for claim in claims], control, ends))
    assert [(s.claim_id, s.charge) for s in seen] == [(c.claim_id, c.total) for c in claims]
    assert [s.lines for s in seen] == [
        tuple((n.code, n.modifiers, n.charge, n.units) for n in claim.lines) for claim in claims
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(batches(most=4), controls(), partners_ends())
def test_our_reader_gives_the_input_back(claims: list[Claim], control: Control, ends: Ends) -> None:
    data = written(claims, control, ends)
    for found, claim in zip(read_claims(data), claims, strict=True):
        assert (found.claim_id, found.charge, found.frequency) == (
            claim.claim_id,
            claim.total,
            claim.frequency,
        )
        assert found.diagnoses == tuple(bare(code) for code in claim.diagnoses)
        assert found.references.get("F8", "") == claim.original_reference
        assert found.references.get("9F", "") == claim.referral_number
        assert found.references.get("G1", "") == claim.authorisation_number
        for line, service in zip(found.lines, claim.lines, strict=True):
            assert (line.code, line.modifiers, line.charge) == (
                service.code,
                service.modifiers,
                service.charge,
            )
            assert (line.units, line.pointers, line.day) == (service.units, service.pointers, service.day)
            assert (line.control, line.description) == (service.control, clean(service.description))
            assert (line.place_of_service or claim.place_of_service) == service.place_of_service


@pytest.mark.judge
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW, phases=[Phase.reuse, Phase.generate])
@given(batches(most=3, spelt=styles()), controls(), partners_ends())
def test_a_file_of_any_style_says_the_same(claims: list[Claim], control: Control, ends: Ends) -> None:
    usual = [replace(claim, payer=replace(claim.payer, style=PLAIN)) for claim in claims]
    data, plain = written(claims, control, ends), written(usual, control, ends)
    style = claims[0].payer.style
    found, wanted = list(read(data)), list(read(plain))
    assert {segment.delimiters for segment in found} == {style.delimiters}
    assert [_parts(segment) for segment in found[1:]] == [_parts(segment) for segment in wanted[1:]]
    assert (data.count(b"\n") == len(found)) if style.line_breaks else b"\n" not in data
    assert not style.capitals or data == data.upper()
    assert {f.id for f in lint(data)} - {f.id for f in lint(plain)} <= {"L-TEXT-LOWER"}
    assert accepts(data)
    assert [
        (s.claim_id, s.charge) for s in understood(written([*map(for_x12sdk, claims)], control, ends))
    ] == [(c.claim_id, c.total) for c in claims]


def _parts(segment: Segment) -> list[list[str]]:
    return [[part.upper() for part in segment.parts(at)] for at in range(len(segment.elements))]


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(batches(most=3), controls(), partners_ends(), st.data())
def test_delimiters_in_the_data_never_reach_the_file(
    claims: list[Claim], control: Control, ends: Ends, data: st.DataObject
) -> None:
    text = data.draw(st.text("*~:^ab\n\r", min_size=1, max_size=12))
    poisoned = [
        replace(
            claim,
            note=text,
            patient=replace(claim.patient, name=replace(claim.patient.name, last=f"A{text}")),
        )
        for claim in claims
    ]
    plain = [
        replace(
            claim,
            note=clean(text),
            patient=replace(claim.patient, name=replace(claim.patient.name, last=clean(f"A{text}"))),
        )
        for claim in claims
    ]
    one, two = written(poisoned, control, ends), written(plain, control, ends)
    assert one == two
    assert [s.elements for s in read(one)] == [s.elements for s in read(two)]


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(batches(most=4), controls(), partners_ends())
def test_plans_behind_are_named_without_figures(claims: list[Claim], control: Control, ends: Ends) -> None:
    """Loop 2320 of a claim holds one SBR, OI, holder and payer for each; a silent one has nothing else."""
    found: dict[str, list[Segment]] = {}
    block: list[Segment] = []
    for segment in read(BytesIO(written(claims, control, ends))):
        name = segment.elements[0]
        if name == "CLM":
            block = found.setdefault(segment.get(1), [])
        elif name in ("LX", "HL", "SE"):
            block = []
        elif name == "SBR" or block:
            block.append(segment)
    for claim in claims:
        if claim.payer_sequence != "P":
            continue
        told = [other for other in claim.other_payers if other.edi_payer_id]
        block = found[claim.claim_id]
        heads = [s for s in block if s.elements[0] == "SBR"]
        assert [(s.get(1), s.get(2), s.get(9)) for s in heads] == [
            (other.sequence, other.relation, other.filing_indicator) for other in told
        ]
        assert [(s.get(3), s.get(9)) for s in block if s.get(1) == "IL"] == [
            (clean(other.holder_last), other.member_id) for other in told
        ]
        assert [(s.get(3), s.get(9)) for s in block if s.get(1) == "PR"] == [
            (clean(other.name), other.edi_payer_id) for other in told
        ]
        assert len(block) == 4 * len(told)
