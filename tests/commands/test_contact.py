"""A call, a promise or a task is noted in one step, or refused as a whole."""

from __future__ import annotations

import pytest

from tests.aging.test_report import AS_OF
from tests.aging.test_worklist import ago, book, follow, later, sent
from xl_massbill.commands.contact import Noted, cents, note
from xl_massbill.errors import Refused
from xl_massbill.practice import Records


def test_a_call_is_noted_in_one_step():
    workbook = book([sent(20)], follow_up=[follow()])
    said = note(
        workbook, ["CR26-000001", "P1"], Noted("PROMISE", "Kim", promised=7_510, promised_on=later(9)), AS_OF
    )
    assert said == "Noted PROMISE for 2 rows of FollowUp."
    sheet = Records(workbook)["follow_up"]
    assert list(sheet["followup_id"]) == ["FU0001", "FU0002", "FU0003"]
    assert list(sheet["claim_id"])[1:] == ["CR26-000001", None] and list(sheet["patient_id"])[1:] == [
        None,
        "P1",
    ]
    assert list(sheet["promised_amount"])[1:] == [7_510, 7_510]


@pytest.mark.parametrize(
    ("about", "noted", "why"),
    [
        (["CR99"], Noted("CALL", "Kim"), "CR99"),
        ([], Noted("CALL", "Kim"), "nothing was noted"),
        (["CR26-000001"], Noted("SHOUT", "Kim"), "SHOUT is not a kind"),
        (["CR26-000001"], Noted("CALL", ""), "who notes this"),
        (["CR26-000001"], Noted("CALL", "Kim", promised=100), "by which day"),
        (["CR26-000001"], Noted("CALL", "Kim", promised=-1, promised_on=later(1)), "above zero"),
        (["CR26-000001"], Noted("CALL", "Kim", next_due=ago(1)), "has passed"),
    ],
)
def test_what_makes_no_sense_is_refused(about, noted, why):
    workbook = book([sent(20)])
    with pytest.raises(Refused, match=why):
        note(workbook, about, noted, AS_OF)
    assert len(Records(workbook)["follow_up"]) == 0


@pytest.mark.parametrize("typed", ["much", "1.005", "", "NaN", "Infinity"])
def test_amounts_are_exact(typed):
    with pytest.raises(Refused):
        cents(typed)
