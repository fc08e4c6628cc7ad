"""Facts that the other readers do not judge: days, several claims of a patient, lines, whole benefits."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from tests.commands.ack_files import syntax, ta1, taken
from tests.remits.readings import ours
from tests.remits.written import answered, benefits
from xl_massbill.remits.claim_status import ClaimAnswer

LINES = (
    *("SVC*HC:97124*75.5*****4", "STC*A7:454*20260509*U", "REF*FJ*C1-1", "DTP*472*D8*20260505"),
    *("SVC*HC:97140*12*****1", "STC*A7:453*20260509*U", "REF*FJ*C1-2"),
)


def claims(data):
    return [one for one in ours(data)[0] if isinstance(one, ClaimAnswer)]


def test_without_a_day_of_its_own_a_status_has_the_payer_s_day_of_processing():
    data = taken(("C1", "A2:20")).replace(b"STC*A2:20*20260508", b"STC*A2:20*")
    data = data.replace(b"DTP*009*D8*20260508", b"DTP*009*D8*20260517")
    assert claims(data)[0].day == dt.date(2026, 5, 17)
    assert claims(data.replace(b"DTP*009*D8*20260517~\n", b""))[0].day == dt.date(2026, 5, 8)


def test_several_claims_of_one_patient_and_several_lines_of_one_claim():
    more = ("REF*1K*P1", *LINES, "TRN*2*C2", "STC*A2:20*20260510*WQ*180", "REF*1K*P2", "REF*D9*H2")
    first, second = claims(taken(("C1", "A7:21", *more)))
    assert (first.claim_id, first.payer_number, second.claim_id, second.payer_number) == (
        "C1",
        "P1",
        "C2",
        "P2",
    )
    assert (second.clearinghouse_number, second.day, second.lines) == ("H2", dt.date(2026, 5, 10), ())
    assert [(line.control, line.code, line.cents, line.day) for line in first.lines] == [
        ("C1-1", "97124", 7_550, dt.date(2026, 5, 5)),
        ("C1-2", "97140", 1_200, None),
    ]
    assert (first.payer_id, first.provider, first.batch, first.speaker) == (
        "SBS01",
        "1999999117",
        "B000101",
        "PR",
    )


def test_service_days_are_first_and_last():
    (one,) = claims(taken(("C1", "A2:20", "DTP*472*RD8*20260501-20260512")))
    assert (one.first_day, one.last_day) == (dt.date(2026, 5, 1), dt.date(2026, 5, 12))


def test_a_claim_without_a_level_or_without_a_status_is_read_and_told():
    data = taken(("C1", "A2:20")).replace(b"HL*4*3*PT~\n", b"HL*4*3~\n")
    assert [one.claim_id for one in claims(data)] == ["C1"]
    bare = taken(("C1", "A2:20")).replace(b"STC*A2:20*20260508*WQ*180~\n", b"")
    found, findings = ours(bare)
    assert [one.statuses for one in found if isinstance(one, ClaimAnswer)] == [()]
    assert any("nothing is said (no STC)" in finding.message for finding in findings)


def test_values_that_are_none_are_told_with_their_place():
    data = (
        taken(("C1", "A2:20"))
        .replace(b"*WQ*180~", b"*WQ*12,50~")
        .replace(b"A2:20*20260508", b"A2:20*20261301")
    )
    found, findings = ours(data)
    assert [(f.place.line, f.place.field, f.severity.value) for f in findings] == [
        (19, "STC02", "warning"),
        (19, "STC04", "warning"),
    ]
    assert [one.statuses[0].cents for one in found if isinstance(one, ClaimAnswer)] == [None]


def test_ctx_that_names_no_claim_is_passed_over():
    error = ("IK3*HI*21*2300*8", "CTX*SITUATIONAL TRIGGER:X1*CLM*20", "CTX*CLM01:C9", "IK4*1:2*1271*I12*M545")
    (answer,), _ = ours(syntax("R", *error))
    (found,) = answer.sets[0].errors
    assert (found.claim_id, found.position, found.elements[0].component, found.elements[0].value) == (
        "C9",
        21,
        2,
        "M545",
    )


def test_a_997_says_the_same_as_a_999():
    old = syntax("R", "IK3*HI*21*2300*8", "IK4*1:2*1271*7*M545")
    for new, was in ((b"IK3", b"AK3"), (b"IK4", b"AK4"), (b"IK5", b"AK5"), (b"ST*999", b"ST*997")):
        old = old.replace(new, was)
    assert ours(old)[0][0].sets == ours(syntax("R", "IK3*HI*21*2300*8", "IK4*1:2*1271*7*M545"))[0][0].sets


def test_a_ta1():
    (found,), findings = ours(ta1("E", "021"))
    assert (found.number, found.verdict, found.note, found.made, found.day) == (
        *("000000101", "E", "021", dt.date(2026, 5, 6), dt.date(2026, 5, 7)),
    )
    assert findings == []


def test_a_271_with_everything():
    text = benefits(random.Random(1)).split("DMG*")[0]
    body = (
        "DMG*D8*19840217*F~INS*Y*18~DTP*346*D8*20260101~EB*F*IND*30^PT^BE*HM*GOLD*23*500*.2*VS*12*Y*N*HC:97124~"
        "HSD*VS*20***34*1~REF*18*PLAN1~DTP*348*RD8*20260101-20261231~AAA*N**15*C~MSG*ONE~MSG*TWO~LS*2120~NM1*PR*2*OTHER~LE*2120~"
        "SE*99*0001~GE*1*605~IEA*1*000000605~"
    )
    found, _ = ours(text + body)
    person = found[-1]
    assert (person.level, person.payer_id, person.trace, person.member_id) == (
        "22",
        "SBS01",
        "ASK3",
        "SBS778821",
    )
    assert (person.born, person.relation) == (dt.date(1984, 2, 17), "18")
    assert person.days["346"][0] == dt.date(2026, 1, 1)
    (one,) = person.benefits
    assert (one.services, one.cents, one.share, one.unit, one.quantity) == (
        ("30", "PT", "BE"),
        50_000,
        Decimal("0.2"),
        "VS",
        12,
    )
    assert (one.needs_approval, one.in_network, one.code, one.messages) == ("Y", "N", "97124", ("ONE", "TWO"))
    assert one.days["348"] == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert (one.deliveries[0].quantity, one.references, one.refusals[0].code) == (20, {"18": "PLAN1"}, "15")
    assert one.raw.startswith("EB*F*IND") and one.raw.endswith("LE*2120")


def test_a_277_knows_our_claim_by_the_account_number_else_by_the_trace():
    for seed in range(10):
        text = answered(random.Random(seed))
        for one in claims(text.encode()):
            assert one.claim_id.startswith(("CR26-", "Q"))
    assert any(
        one.claim_id.startswith("Q")
        for seed in range(10)
        for one in claims(answered(random.Random(seed)).encode())
    )
