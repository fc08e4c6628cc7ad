"""What came back for a denial, and the rule that should have caught it, as sheet Denials shows them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import rows
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import NOW, add_claim, book, post, tables
from tests.workbooks import write_workbook
from tests.worked_cases.test_answers import BILLED
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.hosts.file import FileWorkbook

ONE = "CR26-000101"


def claim(paid, *cas, of=ONE):
    return Claim(of, "1", [Line("97124", (), 4, 18_000, paid, list(cas), f"{of}-1")])


DENIED = claim(0, ("CO", "197", 18_000))
PAID = claim(10_000, ("CO", "45", 8_000))
LESS = claim(4_000, ("CO", "45", 14_000))


def hand_in(path, trace, *claims, payer=None):
    total = sum(one.paid for one in claims)
    forward = [("FB", "X", total)] if total < 0 else ()
    (applied,) = post(path, file_of(segments(list(claims), forward, trace=trace, full=False)))
    return applied


def back(path):
    (denial,) = rows(path, "denials")
    return None if str(denial["recovered"]) == "<NA>" else int(denial["recovered"])


def test_money_that_is_taken_back_again_is_not_recovered(tmp_path):
    path = book(tmp_path, ONE)
    hand_in(path, "E1", DENIED)
    assert back(path) is None
    hand_in(path, "E2", DENIED.reversed(), PAID)
    assert back(path) == 10_000
    taken = hand_in(path, "E3", PAID.reversed())
    assert back(path) == 0
    undo_posting(FileWorkbook(path), taken.remit_id, NOW, "Kim")
    assert back(path) == 10_000
    hand_in(path, "E4", PAID.reversed(), LESS)
    assert back(path) == 4_000


def test_a_reversal_of_what_was_paid_before_the_denial_recovers_nothing(tmp_path):
    path = book(tmp_path, ONE)
    hand_in(path, "E1", PAID)
    hand_in(path, "E2", PAID.reversed(), DENIED)
    assert back(path) is None
    hand_in(path, "E3", DENIED.reversed(), LESS)
    assert back(path) == 4_000


@pytest.mark.parametrize(
    ("named", "decision", "wanted"),
    [
        ({"replaces_claim_id": ONE, "parent_claim_id": ONE}, "NEW", 10_000),
        ({"parent_claim_id": ONE, "payer_seq": "S"}, "NEXT_PAYER", 10_000),
        ({"parent_claim_id": ONE, "payer_seq": "S"}, "APPEAL", None),
    ],
)
def test_it_may_come_by_the_claim_that_follows(tmp_path, named, decision, wanted):
    made = tables(ONE, status="DENIED")
    made["claim_lines"][0] |= {"denied": True}
    made["denials"] = [
        {"denial_id": "DN0001", "claim_id": ONE, "line_no": 1, "carc": "197", "group": "CO", "decision": decision}
    ]  # fmt: skip
    add_claim(made, "CR26-000777", *BILLED[ONE], dt.date(2026, 5, 4), **named)
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    hand_in(path, "E1", claim(10_000, ("CO", "45", 8_000), of="CR26-000777"))
    assert back(path) == wanted


@pytest.mark.parametrize(
    ("carc", "rule"),
    [("197", "AUT-001"), ("16", None), ("P6", "none"), ("A1", "none"), ("299", "none")],
)
def test_the_rule_that_should_have_caught_it_or_none(tmp_path, carc, rule):
    """Of reason 16 only groups of rules are known: which one, the remark says and nobody guesses."""
    path = book(tmp_path, ONE)
    hand_in(path, "E1", claim(0, ("CO", carc, 18_000)))
    (denial,) = rows(path, "denials")
    assert denial["caught_by"] == rule


def test_what_the_office_has_entered_for_a_reason_goes_first(tmp_path):
    made = tables(ONE)
    made["carc"] = [{"code": "299", "short_own_wording": "ours", "prevented_by": "COV-003"}]
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    hand_in(path, "E1", claim(0, ("CO", "299", 18_000)))
    assert rows(path, "denials")[0]["caught_by"] == "COV-003"
