"""From a denial back to the rules that would have stopped it."""

from __future__ import annotations

from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.codes.carc import reasons
from xl_massbill.practice import Records
from xl_massbill.practice.denied import NO_DENIAL, Denied, denied_lines
from xl_massbill.rules.prevented import Toll, prevented_by, tolls

CLAIM = {"claim_id": "CR26-000101", "payer_id": "EHP01", "status": "DENIED"}
LINE = {"claim_id": "CR26-000101", "line_no": 1, "visit_id": "V1", "code": "97124", "charge": 180.0}


def records(**tables):
    return Records(workbook_of(clean() | {"claims": [CLAIM], "claim_lines": [LINE], "denials": []} | tables))


def test_sheet_denials_says_what_was_denied():
    denial = {"denial_id": "D1", "claim_id": "CR26-000101", "line_no": 1, "carc": "176", "amount": 180.0}
    assert denied_lines(records(denials=[denial])) == [Denied("CR26-000101", 1, "176", 18000)]


def test_a_line_marked_as_denied_counts_by_its_first_reason_that_is_one():
    line = LINE | {"denied": True, "carc_list": "45;4;16"}
    assert denied_lines(records(claim_lines=[line])) == [Denied("CR26-000101", 1, "4", 18000)]


def test_a_line_that_only_adjusts_or_was_paid_is_no_denial():
    assert denied_lines(records()) == []
    assert denied_lines(records(claim_lines=[LINE | {"denied": False, "carc_list": "45;3"}])) == []
    unknown = LINE | {"denied": True, "carc_list": "45"}
    assert denied_lines(records(claim_lines=[unknown])) == [Denied("CR26-000101", 1, "", 18000)]


def test_the_same_line_counts_once_and_sheet_denials_comes_first():
    denial = {"denial_id": "D1", "claim_id": "CR26-000101", "line_no": 1, "carc": "50", "amount": 90.0}
    line = LINE | {"denied": True, "carc_list": "4"}
    assert denied_lines(records(denials=[denial], claim_lines=[line])) == [
        Denied("CR26-000101", 1, "50", 9000)
    ]


def test_an_expected_denial_is_none():
    line = LINE | {"denied": True, "carc_list": "96"}
    assert denied_lines(records(claims=[CLAIM | {"expected_denial": True}], claim_lines=[line])) == []


def test_the_office_s_own_list_stands_above_the_one_that_comes_along():
    assert prevented_by(records())["176"] == reasons()["176"].prevented_by == ("REF-003",)
    own = [{"code": "176", "short_own_wording": "order too old", "prevented_by": "REF-003, REF-006"}]
    assert prevented_by(records(carc=own))["176"] == ("REF-003", "REF-006")


def test_a_rule_s_toll_is_what_it_would_have_stopped():
    denied = [
        Denied("C1", 1, "176", 100),
        Denied("C2", 1, "176", 50),
        Denied("C3", 1, "95", 7),
        Denied("C4", 1, "", 9),
    ]
    preventing = {"176": ("REF-003",), "95": ("REF-*", "AUT-*")}
    assert tolls(denied, preventing) == {"REF-003": Toll(2, 150), "REF-*": Toll(1, 7), "AUT-*": Toll(1, 7)}


def test_adjustments_are_those_of_the_denial_test():
    assert len(NO_DENIAL) == 18
    assert {"45", "3", "P12"} <= NO_DENIAL
    assert not {"4", "50", "176"} & NO_DENIAL
