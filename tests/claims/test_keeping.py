"""Where a claim stands is written in one place: the cells a step changes, all or none, and what is told."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest

from tests.workbooks import workbook_of
from xl_massbill.claims.keeping import Happened, move, opened, told
from xl_massbill.claims.states import Event, Facts
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

DAY = dt.date(2026, 5, 20)
BEFORE = dt.date(2026, 5, 6)


def claim(claim_id, status, **more):
    return {
        "claim_id": claim_id,
        "status": status,
        "status_since": BEFORE,
        "payer_seq": "P",
        "balance": 80.0,
    } | more


def clinic(*claims):
    visits = [
        {
            "visit_id": f"V{i}",
            "line_no": 1,
            "status": "DONE",
            "claim_id": c["claim_id"],
            "billing_status": c["status"],
        }
        for i, c in enumerate(claims, 1)
    ]
    return workbook_of({"claims": claims, "visits": visits, "follow_up": [{"followup_id": "FU0007"}]})


def happen(workbook, event, *claims, **more):
    facts = more.pop("facts", {})
    happened = Happened(event, DAY, by="Kim", facts=facts, **more)
    return move(workbook, Records(workbook), claims, happened), happened


def cells(workbook, table, *names):
    sheet = Records(workbook)[table]
    shown = [[v.date() if hasattr(v, "date") else v for v in sheet[name].tolist()] for name in names]
    return list(zip(*shown, strict=True))


def test_a_step_writes_state_day_owner_and_the_visits():
    workbook = clinic(claim("C1", "SUBMITTED"), claim("C2", "SUBMITTED"))
    happen(workbook, Event.TAKEN_IN, "C1")
    assert cells(workbook, "claims", "status", "status_since") == [("ACCEPTED", DAY), ("SUBMITTED", BEFORE)]
    accepted = Records(workbook)["claims"]["first_accepted_on"]
    assert accepted.iloc[0].date() == DAY
    assert accepted.isna().tolist() == [False, True]
    assert cells(workbook, "visits", "claim_id", "billing_status") == [
        ("C1", "ACCEPTED"),
        ("C2", "SUBMITTED"),
    ]


def test_the_first_day_of_sending_stays_and_the_last_moves():
    workbook = clinic(claim("C1", "BATCHED", first_submitted_on=BEFORE, last_submitted_on=BEFORE))
    happen(workbook, Event.SENT, "C1")
    assert cells(workbook, "claims", "first_submitted_on", "last_submitted_on") == [(BEFORE, DAY)]


def test_a_rejection_is_counted_and_its_first_day_stays():
    workbook = clinic(
        claim("C1", "SUBMITTED"), claim("C2", "SUBMITTED", rejections=1, first_rejected_on=BEFORE)
    )
    happen(workbook, Event.TURNED_BACK, "C1", "C2")
    assert cells(workbook, "claims", "rejections", "first_rejected_on") == [(1, DAY), (2, BEFORE)]


def test_an_event_without_change_keeps_the_day_and_asks_for_a_follow_up():
    workbook = clinic(claim("C1", "ACCEPTED"))
    happen(workbook, Event.FINALISED, "C1")
    assert cells(workbook, "claims", "status", "status_since") == [("ACCEPTED", BEFORE)]
    assert cells(workbook, "follow_up", "followup_id", "claim_id", "type", "created_on", "next_action")[1] == (
        "FU0008", "C1", "STATUS_CHECK", DAY, "fetch the remittance",
    )  # fmt: skip


def test_out_of_a_batch_the_visits_are_free():
    workbook = clinic(claim("C1", "BATCHED", batch_id="B1"), claim("C2", "BATCHED", batch_id="B1"))
    happened = Happened(Event.TAKEN_OUT, DAY)
    move(workbook, Records(workbook), ["C1"], happened, {"batch_id": None})
    assert cells(workbook, "claims", "status", "batch_id") == [("READY", None), ("BATCHED", "B1")]
    assert cells(workbook, "visits", "claim_id", "billing_status") == [(None, None), ("C2", "BATCHED")]


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        (("C1", "C2"), "Claim C2 stays as it is. A claim that is CLOSED cannot take the step"),
        (("C1", "C9"), "Claim C9 is not on sheet Claims"),
        (("C1", "C3"), "Claim C3 has no status"),
    ],
)
def test_all_claims_take_the_step_or_none(claims, words):
    workbook = clinic(claim("C1", "BATCHED"), claim("C2", "CLOSED"), claim("C3", None))
    with pytest.raises(Refused, match=words):
        happen(workbook, Event.SENT, *claims)
    assert cells(workbook, "claims", "status") == [("BATCHED",), ("CLOSED",), (None,)]


def test_the_balance_decides_who_owes():
    paid = {"pr_total": 80.0, "patient_paid": 0.0}
    workbook = clinic(claim("C1", "PAID", **paid), claim("C2", "PAID", balance=0.0), claim("C3", "PAID"))
    facts = {
        "C1": Facts(balance=8_000, patient_part=8_000),
        "C3": Facts(balance=8_000, has_next_payer=True, for_next_payer=True),
    }
    happen(workbook, Event.WEIGHED, "C1", "C2", "C3", facts=facts)
    assert cells(workbook, "claims", "status", "balance_owner") == [
        ("PATIENT_DUE", "PATIENT"), ("CLOSED", "NONE"), ("SECONDARY_DUE", "INS_S"),
    ]  # fmt: skip


def test_what_the_journal_keeps_has_states_and_no_names():
    workbook = clinic(claim("C1", "SUBMITTED"), claim("C2", "ACK_RECEIVED"))
    moved, happened = happen(workbook, Event.TAKEN_IN, "C1", "C2", why="277CA of today")
    assert told(moved, happened) == {
        "event": "TAKEN_IN", "on": "2026-05-20", "by": "Kim", "why": "277CA of today",
        "moves": {"SUBMITTED to ACCEPTED": ["C1"], "ACK_RECEIVED to ACCEPTED": ["C2"]},
    }  # fmt: skip


def test_nobody_to_move_changes_nothing():
    workbook = clinic(claim("C1", "SUBMITTED"))
    assert happen(workbook, Event.SENT)[0] == []
    workbook.save()
    assert cells(workbook, "claims", "status") == [("SUBMITTED",)]


@pytest.mark.parametrize(("sequence", "who"), [("P", "INS_P"), ("S", "INS_S"), ("T", "INS_T")])
def test_a_new_claim_is_in_a_batch_and_its_payer_owes(sequence, who):
    assert opened(DAY, sequence) == {"status": "BATCHED", "status_since": "2026-05-20", "balance_owner": who}


def test_no_other_module_writes_where_a_claim_stands():
    """Only claims/ names these columns as keys of what is written; commands write none of them."""
    root = Path(__file__).parents[2] / "xl_massbill"
    kept = {"status_since", "balance_owner", "first_submitted_on", "last_submitted_on", "billing_status"}
    for file in sorted(
        [*(root / "commands").glob("*.py"), *(root / "claims").glob("*.py"), *(root / "aging").glob("*.py")]
    ):
        if file.name == "keeping.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                assert not keys & kept, f"{file.name}: {keys & kept}"
