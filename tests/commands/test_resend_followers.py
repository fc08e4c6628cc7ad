"""Claims that follow another, rejected themselves: sent again as what they were, under their number."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.claims.test_again import PARENT
from tests.commands.clinics import rows, states
from tests.commands.test_following import DAY, NOW, clinic, follow
from tests.commands.test_resend import new_number, rejected
from tests.workbooks import workbook_of
from xl_massbill.claims.booking import columns_of
from xl_massbill.claims.following import Kind
from xl_massbill.claims.in_place import put_in_place
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.forms.x837p import read_claims
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

__all__ = ["clinic"]
R1, V1, S = f"{PARENT}R1", f"{PARENT}V1", f"{PARENT}S"


def go(path, kind, claim_id):
    """Make a claim that follows case 9, send it, and have it rejected."""
    follow(path, kind)
    send(path)
    rejected(path, claim_id)


def send(path):
    (*_, last) = rows(path, "batches")
    sent(FileWorkbook(path), Order(last["batch_id"], DAY, "office"), NOW)


def again(path, claim_id):
    (found,) = read_claims(follow(path, Kind.RESENT, claim_id).files[0])
    return found


@pytest.mark.parametrize("how", ["N", "Y"])
def test_a_correction_goes_again_as_a_correction(clinic, how):
    go(new_number(clinic, how), Kind.CORRECTED, R1)
    found = again(clinic, R1)
    assert (found.claim_id, found.frequency, found.references["F8"]) == (R1, "7", "SBS2026159001")
    assert states(clinic) == {PARENT: "REPLACED", R1: "BATCHED"}
    send(clinic)
    assert states(clinic) == {PARENT: "REPLACED", R1: "SUBMITTED"}


def test_a_correction_taken_back_stays_with_its_visits(clinic):
    go(clinic, Kind.CORRECTED, R1)
    again(clinic, R1)
    (*_, last) = rows(clinic, "batches")
    unbatch(FileWorkbook(clinic), Order(last["batch_id"], DAY, "office", "not yet"), NOW)
    on = {(r["claim_id"], r["billing_status"]) for r in rows(clinic, "visits") if r["visit_id"] == "V9"}
    assert on == {(R1, "READY")}
    assert again(clinic, R1).frequency == "7"


def test_a_void_goes_again_as_a_void(clinic):
    go(clinic, Kind.VOID, V1)
    found = again(clinic, V1)
    assert (found.claim_id, found.frequency, found.references["F8"]) == (V1, "8", "SBS2026159001")
    send(clinic)
    assert states(clinic) == {PARENT: "VOIDED", V1: "SUBMITTED"}


@pytest.mark.parametrize(("how", "number"), [("N", S), ("Y", f"{S}2")])
def test_the_claim_to_the_next_payer_goes_again_with_the_answer_of_the_first(clinic, how, number):
    workbook = FileWorkbook(clinic, fill=True)
    sheet = Records(workbook)["visits"]  # as it was sent: the last line with modifier 59 alone
    mods = {name: list(sheet.grid.columns[sheet.match.at[name]]) for name in ("mod1", "mod2")}
    mods["mod1"][-1], mods["mod2"][-1] = "59", None
    workbook.write("visits", mods, by="office")
    first = next(row for row in rows(clinic, "coverage") if row["coverage_id"] == "C9")
    second = first | {"coverage_id": "C9S", "priority": "S", "payer_id": "EHP01", "member_id": "EHP990011"}
    cells = {n: [v] for n, v in second.items() if isinstance(v, str)}
    days = {n: [dt.date(2026, 1, 1)] for n in ("effective_from", "verified_on", "cob_confirmed_on")}
    workbook.append("coverage", cells | days, by="office")
    workbook.save()
    go(new_number(clinic, how), Kind.NEXT_PAYER, S)
    if how == "Y":
        new_number(clinic)  # of the second payer, too
    file = follow(clinic, Kind.RESENT, S).files[0]
    (found,) = read_claims(file)
    assert (found.claim_id, found.frequency) == (number, "1")
    text = file.read_text(encoding="ascii")
    assert "SBR*S*" in text and "AMT*D*50~" in text and text.count("SVD*SBS01") == 2
    send(clinic)
    made = {S: "SUBMITTED"} if how == "N" else {S: "REPLACED", number: "SUBMITTED"}
    assert states(clinic) == {PARENT: "FORWARDED"} | made
    row = next(row for row in rows(clinic, "claims") if row["claim_id"] == number)
    assert (row["parent_claim_id"], row["payer_seq"], row["coverage_id"]) == (PARENT, "S", "C9S")


def line(number, code, **more):
    return {"claim_id": "K1", "line_no": number, "code": code, "units": 1, "charge": 4_500, **more}


@pytest.mark.parametrize("codes", [["97140"], ["97140", "97124"], ["97140", "97124", "97112"]], ids=len)
def test_rows_are_written_over_and_no_other_row_is_touched(codes):
    other = {"claim_id": "K2", "line_no": 1, "code": "97010", "units": 1, "charge": 5.0}
    old = [line(n, "97124", charge=10.0, paid=3.0, carc_list="45") for n in (1, 2)]
    workbook = workbook_of({"claim_lines": [old[0], other, old[1]]})
    new = [line(n, code) for n, code in enumerate(codes, 1)]
    put_in_place(workbook, Records(workbook), "claim_lines", columns_of("claim_lines", new))
    sheet = Records(workbook)["claim_lines"]
    found = list(zip(sheet["claim_id"], sheet["line_no"], sheet["code"], sheet["charge"], strict=True))
    assert sorted(found) == sorted(
        [("K2", 1, "97010", 500), *(("K1", n, code, 4_500) for n, code in enumerate(codes, 1))]
    )
    assert [row[1] for row in found if row[0] == "K1"] == list(range(1, len(codes) + 1)), "in their order"
    assert sheet["paid"].isna().all() and not any(sheet["carc_list"])


def test_the_row_of_the_claim_loses_only_what_it_says_anew():
    row = {
        "claim_id": "K1",
        "status": "REJECTED",
        "dx1": "M54.2",
        "dx2": "M62.838",
        "icn": "X1",
        "rejections": 2,
    }
    workbook = workbook_of({"claims": [{"claim_id": "K0", "dx2": "M54.6"}, row]})
    new = {"claim_id": "K1", "status": "BATCHED", "dx1": "M54.6", "first_submitted_on": "2026-05-06"}
    put_in_place(workbook, Records(workbook), "claims", columns_of("claims", [new]))
    sheet = Records(workbook)["claims"]
    assert [sheet[n].tolist() for n in ("claim_id", "status", "dx2")] == [
        ["K0", "K1"],
        [None, "BATCHED"],
        ["M546", None],
    ]
    assert (sheet["dx1"][1], sheet["icn"][1], sheet["rejections"][1]) == ("M546", "X1", 2)
    put_in_place(workbook, Records(workbook), "claims", columns_of("claims", [new | {"claim_id": "K2"}]))
    assert Records(workbook)["claims"]["claim_id"].tolist() == ["K0", "K1", "K2"]
