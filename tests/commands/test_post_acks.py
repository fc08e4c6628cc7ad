"""What clearinghouse and payer say moves claims as the table of their life says, and nothing else does."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.ack_files import ONE, TWO, status, syntax, ta1, taken
from tests.commands.clinics import BATCH, batch, exported, moved, rows, states, visits
from tests.remits.samples import sample
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.commands.post import Wish, post
from xl_massbill.hosts.file import FileWorkbook

DAY, NOW = dt.date(2026, 6, 20), dt.datetime(2026, 6, 20, 9)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = exported(tmp_path_factory.mktemp("sent"))
    sent(FileWorkbook(path), Order(BATCH, dt.date(2026, 5, 6), "Kim"), dt.datetime(2026, 5, 7))
    return path


@pytest.fixture
def clinic(original, tmp_path):
    return moved(original, tmp_path)


def hand_in(path, *files, rehearse=False, on=DAY):
    wish = Wish(on, "Kim", "kim", rehearse)
    found = [HandedIn(f"file{n}", data) for n, data in enumerate(files)]
    return post(FileWorkbook(path), found, wish, NOW)


def claim(path, number=ONE):
    return next(row for row in rows(path, "claims") if row["claim_id"] == number)


def acks(path):
    return rows(path, "acks")


def test_a_file_that_is_turned_back_takes_all_its_claims_with_it(clinic):
    said = hand_in(clinic, ta1("R", "006")).text()
    assert states(clinic) == {ONE: "REJECTED", TWO: "REJECTED"}
    assert (batch(clinic)["status"], batch(clinic)["ta1_status"]) == ("REJECTED", "R")
    assert claim(clinic)["first_rejected_on"].date() == dt.date(2026, 5, 7)
    assert claim(clinic)["rejections"] == 1
    assert [row["reason"] for row in acks(clinic)] == [
        "file rejected: the sender's ID is not known there"
    ] * 2
    assert "2 claims moved, 2 of them rejected" in said
    assert visits(clinic)["V1-1"] == (ONE, "REJECTED")


@pytest.mark.parametrize(("verdict", "note"), [("A", "000"), ("E", "001")])
def test_a_file_that_is_accepted_moves_no_claim(clinic, verdict, note):
    hand_in(clinic, ta1(verdict, note))
    assert set(states(clinic).values()) == {"SUBMITTED"}
    assert (batch(clinic)["status"], batch(clinic)["ta1_status"]) == ("SENT", verdict)


def test_the_999_sample_of_case_1_acknowledges_the_batch(clinic):
    hand_in(clinic, sample("C01.999"))
    assert set(states(clinic).values()) == {"SUBMITTED"}
    assert (batch(clinic)["status"], batch(clinic)["ack999_status"]) == ("ACKED", "A")
    (row,) = acks(clinic)
    assert (row["claim_id"], row["batch_id"], row["verdict"], row["kind"]) == (None, BATCH, "ACCEPTED", "999")


def test_a_999_that_turns_a_set_back_names_the_claim_first_and_the_cell(clinic):
    """The sample of case 3, for our file: HI is its segment 21, and M545 stands in the first diagnosis."""
    bad = (
        sample("C03x.999")
        .replace(b"*103*", b"*101*")
        .replace(b"0103", b"0101")
        .replace(b"CR26-000103", ONE.encode())
    )
    found = hand_in(clinic, bad)
    assert states(clinic) == {ONE: "REJECTED", TWO: "REJECTED"}
    assert (batch(clinic)["status"], batch(clinic)["ack999_status"]) == ("REJECTED", "R")
    first, second = acks(clinic)
    assert first["claim_id"] == ONE
    assert first["place"] == "Visits V1-1, Dx 1 (row 2)"
    assert first["visit_id"] == "V1"
    assert (
        first["reason"]
        == "syntax rejected: segment HI 21 in 2300: HI01-2 does not follow the pattern that the guide wants"
    )
    assert second["reason"] == f"clearinghouse turned back the whole set because of claim {ONE}"
    assert second["place"] is None
    assert "M545" not in found.text()


def test_without_ctx_the_segment_itself_leads_to_the_claim_and_the_line(clinic):
    """Segment 46 of our set is the second SV1 of the second claim."""
    hand_in(clinic, syntax("R", "IK3*SV1*46*2400*8", "IK4*1:2*234*7"))
    first = acks(clinic)[0]
    assert first["claim_id"] == TWO
    assert first["place"].startswith("Visits V2-2, Code")


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (("IK3*NM1*14*2010BA*8", "IK4*9*67*7"), "Coverage C1, Member ID"),
        (("IK3*N4*16*2010BA*8", "IK4*3*116*7"), "Patients P1, ZIP"),
        (("IK3*NM1*23*2310B*8", "IK4*9*67*7"), "Therapists T1, NPI"),
        (("IK3*NM1*18*2010BB*8", "IK4*9*67*7"), "Payers EHP01, Electronic payer ID"),
        (("IK3*CLM*19*2300*8", "IK4*5:1*1331*7"), "Visits V1-1, Place of service"),
        (("IK3*DTP*27*2400*8", "IK4*3*1251*8"), "Visits V1-1, Date"),
        (("IK3*SV1*26*2400*8", "IK4*7:1*1328*7"), "Visits V1-1, Ptr 1"),
    ],
)
def test_elements_lead_to_the_sheets_on_which_they_were_typed(clinic, error, place):
    hand_in(clinic, syntax("R", *error, f"CTX*CLM01:{ONE}"))
    assert acks(clinic)[0]["place"].startswith(place)


def test_the_277ca_samples_of_case_4(clinic):
    rejected = sample("C04a.277ca").replace(b"CR26-000104", TWO.encode())
    hand_in(clinic, rejected)
    assert states(clinic) == {ONE: "SUBMITTED", TWO: "REJECTED"}
    row = batch(clinic)
    assert (row["status"], row["ack277_accepted"], row["ack277_rejected"]) == ("PARTIAL", 0, 1)
    (ack,) = acks(clinic)
    assert (ack["verdict"], ack["level"], ack["codes"]) == ("REJECTED", "PAYER", "A7:164:IL")
    assert ack["reason"] == "rejected: something is wrong: the member ID (the insured)"
    assert ack["place"].startswith("Coverage C2, Member ID")
    assert ack["todo"] == "copy it from the card, letters included"

    accepted = sample("C04b.277ca").replace(b"CR26-000104", ONE.encode())
    hand_in(clinic, accepted)
    taken_in = claim(clinic)
    assert (taken_in["status"], taken_in["icn"]) == ("ACCEPTED", "SBS2026166104")
    assert taken_in["first_accepted_on"].date() == dt.date(2026, 6, 15)
    assert (batch(clinic)["ack277_accepted"], batch(clinic)["ack277_rejected"]) == (1, 1)


@pytest.mark.parametrize(
    ("codes", "state", "has_task"),
    [
        ("A0:17", "ACK_RECEIVED", False),
        ("A1:19", "ACK_RECEIVED", False),
        ("A2:20", "ACCEPTED", False),
        ("A3:33:IL", "REJECTED", False),
        ("A4:35", "SUBMITTED", True),
        ("A5:19", "SUBMITTED", True),
        ("A6:500:77", "REJECTED", False),
        ("A7:562:85", "REJECTED", False),
        ("A8:255", "REJECTED", False),
        ("D0:1", "SUBMITTED", True),
        ("E1:0", "SUBMITTED", True),
        ("ZZ:9", "SUBMITTED", True),
    ],
)
def test_every_category_of_the_277ca(clinic, codes, state, has_task):
    hand_in(clinic, taken((ONE, codes)))
    assert states(clinic) == {ONE: state, TWO: "SUBMITTED"}
    assert len([row for row in rows(clinic, "follow_up") if row["claim_id"]]) == has_task


@pytest.mark.parametrize(
    ("codes", "state", "has_task"),
    [
        ("P1:20", "IN_PROCESS", False),
        ("R3:297", "INFO_REQUESTED", True),
        ("F1:65", "ACCEPTED", True),
        ("F2:107", "ACCEPTED", True),
        ("E0:0", "ACCEPTED", True),
    ],
)
def test_every_family_of_the_277(clinic, codes, state, has_task):
    hand_in(clinic, taken((ONE, "A2:20")))
    hand_in(clinic, status((ONE, codes)))
    assert states(clinic)[ONE] == state
    assert len([row for row in rows(clinic, "follow_up") if row["claim_id"] == ONE]) == has_task


def test_a_clearinghouse_that_says_accepted_has_not_accepted_for_the_payer(clinic):
    hand_in(clinic, taken((ONE, "A2:20"), speaker="AY"))
    assert states(clinic)[ONE] == "ACK_RECEIVED"
    assert acks(clinic)[0]["level"] == "CLEARINGHOUSE"
    hand_in(clinic, taken((ONE, "A2:20", "REF*1K*SBS1"), speaker="AY", day="20260510"))
    assert states(clinic)[ONE] == "ACCEPTED"


def test_a_receiver_that_is_turned_back_takes_those_that_are_not_named(clinic):
    hand_in(clinic, taken((ONE, "A2:20"), receiver="A3:496:41", action="U"))
    assert states(clinic) == {ONE: "ACCEPTED", TWO: "REJECTED"}


@pytest.mark.parametrize("code", ["A3:562:85", "A6:145:85", "A7:562:85", "A8:562:85"])
def test_a_provider_that_is_turned_back_takes_those_that_are_not_named(clinic, code):
    hand_in(clinic, taken((ONE, "A2:20"), provider=code))
    assert states(clinic) == {ONE: "ACCEPTED", TWO: "REJECTED"}
    (_, row) = sorted(acks(clinic), key=lambda row: row["claim_id"])
    assert (row["claim_id"], row["codes"], row["level"]) == (TWO, code, "PAYER")
    assert (claim(clinic, TWO)["rejections"], batch(clinic)["status"]) == (1, "PARTIAL")


def test_receiver_and_provider_turned_back_reject_once(clinic):
    hand_in(clinic, taken(receiver="A3:496:41", action="U", provider="A7:562:85"))
    assert states(clinic) == {ONE: "REJECTED", TWO: "REJECTED"}
    assert [claim(clinic, one)["rejections"] for one in (ONE, TWO)] == [1, 1]


@pytest.mark.parametrize(
    ("code", "name"), [("A1:19:85", "B000101"), ("A7:562:85", "B000999"), ("A7:562:85", "")]
)
def test_a_provider_that_is_taken_or_of_another_file_moves_no_claim(clinic, code, name):
    said = hand_in(clinic, taken(provider=code, batch=name)).text()
    assert set(states(clinic).values()) == {"SUBMITTED"}
    assert ("nothing was changed" in said) is (name != "B000101")


@pytest.mark.parametrize(("days", "last"), [("45", dt.date(2026, 7, 16)), (None, None)])
def test_a_request_sets_the_deadline_to_reply_and_the_next_action(clinic, days, last):
    if days:
        workbook, payer = FileWorkbook(clinic, fill=True), claim(clinic)["payer_id"]
        rule = {"payer_id": payer, "rule_key": "reply_to_request_days", "value": days, "code": "*"}
        workbook.append("payer_rules", {name: [cell] for name, cell in rule.items()}, by="office")
        workbook.save()
    hand_in(clinic, taken((ONE, "A2:20")), status((ONE, "R3:297")))
    found = claim(clinic)
    assert (found["status"], found["info_requested_on"].date()) == ("INFO_REQUESTED", dt.date(2026, 6, 1))
    assert (str(found["deadline_reply"]) == "NaT") if last is None else found["deadline_reply"].date() == last
    (task,) = [row for row in rows(clinic, "follow_up") if row["claim_id"] == ONE]
    assert task["next_action"] == "send the records"


def test_an_answer_shows_that_a_batch_was_sent(tmp_path):
    path = exported(tmp_path)
    said = hand_in(path, syntax("A")).text()
    assert "Batch B000101 is answered, so it was sent: it is marked as sent on 2026-05-07." in said
    assert set(states(path).values()) == {"SUBMITTED"}
    assert batch(path)["transmitted_on"].date() == dt.date(2026, 5, 7)


def test_an_answer_about_a_claim_that_was_taken_back_changes_nothing(tmp_path):
    path = exported(tmp_path)
    unbatch(FileWorkbook(path), Order(BATCH, dt.date(2026, 5, 6), "Kim"), dt.datetime(2026, 5, 7))
    said = hand_in(path, taken((ONE, "A2:20"))).text()
    assert "it is READY, not out: ask what they have" in said
    assert states(path)[ONE] == "READY"


@pytest.mark.parametrize("number", ["999", "101"])
def test_an_answer_that_is_not_ours_or_too_old_changes_nothing(clinic, number):
    old = syntax("R", group=number).replace(b"*260507*", b"*260401*")
    before = rows(clinic, "claims")
    said = hand_in(clinic, old).text()
    assert "nothing was changed" in said
    assert str(rows(clinic, "claims")) == str(before)


def test_a_claim_of_another_program_is_named_only_if_its_number_looks_like_one(clinic):
    said = hand_in(clinic, taken(("OKAFOR SAMUEL", "A2:20"), ("XY123", "A7:21"))).text()
    assert "OKAFOR" not in said
    assert "Claim XY123" in said
