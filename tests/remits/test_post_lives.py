"""What answers do to claims beyond the worked cases: second payers, crossover, reversals, odd states, holds."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import rows
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import ANSWERS, NOW, book, claim, everything, handed_in, money, post, tables
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import PRACTICE
from xl_massbill.claims.again import Followers
from xl_massbill.claims.following import Kind
from xl_massbill.commands.deposits import deposits
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.balance import faults
from xl_massbill.remits.read835 import read835

ONE = "CR26-000101"
C01 = (ANSWERS / "C01.835").read_text()


def second_plan(made):
    plan = next(r for r in made["coverage"] if r["patient_id"] == "P1")
    made["coverage"].append(plan | {"coverage_id": "C1S", "priority": "S", "payer_id": "SBS01"})
    return made


def answer(status="1", cas=(("CO", "45", 5_200), ("PR", "3", 2_500)), paid=10_300, trace="E1", payer="EVERGREEN HEALTH PLAN", **how):  # fmt: skip
    line = Line("97124", (), 4, 18_000, paid, list(cas), f"{ONE}-1")
    return file_of(
        segments(
            [Claim(ONE, status, [line], how.pop("icn", "ICN1"))], trace=trace, payer=payer, full=False, **how
        )
    )


def test_with_a_second_plan_the_claim_is_due_there_with_the_first_payers_figures(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", second_plan(tables(ONE)))
    (applied,) = post(path, C01)
    assert money(path, ONE) == ("SECONDARY_DUE", "INS_S", 10_300, 5_200, 2_500, 0, 2_500)
    row = claim(path, ONE)
    assert row["deadline_secondary"] != row["deadline_secondary"]  # nobody has entered a limit
    assert row["pr_final_on"] != row["pr_final_on"]  # the second payer may still take its share
    assert applied.posting.outcomes[ONE].next_action == "send to the next payer"


@pytest.mark.parametrize(
    ("limits", "days"),
    [([("EHP01", "90")], 90), ([("SBS01", "30")], 30), ([("EHP01", "90"), ("SBS01", "30")], 30)],
)
def test_how_long_the_next_payer_takes_claims_is_its_own_rule(tmp_path, limits, days):
    """The first payer is EHP01, the second SBS01."""
    made = second_plan(tables(ONE))
    made["coverage"][-1]["payer_id"] = "SBS01"
    made["payer_rules"] += [
        {"payer_id": who, "rule_key": "secondary_tfl_days", "value": value, "code": "*", "provider_type": "*"}
        for who, value in limits
    ]
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    post(path, C01)
    assert claim(path, ONE)["deadline_secondary"].date() == dt.date(2026, 5, 20) + dt.timedelta(days)


def test_the_second_claim_carries_what_was_posted(tmp_path):
    made = second_plan(tables(ONE))
    visit = next(v for v in PRACTICE["visits"] if v["visit_id"] == "V1")
    made["visits"] = [visit | {"claim_id": ONE, "billing_status": "ACCEPTED"}]
    made["claim_lines"][0]["visit_id"] = "V1"
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    post(path, C01)
    draft = Followers(Lines(Records(FileWorkbook(path)), NOW.date())).draft(Kind.NEXT_PAYER, ONE)
    (first,) = draft.again.other_payers
    assert (str(first.paid), first.claim_number, first.payer_id) == ("103.00", "EHP2026140001", "EHP01")
    assert [(a.group, a.reason, str(a.amount)) for a in first.answers[0].adjustments] == [
        ("CO", "45", "52.00"),
        ("PR", "3", "25.00"),
    ]
    assert first.answers[0].paid_on == dt.date(2026, 5, 20)


@pytest.mark.parametrize("status", ["19", "20", "21"])
def test_a_claim_that_was_passed_on_waits_and_is_not_sent_twice(tmp_path, status):
    path = write_workbook(tmp_path / "clinic.xlsx", second_plan(tables(ONE)))
    (applied,) = post(path, answer(status))
    assert money(path, ONE)[:2] == ("FORWARDED", "INS_S")
    assert "do not send it again" in applied.posting.outcomes[ONE].next_action
    with pytest.raises(Refused, match="FORWARDED"):
        Followers(Lines(Records(FileWorkbook(path)), NOW.date())).draft(Kind.NEXT_PAYER, ONE)
    # the second payer answers under the same number: its patient's part takes the place of the first's
    cas = [("OA", "23", 15_500), ("PR", "3", 1_000)]
    post(path, answer("2", cas, 1_500, trace="S1", payer="SUMMIT BLUESHIELD", icn="SBS9"))
    assert money(path, ONE) == ("PATIENT_DUE", "PATIENT", 11_800, 5_200, 1_000, 0, 1_000)
    assert claim(path, ONE)["icn"] == "ICN1"
    (line,) = rows(path, "claim_lines")
    assert (int(line["paid"]), int(line["pr_copay"]), int(line["oa_adj"])) == (11_800, 1_000, 15_500)


def test_a_reversal_alone_opens_the_balance_and_a_correction_settles_it(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(path, C01)
    back = Claim(
        ONE,
        "1",
        [Line("97124", (), 4, 18_000, 10_300, [("CO", "45", 5_200), ("PR", "3", 2_500)], f"{ONE}-1")],
    ).reversed()
    body = segments([back], [("FB", "X", -10_300)], trace="E2", full=False)
    (applied,) = post(path, file_of(body))
    assert money(path, ONE) == ("REVERSED", "INS_P", 0, 0, 0, 2_500, 15_500)
    assert applied.posting.warnings == ["forward balance: $103.00 is carried to the payer's next payment"]
    again = Claim(
        ONE, "1", [Line("97124", (), 4, 18_000, 8_000, [("CO", "45", 7_500), ("PR", "3", 2_500)], f"{ONE}-1")]
    )
    (applied,) = post(path, file_of(segments([again], [("FB", "X", 8_000)], trace="E3", full=False)))
    assert (
        "$80.00 of an earlier payment, and $103.00 stood open (a difference of $-23.00)"
        in applied.posting.warnings[0]
    )
    assert money(path, ONE) == ("CLOSED", "NONE", 8_000, 7_500, 2_500, 2_500, 0)


def test_all_lines_asked_for_records(tmp_path):
    made = tables(ONE)
    rule = next(r for r in made["payer_rules"] if r["payer_id"] == "EHP01")
    made["payer_rules"].append(rule | {"rule_key": "reply_to_request_days", "value": "30"})
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    (applied,) = post(path, answer("4", [("CO", "252", 18_000)], 0))
    assert money(path, ONE) == ("INFO_REQUESTED", "INS_P", 0, 0, 0, 0, 18_000)
    row = claim(path, ONE)
    assert row["info_requested_on"].date() == dt.date(2026, 5, 20)
    assert row["deadline_reply"].date() == dt.date(2026, 6, 19)
    assert [r["type"] for r in rows(path, "follow_up")] == ["STATUS_CHECK"]
    assert applied.posting.outcomes[ONE].next_action == "send the records by 2026-06-19"


def test_a_deductible_is_no_denial_even_where_clp02_says_so(tmp_path):
    path = book(tmp_path, ONE)
    (applied,) = post(path, answer("4", [("CO", "45", 5_200), ("PR", "1", 12_800)], 0))
    assert money(path, ONE) == ("PATIENT_DUE", "PATIENT", 0, 5_200, 12_800, 0, 12_800)
    assert [step.event.name for step in applied.posting.steps[ONE]] == ["REMIT", "WEIGHED"]
    assert rows(path, "denials") == []


def test_a_denial_of_the_whole_claim_without_lines(tmp_path):
    path = book(tmp_path, "CR26-000105")
    one = Claim("CR26-000105", "4", [], "ICN5", [("CO", "29", 20_000)])
    text = file_of(
        [
            s.replace("CLP*CR26-000105*4*0*-200*", "CLP*CR26-000105*4*200*0*")
            for s in segments([one], full=False)
        ]
    ).replace("BPR*I*-200", "BPR*I*0")
    post(path, text)
    assert money(path, "CR26-000105")[0] == "DENIED"
    assert [(r["line_no"], r["carc"], int(r["amount"])) for r in rows(path, "denials")] == [
        (1, "29", 18_000),
        (2, "29", 2_000),
    ]


def test_amounts_of_group_oa_and_pi_stay_open_and_are_to_be_reviewed(tmp_path):
    path = book(tmp_path, ONE)
    (applied,) = post(
        path, answer(cas=[("PI", "45", 5_000), ("CO", "45", 200), ("PR", "3", 2_500)], paid=10_300)
    )
    assert money(path, ONE) == ("PATIENT_DUE", "PATIENT", 10_300, 200, 2_500, 0, 7_500)
    assert "review PI-45 $50.00" in applied.posting.outcomes[ONE].next_action
    assert [r["next_action"] for r in rows(path, "follow_up")] == ["review PI-45 $50.00"]


def test_an_answer_to_a_claim_that_was_not_marked_as_sent(tmp_path):
    path = book(tmp_path, ONE, status="BATCHED", patient_paid=25.0)
    (applied,) = post(path, C01)
    assert money(path, ONE)[0] == "CLOSED"
    assert applied.posting.outcomes[ONE].notes == ["its batch was not marked as sent"]


def test_money_for_a_claim_whose_life_knows_no_such_step_is_posted_and_told(tmp_path):
    path = book(tmp_path, ONE, status="REJECTED")
    (applied,) = post(path, C01)
    assert money(path, ONE) == ("REJECTED", None, 10_300, 5_200, 2_500, 0, 2_500)
    assert "a claim that is REJECTED expects no such answer" in applied.posting.outcomes[ONE].notes[0]
    assert [r["reason"] for r in rows(path, "follow_up")] == ["answer does not fit"]


def test_new_money_for_a_closed_claim_is_a_credit_for_somebody(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(path, C01)
    post(path, answer(cas=[("OA", "18", 17_000)], paid=1_000, trace="E7"))
    assert money(path, ONE)[0] == "PAID" and int(claim(path, ONE)["balance"]) == -1_000
    first, *_ = rows(path, "follow_up")
    assert (first["type"], first["owner"]) == ("REFUND", "manager")


def test_an_adjustment_of_the_whole_claim_beside_its_lines(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    line = Line("97124", (), 4, 18_000, 10_300, [("CO", "45", 5_200), ("PR", "3", 2_500)], f"{ONE}-1")
    one = Claim(ONE, "1", [line], "ICN1", [("CO", "144", 300)])
    (applied,) = post(path, file_of(segments([one], full=False)))
    assert not applied.posting.held
    assert money(path, ONE) == ("CLOSED", "NONE", 10_000, 5_500, 2_500, 2_500, 0)
    records = Records(FileWorkbook(path))
    assert faults(records["remits"], records["payments"], records["plb"]) == []
    assert deposits(FileWorkbook(path)).ties
    back = file_of(segments([one.reversed()], [("FB", "", -10_000)], trace="E2", full=False))
    post(path, back)
    assert money(path, ONE) == ("REVERSED", "INS_P", 0, 0, 0, 2_500, 15_500)
    assert deposits(FileWorkbook(path)).ties


def test_units_cut_on_a_paid_line_are_contractual_and_no_denial(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(path, answer(cas=[("CO", "45", 2_600), ("CO", "151", 9_000), ("PR", "3", 2_500)], paid=3_900))
    assert money(path, ONE) == ("CLOSED", "NONE", 3_900, 11_600, 2_500, 2_500, 0)
    assert rows(path, "denials") == []


def test_pricing_only_changes_nothing(tmp_path):
    path = book(tmp_path, ONE)
    post(path, answer("25", [("OA", "101", 18_000)], 0))
    assert money(path, ONE) == ("ACCEPTED", None, 0, 0, 0, 0, 18_000)
    assert rows(path, "payments") == []


HELD = C01.replace("*103**4", "*104**4")


def test_what_does_not_add_up_is_held_with_the_place_and_gives_way_to_what_does(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    before = everything(path, "remits", "payments")
    (applied,) = post(path, HELD)
    assert applied.posting.held == [
        f"claim {ONE}, line 1: paid 104.00, charge less adjustments 103.00 (off by 1.00, segment 19)"
    ]
    assert "HELD, nothing was posted to claims" in applied.text()
    assert everything(path, "remits", "payments") == before
    (remit,) = rows(path, "remits")
    assert not remit["balanced"] and remit["posted_on"] != remit["posted_on"]
    assert {r["post_status"] for r in rows(path, "payments")} == {"HELD"}
    post(path, HELD)  # once more: still one
    post(path, C01)
    assert [r["remit_id"] for r in rows(path, "remits")] == ["RM000003"]
    assert {r["post_status"] for r in rows(path, "payments")} == {"POSTED"}
    assert money(path, ONE)[0] == "CLOSED"
    (again,) = post(path, C01)
    assert (
        again.refused
        == "Payment EFT700101 of $103.00 was posted on 2026-07-01 as RM000003: nothing is posted twice."
    )


def test_a_file_that_is_cut_short_is_kept_and_not_posted(tmp_path):
    path = book(tmp_path, ONE)
    data = C01[: C01.index("\nSE*")].encode()
    done = handed_in(FileWorkbook(path), data)
    assert done.is_bad and "cut short" in done.text() and "Not posted" in done.text()
    assert done.files[0].remittances == [] and money(path, ONE)[0] == "ACCEPTED"


def test_two_payments_in_one_file(tmp_path):
    path = book(tmp_path, ONE, "CR26-000106")
    sets = []
    for name in ("C01.835", "C06.835"):
        text = (ANSWERS / name).read_text().replace("\n", "")
        sets.append([s for s in text.split("~") if s and s.split("*")[0] not in ("ISA", "GS", "GE", "IEA")])
    both = file_of(*[[s.replace("*0506", "*0501") for s in one] for one in sets])
    assert len(read835(both).remittances) == 2
    first, second = post(path, both)
    assert (first.remit_id, second.remit_id) == ("RM000001", "RM000002")
    assert money(path, ONE)[0] == "PATIENT_DUE" and money(path, "CR26-000106")[0] == "CLOSED"


def test_a_payer_that_takes_money_out_of_the_account_is_told(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(path, C01)
    paid = [Line("97124", (), 4, 18_000, 10_300, [("CO", "45", 5_200), ("PR", "3", 2_500)], f"{ONE}-1")]
    body = segments([Claim(ONE, "1", paid).reversed()], trace="E2", full=False)
    (applied,) = post(path, file_of(body).replace("BPR*I*-103*C", "BPR*I*103*D"))
    assert applied.posting.warnings == [
        "the payer takes $103.00 out of the bank account instead of paying: look whether it did"
    ]
    assert money(path, ONE) == ("REVERSED", "INS_P", 0, 0, 0, 2_500, 15_500)
