"""A rule replayed over billed visits: what it would have stopped, and held up for nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.commands import denials
from xl_massbill.commands.backtest import backtest
from xl_massbill.errors import Refused

DAY = dt.date(2026, 6, 1)


def practice():
    """Return four billed visits of an order for two: the last two exceed it; paid, paid, denied, unanswered."""
    tables = clean()
    tables["referrals"][0]["visits_ordered"] = 2
    visit, note = tables["visits"][0], tables["notes"][0]
    tables["visits"], tables["notes"], tables["claims"], tables["claim_lines"] = [], [], [], []
    fates = [{"paid": 103.0}, {"paid": 103.0}, {"paid": 0.0, "denied": True, "carc_list": "287"}, {}]
    for n, fate in enumerate(fates, 1):
        day, claim = dt.date(2026, 5, 4 + n), f"CR26-00010{n}"
        key = {"visit_id": f"V{n}", "dos": day}
        tables["visits"].append(visit | key | {"claim_id": claim})
        tables["notes"].append(note | key | {"signed_on": dt.datetime(2026, 5, 4 + n, 12, 30)})
        tables["claims"].append(
            {"claim_id": claim, "payer_id": "EHP01", "patient_id": "P1", "status": "ACCEPTED"}
        )
        tables["claim_lines"].append(
            {
                "claim_id": claim,
                "line_no": 1,
                "visit_id": f"V{n}",
                "dos": day,
                "code": "97124",
                "charge": 180.0,
            }
            | fate
        )
    return tables


def test_it_counts_what_was_denied_paid_and_not_answered():
    found = backtest(workbook_of(practice()), "ref-005", DAY)
    assert (found.billed, found.flagged) == (4, 2)
    assert (found.denied, found.denied_flagged, found.denied_cents) == (1, 1, 18000)
    assert (found.paid, found.paid_flagged, found.paid_cents) == (2, 0, 0)
    assert found.unanswered_flagged == 1
    assert found.denied_by == {"287": 1}
    assert found.text().splitlines() == [
        "REF-005 would have flagged 2 of 4 billed lines.",
        "Denied: 1 of 1 denied lines (by reason 287: 1), $180.00 of charges.",
        "Paid: 0 of 2 paid lines would have been held up for nothing, $0.00 paid.",
        "Not answered yet: 1.",
    ]


def test_another_limit_flags_more():
    tables = practice()
    assert backtest(workbook_of(tables), "REF-006", DAY, ["visits=0"]).flagged == 1
    found = backtest(workbook_of(tables), "REF-006", DAY, ["visits=1"])
    assert (found.flagged, found.paid_flagged, found.paid_cents) == (2, 2, 20600)
    assert found.params == {"visits": 1}
    assert 'REF-006 with {"visits": 1} would have flagged 2' in found.text()


def test_the_office_s_own_limit_is_the_starting_point_even_of_a_rule_switched_off():
    tables = practice()
    tables["rules"] = [{"rule_id": "REF-006", "params": '{"visits": 0}', "enabled": False}]
    assert backtest(workbook_of(tables), "REF-006", DAY).flagged == 1


def test_nothing_billed_nothing_to_replay():
    tables = clean() | {"claims": [], "claim_lines": []}
    assert "nothing to replay" in backtest(workbook_of(tables), "REF-005", DAY).text()


@pytest.mark.parametrize(
    ("rule", "given", "words"),
    [
        ("REF-999", [], "There is no rule REF-999"),
        ("REF-006", ["weeks=2"], "REF-006 has no limit weeks. It has: visits, days."),
        ("REF-006", ["days"], "Write it as name=value"),
        ("REF-006", ["days=soon"], "a value like 14, not soon"),
        ("REF-005", ["days=1"], "It has: none"),
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence(rule, given, words):
    with pytest.raises(Refused, match=words):
        backtest(workbook_of(practice()), rule, DAY, given)


def test_denials_show_the_rules_that_prevent_them():
    tables = practice()
    tables["rules"] = [{"rule_id": "REF-005", "enabled": False}]
    workbook = workbook_of(tables)
    (lesson,) = denials.lessons(workbook)
    assert (lesson.carc, lesson.lines, lesson.cents) == ("287", 1, 18000)
    assert "REF-005" in lesson.rules
    told = denials.text(workbook, [lesson])
    assert "prevented by REF-005, Visits left on the order, which is switched off" in told
    assert told.endswith("1 denied line, $180.00.")
    assert denials.text(workbook, []) == "No denied line is in the workbook."


def test_a_whole_group_can_be_meant():
    tables = practice()
    tables["claim_lines"][2]["carc_list"] = "95"
    workbook = workbook_of(tables)
    assert "prevented by the checks REF (" in denials.text(workbook, denials.lessons(workbook))
