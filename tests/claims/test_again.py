"""Claims that follow another: case 9 corrected and voided, segment for segment, and a claim to the next payer."""

from __future__ import annotations

import copy
import datetime as dt
import io

import pytest

from tests.forms.x837p.judges import accepts
from tests.workbooks import workbook_of
from tests.worked_cases.test_worked_cases import GOLDEN, practice, segments
from xl_massbill.claims.again import Followers
from xl_massbill.claims.booking import claim_row
from xl_massbill.claims.build import Builder
from xl_massbill.claims.control import Control
from xl_massbill.claims.following import Kind
from xl_massbill.claims.parties import Parties
from xl_massbill.errors import Refused
from xl_massbill.forms import x837p
from xl_massbill.practice import Lines, Records

PARENT = "CR26-000109"
SENT = {
    "claim_id": PARENT, "status": "PAID_PARTIAL", "payer_seq": "P", "frequency": "1", "icn": "SBS2026159001",
    "patient_id": "P9", "coverage_id": "C9", "payer_id": "SBS01", "therapist_id": "T1", "dos_from": dt.date(2026, 5, 19),
    "dos_to": dt.date(2026, 5, 19), "total_charge": 186.0, "patient_paid": 20.0, "paid_total": 50.0,
}  # fmt: skip
LINES = [
    {"claim_id": PARENT, "line_no": 1, "visit_id": "V9", "dos": dt.date(2026, 5, 19), "code": "97140", "mods": "GP", "units": 2, "charge": 96.0, "ptrs": "1"},
    {"claim_id": PARENT, "line_no": 2, "visit_id": "V9", "dos": dt.date(2026, 5, 19), "code": "97124", "mods": "59", "units": 2, "charge": 90.0, "ptrs": "2"},
]  # fmt: skip
PAYMENTS = [
    {"row_type": "PAY", "line_no": 1, "code": "97140", "mods": "GP", "charge": 96.0, "paid": 50.0, "units_paid": 2, "icn": "SBS2026159001"},
    {"row_type": "ADJ", "line_no": 1, "group": "CO", "carc": "45", "adj_amount": 26.0},
    {"row_type": "ADJ", "line_no": 1, "group": "PR", "carc": "3", "adj_amount": 20.0},
    {"row_type": "PAY", "line_no": 2, "code": "97124", "mods": "59", "charge": 90.0, "paid": 0.0, "units_paid": 2, "icn": "SBS2026159001"},
    {"row_type": "ADJ", "line_no": 2, "group": "PR", "carc": "96", "adj_amount": 90.0},
]  # fmt: skip


@pytest.fixture
def tables():
    """Return case 9 after the payer's first answer."""
    found = practice("V9")
    for row in found["visits"]:
        if row["visit_id"] == "V9":
            row |= {"claim_id": PARENT, "billing_status": "PAID_PARTIAL"}
    found["claims"], found["claim_lines"] = [dict(SENT)], copy.deepcopy(LINES)
    found["payments"] = [
        {"payment_id": f"PM{n}", "claim_id": PARENT, "remit_id": "RM1", "post_status": "POSTED"} | row
        for n, row in enumerate(PAYMENTS)
    ]
    found["remits"] = [{"remit_id": "RM1", "payment_date": dt.date(2026, 6, 8), "payer_id": "SBS01"}]
    return found


def with_second_payer(tables, **more):
    plan = next(row for row in tables["coverage"] if row["coverage_id"] == "C9")
    second = {
        "coverage_id": "C9S",
        "priority": "S",
        "payer_id": "EHP01",
        "member_id": "EHP990011",
        "group_no": "",
    }
    tables["coverage"].append(plan | second | more)
    return tables


def following(tables, kind, parent=PARENT):
    """Return the claim that follows another."""
    lines = Lines(Records(workbook_of(tables)), dt.date(2026, 6, 15))
    draft = Followers(lines).draft(kind, parent)
    return Builder(lines).claim(draft, draft.again.claim_id), lines.records


def written(claim, records, number, made):
    parties, out = Parties(records), io.BytesIO()
    control = Control(number, number, number, f"B{number:06d}", "T", made)
    x837p.write([claim], x837p.Partners(parties.submitter(), parties.receiver()), control, out)
    x837p.verify(out.getvalue(), [claim])
    return out.getvalue()


