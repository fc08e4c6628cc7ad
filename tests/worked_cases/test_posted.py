"""The payers' answers of the worked cases, posted: balances to the cent, states, denials and next actions."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import rows
from tests.remits.posted import ANSWERS, NOW, add_claim, book, claim, everything, money, post, tables
from tests.workbooks import columns
from tests.worked_cases.test_answers import BILLED
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.commands.decide import decide
from xl_massbill.commands.orders import Order
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults


def test_case_1_is_paid_and_closed(tmp_path):
    path = book(tmp_path, "CR26-000101", patient_paid=25.0)
    (applied,) = post(path, "C01.835")
    assert money(path, "CR26-000101") == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)
    row = claim(path, "CR26-000101")
    assert (row["icn"], row["pr_final_on"].date(), row["status_since"].date()) == (
        "EHP2026140001", dt.date(2026, 5, 20), dt.date(2026, 5, 20),
    )  # fmt: skip
    (line,) = rows(path, "claim_lines")
    cells = ("allowed", "paid", "co_adj", "pr_ded", "pr_copay")
    assert tuple(int(line[name]) for name in cells) == (12_800, 10_300, 5_200, 0, 2_500)
    assert (bool(line["denied"]), line["carc_list"]) == (False, ("45", "3"))
    assert [r["billing_status"] for r in rows(path, "visits")] == ["CLOSED"]
    assert rows(path, "denials") == [] and rows(path, "follow_up") == []
    (remit,) = rows(path, "remits")
    assert (remit["payer_id"], remit["check_eft_no"], int(remit["amount"]), bool(remit["balanced"])) == (
        "EHP01", "EFT700101", 10_300, True,
    )  # fmt: skip
    assert applied.posting.outcomes["CR26-000101"].next_action == "nothing"


def test_case_5_a_bundled_code_waits_for_a_decision_and_the_rest_is_the_patients(tmp_path):
    path = book(tmp_path, "CR26-000105")
    (applied,) = post(path, "C05.835")
    assert money(path, "CR26-000105") == ("PAID_PARTIAL", "INS_P", 13_000, 0, 5_000, 0, 7_000)
    (denial,) = rows(path, "denials")
    assert (denial["carc"], denial["group"], int(denial["amount"]), denial["line_no"]) == (
        "97",
        "CO",
        2_000,
        2,
    )
    assert denial["rarcs"] == ("M15",) and denial["deadline"].date() == dt.date(2027, 5, 12)
    assert [bool(r["denied"]) for r in rows(path, "claim_lines")] == [False, True]
    assert applied.posting.outcomes["CR26-000105"].next_action.startswith("line 2 denied (97)")
    order = Order("Kim", dt.date(2026, 5, 12), "bundled by the contract")
    decide(FileWorkbook(path), "DN0001", Decision.WRITE_OFF, order, NOW, approved_by="Kim")
    assert money(path, "CR26-000105") == ("PATIENT_DUE", "PATIENT", 13_000, 2_000, 5_000, 0, 5_000)
    assert claim(path, "CR26-000105")["status_since"].date() == dt.date(2026, 5, 12)


def test_case_6_the_cap_is_written_off(tmp_path):
    path = book(tmp_path, "CR26-000106")
    post(path, "C06.835")
    assert money(path, "CR26-000106") == ("CLOSED", "NONE", 11_209, 6_791, 0, 0, 0)
    assert rows(path, "denials") == []


@pytest.mark.parametrize("status", ["1", "4"])
def test_case_8_the_expected_denial_is_closed_whatever_clp02_says(tmp_path, status):
    path = book(tmp_path, "CR26-000108", patient_paid=180.0, expected_denial="Y")
    text = (ANSWERS / "C08.835").read_text().replace("CR26-000108*1*", f"CR26-000108*{status}*")
    (applied,) = post(path, text)
    assert money(path, "CR26-000108") == ("CLOSED", "NONE", 0, 0, 18_000, 18_000, 0)
    assert [step.event.name for step in applied.posting.steps["CR26-000108"]] == [
        "REMIT" if status == "1" else "REMIT_DENIED", "WEIGHED",
    ]  # fmt: skip
    (denial,) = rows(path, "denials")
    assert (denial["group"], denial["carc"], denial["rarcs"]) == ("PR", "96", ("N425",))


def case_9(folder):
    """Return the workbook after the first answer, with the decision and the corrected claim sent."""
    path = book(folder, "CR26-000109", patient_paid=20.0)
    post(path, "C09a.835")
    assert money(path, "CR26-000109") == ("PAID_PARTIAL", "INS_P", 5_000, 2_600, 2_000, 2_000, 9_000)
    made = {name: [] for name in ("claims", "claim_lines", "visits", "coverage")} | {
        "coverage": tables()["coverage"]
    }
    add_claim(
        made, "CR26-000109R1", *BILLED["CR26-000109R1"], dt.date(2026, 5, 19), patient_paid=20.0,
        frequency="7", replaces_claim_id="CR26-000109", parent_claim_id="CR26-000109",
    )  # fmt: skip
    workbook = FileWorkbook(path)
    workbook.append("claims", columns(made["claims"]))
    workbook.append("claim_lines", columns(made["claim_lines"]))
    workbook.write("claims", {"status": ["REPLACED", "ACCEPTED"]})
    workbook.write("denials", {"decision": ["CORRECT"]}, by="Kim")
    workbook.save()
    return path


def test_case_9_first_answer(tmp_path):
    path = book(tmp_path, "CR26-000109", patient_paid=20.0)
    post(path, "C09a.835")
    (denial,) = rows(path, "denials")
    assert (denial["carc"], denial["deadline"].date(), denial["caught_by"]) == (
        "4",
        dt.date(2026, 10, 6),
        "MOD-002",
    )
    row = claim(path, "CR26-000109")
    assert row["deadline_correct"].date() == dt.date(2026, 10, 6)
    assert row["deadline_appeal"].date() == dt.date(2026, 8, 7)


def test_case_9_reversal_and_correction_end_at_nothing(tmp_path):
    path = case_9(tmp_path)
    before = everything(path, "visits")  # their Billing column follows the claim with the first step
    (applied,) = post(path, "C09b.835")
    first, again = money(path, "CR26-000109"), money(path, "CR26-000109R1")
    assert first[0] == "REPLACED" and again[:2] == ("CLOSED", "NONE")
    assert again[2:] == (11_000, 5_600, 2_000, 2_000, 0)
    assert first[2:5] == (0, 0, 0)
    # the family: charge 186, contractual 56, paid 110, patient 20
    assert 18_600 - (first[3] + again[3]) - (first[2] + again[2]) - again[5] == 0
    (denial,) = rows(path, "denials")
    assert int(denial["recovered"]) == 6_000
    assert applied.posting.outcomes["CR26-000109"].notes == []
    undo_posting(FileWorkbook(path), applied.remit_id, NOW, "Kim", "to see")
    assert everything(path, "visits") == before


@pytest.mark.parametrize(
    ("claims", "file"),
    [(["CR26-000101"], "C01.835"), (["CR26-000105"], "C05.835"), (["CR26-000106"], "C06.835"),
     (["CR26-000108"], "C08.835"), (["CR26-000109"], "C09a.835")],
)  # fmt: skip
def test_what_was_posted_adds_up_and_comes_off_again(tmp_path, claims, file):
    path = book(tmp_path, *claims, patient_paid=20.0)
    before = everything(path)
    (applied,) = post(path, file)
    records = Records(FileWorkbook(path))
    assert faults(records["remits"], records["payments"], records["plb"]) == []
    for row in rows(path, "claims"):
        settled = sum(
            int(row[n]) for n in ("paid_total", "contractual_total", "patient_paid", "other_adj_total")
        )
        assert int(row["total_charge"]) == settled + int(row["balance"])
    undone = undo_posting(FileWorkbook(path), applied.remit_id, NOW, "Kim", "wrong clinic")
    assert "taken back" in undone.sentence
    assert everything(path) == before
    assert rows(path, "audit")[-1]["reason"] == "wrong clinic"
