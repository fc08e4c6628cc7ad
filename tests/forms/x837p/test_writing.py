"""What the writer puts where, what it refuses, and that it streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from tests.forms.x837p.cases import BILLING, PARTNERS, case_1, case_5, case_6
from tests.forms.x837p.judges import accepts
from xl_massbill.claims.claim import (
    Accident,
    Address,
    Attachment,
    Claim,
    Name,
    Provider,
    ServicePlace,
    TradingPartner,
)
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import Partners, claim_ids_in, verify, write, writing
from xl_massbill.x12.read import read

CONTROL = case_1().control
PLAIN = case_1().claim
DEPENDENT = case_6().claim
PLACE = Address("9 Lake St", "Room 3", "Renton", "WA", "98055-1234")


def written(*claims: Claim, partners: Partners = PARTNERS, **control: Any) -> list[str]:
    out = BytesIO()
    write(claims, partners, replace(CONTROL, **control), out)
    return [line.rstrip("~") for line in out.getvalue().decode().splitlines()]


def of(claim: Claim = PLAIN, **changes: Any) -> list[str]:
    return written(replace(claim, **changes))


def one(segments: list[str], start: str) -> str:
    (found,) = [segment for segment in segments if segment.startswith(start)]
    return found


def none(segments: list[str], start: str) -> bool:
    return not [segment for segment in segments if segment.startswith(start)]


def numbered(count: int) -> Iterator[Claim]:
    for n in range(1, count + 1):
        yield replace(PLAIN, claim_id=f"CR26-{n:06}")


@pytest.mark.parametrize(
    ("changes", "start", "segment"),
    [
        ({"accept_assignment": False}, "CLM", "CLM*CR26-000101*180***11:B:1*Y*C*Y*Y"),
        ({"benefits_assigned": False}, "CLM", "CLM*CR26-000101*180***11:B:1*Y*A*N*Y"),
        ({"release_on_file": False}, "CLM", "CLM*CR26-000101*180***11:B:1*Y*A*Y*I"),
        ({"frequency": "7", "original_reference": "SBS2026159001"}, "REF*F8", "REF*F8*SBS2026159001"),
        ({"accident": Accident("AA", date(2026, 3, 2), "wa")}, "CLM", "CLM*CR26-000101*180***11:B:1*Y*A*Y*Y**AA:::WA"),
        ({"accident": Accident("OA", date(2026, 3, 2), "WA")}, "CLM", "CLM*CR26-000101*180***11:B:1*Y*A*Y*Y**OA"),
        ({"accident": Accident("OA", date(2026, 3, 2))}, "DTP*439", "DTP*439*D8*20260302"),
        ({"patient_paid": Decimal("25.50")}, "AMT", "AMT*F5*25.5"),
        ({"referral_number": "ref 12"}, "REF*9F", "REF*9F*REF 12"),
        ({"attachment": Attachment("OZ", "FX", "A1")}, "PWK", "PWK*OZ*FX***AC*A1"),
        ({"attachment": Attachment("OZ", "AA", "A1")}, "PWK", "PWK*OZ*AA"),
        ({"note": "Pain down: 7 to 4"}, "NTE", "NTE*ADD*PAIN DOWN 7 TO 4"),
        ({"payer_sequence": "S"}, "SBR", "SBR*S*18*GRP7001******CI"),
        ({"payer": replace(PLAIN.payer, insurance_type="12")}, "SBR", "SBR*P*18*GRP7001**12****CI"),
        ({"insured": replace(PLAIN.insured, group_no="", group_name="Acme")}, "SBR", "SBR*P*18**ACME*****CI"),
        ({"patient": replace(PLAIN.patient, deceased_on=date(2026, 9, 1))}, "PAT", "PAT*****D8*20260901"),
        ({"billing": replace(BILLING, license="MA60")}, "REF*0B", "REF*0B*MA60"),
        ({"billing": replace(BILLING, name=Name("Roe", "Jane", "Q", "Jr"))}, "NM1*85", "NM1*85*1*ROE*JANE*Q**JR*XX*1999999117"),
        ({"service_place": ServicePlace("Lakeview", "", PLACE)}, "NM1*77", "NM1*77*2*LAKEVIEW"),
        ({"service_place": ServicePlace("Lakeview", "1999999117", PLACE)}, "NM1*77", "NM1*77*2*LAKEVIEW*****XX*1999999117"),
        ({"service_place": ServicePlace("Lakeview", "", PLACE)}, "N4*RENTON", "N4*RENTON*WA*980551234"),
        ({"service_place": ServicePlace("Lakeview", "", PLACE)}, "N3*9", "N3*9 LAKE ST*ROOM 3"),
        ({"rendering": replace(PLAIN.rendering, license="MA1")}, "REF*0B", "REF*0B*MA1"),
        ({"rendering": replace(PLAIN.rendering, payer_provider_id="77")}, "REF*G2", "REF*G2*77"),
        ({"diagnoses": ("m54.2",) * 12}, "HI", "HI*ABK:M542" + "*ABF:M542" * 11),
    ],
)  # fmt: skip
def test_value_stands_in_its_place(changes: dict[str, Any], start: str, segment: str) -> None:
    assert one(of(**changes), start) == segment


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"onset": date(2026, 5, 4)}, "DTP*431"),
        ({"onset": None}, "DTP*431"),
        ({"patient_paid": Decimal(0)}, "AMT"),
        ({"rendering": None}, "NM1*82"),
        ({"rendering": replace(PLAIN.rendering, taxonomy="")}, "PRV*PE"),
        ({"referring": None}, "NM1*DN"),
        ({"billing": replace(BILLING, pay_to=BILLING.address)}, "NM1*87"),
        ({"claim_number": ""}, "REF*Y4"),
        ({"note": " * "}, "NTE"),
    ],
)
def test_segment_is_left_out(changes: dict[str, Any], start: str) -> None:
    assert none(of(**changes), start)


@pytest.mark.parametrize(
    ("changes", "segment"),
    [
        ({"description": "Soft tissue: other"}, "SV1*HC:97124:::::SOFT TISSUE OTHER*180*UN*4***1:2"),
        (
            {"modifiers": ("gp", "59", "XS", "76"), "description": "x"},
            "SV1*HC:97124:GP:59:XS:76:X*180*UN*4***1:2",
        ),
        ({"place_of_service": "12"}, "SV1*HC:97124*180*UN*4*12**1:2"),
        ({"charge": Decimal("112.09"), "units": 1}, "SV1*HC:97124*112.09*UN*1***1:2"),
    ],
)
def test_service_line(changes: dict[str, Any], segment: str) -> None:
    assert one(of(lines=(replace(PLAIN.lines[0], **changes),)), "SV1") == segment


def test_pay_to_address_follows_the_billing_provider() -> None:
    segments = of(billing=replace(BILLING, pay_to=Address("PO Box 9", "", "Kent", "WA", "98032")))
    at = segments.index("NM1*87*2")
    assert segments[at - 1].startswith("REF*EI")
    assert segments[at + 1 : at + 3] == ["N3*PO BOX 9", "N4*KENT*WA*98032"]


@pytest.mark.parametrize(
    ("role", "entity", "after"),
    [("DN", "NM1*DN", "HI"), ("", "NM1*DN", "HI"), ("DQ", "NM1*DQ", "PRV*PE"), ("DK", "NM1*DK", "REF*6R")],
)
def test_prescriber_stands_where_the_role_says(role: str, entity: str, after: str) -> None:
    segments = of(referring=Provider(Name("Nguyen", "Alice"), "1555555014", role, address=PLACE))
    at = segments.index(one(segments, entity))
    assert [segments[at]] == [s for s in segments if s.endswith("*1*NGUYEN*ALICE****XX*1555555014")]
    assert segments[at - 1].startswith(after)
    assert (segments[at + 1] == "N3*9 LAKE ST*ROOM 3") == (role == "DK")


def test_ordering_provider_stands_at_every_line() -> None:
    lines = tuple(replace(PLAIN.lines[0], number=n, control=f"C-{n}") for n in (1, 2, 3))
    segments = of(lines=lines, referring=Provider(Name("Nguyen"), "1555555014", "DK"))
    assert sum(segment.startswith("NM1*DK") for segment in segments) == 3


def test_dependent_has_the_personal_data_and_the_holder_only_a_name() -> None:
    segments = of(DEPENDENT, insured=replace(DEPENDENT.insured, address=PLACE, dob=date(1960, 1, 1), sex="F"))
    holder, payer = segments.index(one(segments, "NM1*IL")), segments.index(one(segments, "NM1*PR"))
    assert payer == holder + 1
    patient = segments.index(one(segments, "NM1*QC"))
    assert [s[:6] for s in segments[patient - 2 : patient + 5]] == [
        "HL*3*2", "PAT*20", "NM1*QC", "N3*9 O", "N4*SEA", "DMG*D8", "REF*Y4",
    ]  # fmt: skip
    assert one(of(DEPENDENT, patient=replace(DEPENDENT.patient, deceased_on=date(2026, 9, 1))), "PAT") == (
        "PAT*20****D8*20260901"
    )


def test_patient_is_named_as_in_patients_when_subscriber() -> None:
    assert one(of(insured=replace(PLAIN.insured, name=Name("Else"))), "NM1*IL").startswith(
        "NM1*IL*1*HARPER*JUNE"
    )


def test_order_inside_the_claim() -> None:
    segments = of(
        case_5().claim,
        patient_paid=Decimal(5), referral_number="R", authorisation_number="A", original_reference="F", note="N",
        service_place=ServicePlace("L", "", PLACE),
    )  # fmt: skip
    start = segments.index(one(segments, "CLM"))
    assert [s.split("*")[0] + "*" + s.split("*")[1] for s in segments[start : start + 16]] == [
        "CLM*CR26-000105", "DTP*431", "DTP*439", "PWK*OZ", "AMT*F5", "REF*9F", "REF*G1", "REF*F8", "NTE*ADD",
        "HI*ABK:S161XXD", "NM1*DN", "NM1*82", "PRV*PE", "NM1*77", "N3*9 LAKE ST", "N4*RENTON",
    ]  # fmt: skip


def test_new_set_after_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CLAIMS_A_SET", 3)
    out = BytesIO()
    summary = write(numbered(7), PARTNERS, replace(CONTROL, st02_first=99), out)
    segments = [line.rstrip("~") for line in out.getvalue().decode().splitlines()]
    assert [s for s in segments if s.startswith("ST")] == [
        f"ST*837*{n}*005010X222A1" for n in ("0099", "0100", "0101")
    ]
    assert [s.split("*")[3] for s in segments if s.startswith("BHT")] == ["B000101", "B000101-2", "B000101-3"]
    assert [s.split("*")[1] for s in segments if s.startswith("HL")] == list("1234") + list("1234") + list(
        "12"
    )
    assert segments[-2:] == ["GE*3*101", "IEA*1*000000101"]
    assert (summary.sets, summary.claims, summary.total) == (3, 7, Decimal(1260))
    assert (summary.segments, list(summary.claim_ids)) == (len(segments), claim_ids_in(out.getvalue()))
    assert accepts(out.getvalue())
    verify(out.getvalue(), summary)


def test_five_thousand_claims_a_set() -> None:
    out = BytesIO()
    assert write(numbered(5_001), PARTNERS, CONTROL, out).sets == 2
    sizes: list[int] = []
    for segment in read(out.getvalue()):
        if segment.id == "ST":
            sizes.append(0)
        elif segment.id == "CLM":
            sizes[-1] += 1
    assert sizes == [5_000, 1]


def test_billing_providers_alternate() -> None:
    other = replace(BILLING, npi="1999999224")
    claims = [
        replace(c, billing=b) for c, b in zip(numbered(4), [BILLING, BILLING, other, BILLING], strict=True)
    ]
    segments = written(*claims)
    levels = [tuple(s.split("*")[1:4]) for s in segments if s.startswith("HL")]
    assert levels == [
        ("1", "", "20"), ("2", "1", "22"), ("3", "1", "22"), ("4", "", "20"), ("5", "4", "22"), ("6", "", "20"),
        ("7", "6", "22"),
    ]  # fmt: skip


def test_claims_are_written_while_they_come() -> None:
    out = BytesIO()
    grown: list[int] = []

    def watched() -> Iterator[Claim]:
        for claim in numbered(50):
            grown.append(out.tell())
            yield claim

    write(watched(), PARTNERS, CONTROL, out)
    assert grown == sorted(set(grown)), "each claim is written before the next is asked for"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"diagnoses": ()}, "0 diagnoses"),
        ({"diagnoses": ("M542",) * 13}, "13 diagnoses"),
        ({"lines": ()}, "0 lines"),
        ({"lines": PLAIN.lines * 51}, "51 lines"),
        ({"lines": (replace(PLAIN.lines[0], modifiers=("GP",) * 5),)}, "more than four modifiers"),
        ({"referring": Provider(Name("N"), "1555555014", "P3")}, "role P3"),
    ],
)
def test_claim_that_cannot_stand_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        of(**changes)
    assert "CR26-000101" in str(refusal.value)


def test_versions_are_not_mixed() -> None:
    other = replace(PLAIN, claim_id="X", payer=replace(PLAIN.payer, version="005010X222"))
    assert one(written(other), "GS").endswith("*X*005010X222")
    assert one(written(other), "ST").endswith("*005010X222")
    with pytest.raises(Refused, match="one file for each version"):
        written(PLAIN, other)


def test_nothing_to_write_and_numbers_used_twice() -> None:
    with pytest.raises(Refused, match="no claim"):
        written()
    with pytest.raises(Refused, match="twice"):
        written(PLAIN, PLAIN)


@pytest.mark.parametrize(
    "control", [{"interchange": 0}, {"group": 10**9}, {"st02_first": -1}, {"usage": "X"}, {"usage": ""}]
)
def test_control_numbers_must_fit(control: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        written(PLAIN, **control)


@pytest.mark.parametrize(
    "end", [TradingPartner("C", "CEDARRIVERMASSAGE"), TradingPartner("C", ""), TradingPartner("C", "A", "Z")]
)
def test_trading_partner_must_fit(end: TradingPartner) -> None:
    with pytest.raises(Refused, match="sender or receiver"):
        written(PLAIN, partners=Partners(end, PARTNERS.receiver))
    with pytest.raises(Refused, match="sender or receiver"):
        written(PLAIN, partners=Partners(PARTNERS.submitter, end))


def test_header_of_the_file() -> None:
    segments = written(PLAIN, interchange=7, group=8, st02_first=9, usage="P")
    assert len(segments[0]) == 105
    assert segments[0].endswith("*260506*0900*^*00501*000000007*0*P*:")
    assert segments[1] == "GS*HC*CEDARRIVER*CLEARHOUSE*20260506*0900*8*X*005010X222A1"
    assert segments[2:4] == ["ST*837*0009*005010X222A1", "BHT*0019*00*B000101*20260506*0900*CH"]