@pytest.mark.judge
@pytest.mark.parametrize(
    ("kind", "golden", "claim_id"),
    [(Kind.CORRECTED, "C09b.837", f"{PARENT}R1"), (Kind.VOID, "C09v.837", f"{PARENT}V1")],
)
def test_case_9_comes_out_segment_for_segment(tables, kind, golden, claim_id):
    tables["visits"][-1] |= {"mod1": "GP", "mod2": "59"}
    claim, records = following(tables, kind)
    expected = segments((GOLDEN / golden).read_text(encoding="ascii"))
    isa, bht = expected[0].split("*"), next(s for s in expected if s.startswith("BHT")).split("*")
    made = dt.datetime.strptime(bht[4] + bht[5], "%Y%m%d%H%M")
    data = written(claim, records, int(isa[13]), made)
    assert claim.claim_id == claim_id
    assert segments(data.decode("ascii")) == expected
    assert accepts(data)


def test_the_row_of_a_corrected_claim_names_the_claim_it_replaces(tables):
    claim, _ = following(tables, Kind.CORRECTED)
    row = claim_row(claim, "B1", dt.date(2026, 6, 15), None, 0)
    assert (row["frequency"], row["original_ref_no"]) == ("7", "SBS2026159001")
    assert (row["replaces_claim_id"], row["parent_claim_id"], row["balance"]) == (PARENT, PARENT, 16_600)


def test_a_second_correction_gets_the_next_number(tables):
    tables["claims"].append(SENT | {"claim_id": f"{PARENT}R1", "frequency": "7", "icn": "SBS2026180044"})
    for row in tables["visits"]:
        if row["visit_id"] == "V9":
            row["claim_id"] = f"{PARENT}R1"
    claim, _ = following(tables, Kind.CORRECTED, f"{PARENT}R1")
    assert (claim.claim_id, claim.original_reference) == (f"{PARENT}R2", "SBS2026180044")


@pytest.mark.parametrize(
    ("status", "batch", "words"),
    [
        ("BATCHED", "B2", f"is followed by {PARENT}S already, which lies in batch B2"),
        ("SUBMITTED", "B2", rf"is with the next payer already, as {PARENT}S \(SUBMITTED\)"),
        ("DENIED", "B2", "is with the next payer already"),
        ("READY", None, ""),  # taken out of its batch
        ("VOIDED", "B2", ""),
    ],
)
def test_it_goes_to_the_next_payer_once(tables, status, batch, words):
    second = SENT | {"claim_id": f"{PARENT}S", "parent_claim_id": PARENT, "payer_seq": "S", "status": status}
    with_second_payer(tables)["claims"].append(second | {"batch_id": batch})
    if not words:
        assert following(tables, Kind.NEXT_PAYER)[0].claim_id == f"{PARENT}S2"
        return
    with pytest.raises(Refused, match=words):
        following(tables, Kind.NEXT_PAYER)


@pytest.mark.judge
def test_the_next_payer_sees_what_the_first_has_said(tables):
    claim, records = following(with_second_payer(tables), Kind.NEXT_PAYER)
    data = written(claim, records, 110, dt.datetime(2026, 6, 15, 9))
    assert accepts(data)
    found = segments(data.decode("ascii"))
    after = found[found.index("SBR*P*18*GRP9100******BL") :]
    assert after[:5] == [
        "SBR*P*18*GRP9100******BL", "AMT*D*50", "OI***Y***Y", "NM1*IL*1*BARROS*INES****MI*SBS330077",
        "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01",
    ]  # fmt: skip
    assert "REF*F8*SBS2026159001" in after
    assert [s for s in after if s[:3] in {"SVD", "CAS"} or s.startswith(("AMT*EAF", "DTP*573"))] == [
        "SVD*SBS01*50*HC:97140:GP**2", "CAS*CO*45*26", "CAS*PR*3*20", "DTP*573*D8*20260608", "AMT*EAF*20",
        "SVD*SBS01*0*HC:97124:59**2", "CAS*PR*96*90", "DTP*573*D8*20260608", "AMT*EAF*90",
    ]  # fmt: skip
    assert (claim.claim_id, claim.payer_sequence, claim.coverage_id) == (f"{PARENT}S", "S", "C9S")
    assert not any(s.startswith("REF*G1") for s in found)
    assert claim_row(claim, "B1", dt.date(2026, 6, 15), None, 0)["balance"] == 18_600 - 2_000 - 5_000 - 2_600


@pytest.mark.judge
def test_a_payer_that_answered_for_the_whole_claim_is_told_so_once(tables):
    with_second_payer(tables)
    for row in tables["payments"]:
        row["line_no"] = None
    claim, records = following(tables, Kind.NEXT_PAYER)
    (first,) = claim.other_payers
    assert (first.paid, first.patient_part, first.answers) == (50, 110, ())
    data = written(claim, records, 110, dt.datetime(2026, 6, 15, 9))
    assert accepts(data)
    found = segments(data.decode("ascii"))
    assert [s for s in found if s.startswith("AMT")] == ["AMT*D*50", "AMT*EAF*110"]
    assert not any(s.startswith("SVD") for s in found)
    assert found.index("AMT*EAF*110") < found.index("LX*1")


def test_an_answer_that_does_not_add_up_does_not_go_on(tables):
    tables["payments"][1]["adj_amount"] = 25.0
    claim, records = following(with_second_payer(tables), Kind.NEXT_PAYER)
    with pytest.raises(
        Refused, match=r"line 1 was charged \$96.00, but the answer of SBS01 accounts for \$95.00"
    ):
        written(claim, records, 110, dt.datetime(2026, 6, 15, 9))


def refusal(tables, kind, parent=PARENT):
    with pytest.raises(Refused) as caught:
        following(tables, kind, parent)
    return str(caught.value)


def test_what_cannot_be_sent_again_says_why(tables):
    assert "no claim CR26-999999" in refusal(tables, Kind.VOID, "CR26-999999")
    assert "no plan of priority S" in refusal(tables, Kind.NEXT_PAYER)
    with_second_payer(tables, effective_to=dt.date(2026, 5, 18))
    assert "no plan of priority S" in refusal(tables, Kind.NEXT_PAYER)
    tables["coverage"][-1].pop("effective_to")
    with_second_payer(tables, coverage_id="C9T")
    assert "2 plans of priority S" in refusal(tables, Kind.NEXT_PAYER)
    tables["claims"][0]["payer_seq"] = "T"
    assert "third payer" in refusal(tables, Kind.NEXT_PAYER)


def test_nothing_is_known_of_the_payers_answer(tables):
    with_second_payer(tables)
    tables["payments"] = []
    assert "Nothing was posted" in refusal(tables, Kind.NEXT_PAYER)
    tables["claims"][0]["icn"] = None
    assert "no claim number of the payer" in refusal(tables, Kind.CORRECTED)


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.NEW])
@pytest.mark.parametrize("status", ["READY", "BATCHED", "SUBMITTED", "REPLACED", "VOIDED", "WRITTEN_OFF"])
def test_only_an_answered_claim_is_followed(tables, kind, status):
    tables["claims"][0]["status"] = status
    assert f"is {status}" in refusal(with_second_payer(tables), kind)


def test_a_rejected_claim_goes_out_anew(tables):
    tables["claims"][0]["status"] = "REJECTED"
    assert "as a new claim" in refusal(tables, Kind.CORRECTED)


def test_a_row_changed_since_does_not_go_to_the_next_payer(tables):
    tables["visits"][-1]["units"] = 3
    assert "no longer as it was sent" in refusal(with_second_payer(tables), Kind.NEXT_PAYER)
    assert following(tables, Kind.CORRECTED)[0].frequency == "7"


def test_rows_that_no_longer_fit_one_claim(tables):
    tables["visits"][-1]["pos"] = "12"
    assert "no longer fit on one claim" in refusal(tables, Kind.CORRECTED)


def test_a_reversal_takes_its_payment_back(tables):
    with_second_payer(tables)
    back = [
        row
        | {"payment_id": f"R{n}", "is_reversal": "Y"}
        | {k: -row[k] for k in ("paid", "adj_amount") if k in row}
        for n, row in enumerate(tables["payments"])
    ]
    again = [
        row | {"payment_id": f"A{n}", "icn": "SBS2026180044"} for n, row in enumerate(tables["payments"])
    ]
    tables["payments"] += back + again
    (first,) = following(tables, Kind.NEXT_PAYER)[0].other_payers
    assert (first.paid, first.claim_number) == (50, "SBS2026180044")
    assert [line.paid for line in first.answers] == [50, 0]
