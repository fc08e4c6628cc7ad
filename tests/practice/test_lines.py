"""The join of visit lines with what they point to, and what a line remembers of unread cells."""

from __future__ import annotations

import numpy as np
import pytest

from tests.practice.practices import day, lines_of, plain, practice, visit
from xl_massbill.practice import Records
from xl_massbill.practice.lines import derived


def test_a_line_sees_what_it_points_to():
    lines = lines_of(
        practice=[{"practice_id": "CEDAR", "state": "WA"}],
        payers=[{"payer_id": "X", "name": "Evergreen"}],
        coverage=[{"coverage_id": "C1", "payer_id": "X", "group_no": "G7"}],
        patients=[{"patient_id": "P1", "state": "OR"}],
        referrals=[{"referral_id": "R1", "signed_on": day("2026-04-01"), "dx_list": "M54.2, M62.838"}],
        notes=[{"visit_id": "V1", "pain_before": 6}],
        visits=[visit("2026-05-04", visit_id="V1"), visit("2026-05-05", referral_id=None, coverage_id=None)],
    )
    assert plain(lines["coverage_group_no"]) == ["G7", None]
    assert plain(lines["payer_name"]) == ["Evergreen", None]
    assert plain(lines["patient_state"]) == ["OR", "OR"]
    assert plain(lines["referral_signed_on"]) == ["2026-04-01", None]
    assert plain(lines["referral_dx_list"]) == [("M542", "M62838"), None]
    assert plain(lines["note_pain_before"]) == [6, None]
    assert plain(lines["practice_state"]) == ["WA", "WA"]
    assert lines.has("referral").tolist() == [True, False]
    assert len(lines) == 2


def test_of_two_records_with_one_key_the_first_counts():
    lines = practice(
        [visit("2026-05-04")],
        referrals=[{"referral_id": "R1", "visits_ordered": 1}, {"referral_id": "R1", "visits_ordered": 2}],
    )
    assert plain(lines["referral_visits_ordered"]) == [1]


def test_a_practice_or_table_that_is_not_there_gives_blanks():
    lines = lines_of(visits=[visit("2026-05-04")])
    assert plain(lines["practice_state"]) == [None]
    assert plain(lines["referral_signed_on"]) == [None]
    assert lines.has("referral").tolist() == [False]


def test_a_name_that_means_nothing():
    lines = practice([visit("2026-05-04")])
    for name in ("colour", "referral_colour", "colour_of", "practice_colour"):
        with pytest.raises(KeyError):
            lines[name]


def unread(lines, name):
    mask = lines.unread(name)
    return None if mask is None else mask.tolist()


def test_an_unread_cell_is_unknown_on_its_own_line_only():
    lines = practice([visit("2026-05-04"), {**visit("2026-05-05"), "dos": "soon"}])
    assert unread(lines, "dos") == [False, True]
    assert unread(lines, "code") is None


def test_an_unread_cell_of_a_record_is_unknown_on_all_its_lines():
    lines = practice(
        [visit("2026-05-04"), visit("2026-05-05", referral_id="R2"), visit("2026-05-06", referral_id=None)],
        referrals=[
            {"referral_id": "R1", "signed_on": "May"},
            {"referral_id": "R2", "signed_on": day("2026-05-01")},
        ],
    )
    assert unread(lines, "referral_signed_on") == [True, False, False]
    assert unread(lines, "referral_valid_to") is None


def test_a_reference_that_leads_nowhere_is_unknown_but_a_missing_note_is_not():
    lines = practice([visit("2026-05-04", referral_id="R9"), visit("2026-05-05")])
    assert unread(lines, "referral_signed_on") == [True, False]
    assert unread(lines, "note_signed_on") is None


def test_a_derived_column_is_unknown_where_something_it_was_made_from_is():
    lines = practice(
        [visit("2026-05-04"), visit("2026-05-05", referral_id="R2")],
        referrals=[
            {"referral_id": "R1", "visits_ordered": "many"},
            {"referral_id": "R2", "visits_ordered": 2},
        ],
    )
    assert unread(lines, "order_left") == [True, False]


def test_a_rule_is_unknown_where_payer_day_or_the_coverages_own_answer_is():
    coverage = [{"coverage_id": "C1", "payer_id": "X", "rx_required": "perhaps"}]
    lines = practice([visit("2026-05-04"), visit("2026-05-05", coverage_id="C9")], coverage=coverage)
    assert unread(lines, "rule:tfl_days") == [False, True]
    assert unread(lines, "rule:rx_required") == [True, True]
    assert unread(practice([{**visit("2026-05-04"), "dos": "soon"}]), "rule:tfl_days") == [True]


def test_what_is_read_is_noted_and_for_which_lines():
    lines = practice([visit("2026-05-04"), visit("2026-05-05"), visit("2026-05-06")])
    first, second = np.array([True, False, False]), np.array([False, True, False])
    with lines.noting() as notes:
        lines["dos"]
        lines.rule("tfl_days", where=first)
        lines.rule("tfl_days", where=second)
        lines.rule_number("max_lines", where=first)
        lines.rule("max_lines")
        lines.rule_says("ncci_applied", "Y")
        lines.rule_says("ncci_applied", "Y", where=first)
        lines.has("referral")
    assert set(notes) == {"dos", "rule:tfl_days", "rule:max_lines", "rule:ncci_applied", "referral_id"}
    assert notes["rule:tfl_days"].tolist() == [True, True, False]
    assert notes["dos"] is notes["rule:max_lines"] is notes["rule:ncci_applied"] is None


def test_blank_and_holds_ask_the_records_and_note_the_column():
    lines = practice(
        [
            visit("2026-05-04", code="97124"),
            visit("2026-05-05", referral_id="R2"),
            visit("2026-05-06", referral_id=None),
        ],
        referrals=[
            {"referral_id": "R1", "doc_type": "RX", "dx_list": "M54.2", "file_link": "a.pdf"},
            {"referral_id": "R2", "doc_type": "LMN", "dx_list": " , "},
        ],
    )
    with lines.noting() as notes:
        assert lines.blank("referral_file_link").tolist() == [False, True, True]
        assert lines.blank("referral_dx_list").tolist() == [False, True, True]
        assert lines.blank("code").tolist() == [False, True, True]
        assert lines.blank("referral_id").tolist() == [False, False, True]
        assert lines.holds("referral_doc_type", "LMN", "ORDER").tolist() == [False, True, False]
        assert lines.holds("status", "DONE").tolist() == [True, True, True]
        assert lines.holds("place_state", "WA").tolist() == [False, False, False]
        lines.reads("patient_state")
    assert set(notes) == {
        "referral_file_link",
        "referral_dx_list",
        "code",
        "referral_id",
        "referral_doc_type",
        "status",
        "place_state",
        "patient_state",
    }


def test_notes_do_not_depend_on_what_was_read_before():
    lines = practice([visit("2026-05-04")])
    names = []
    for _ in range(2):
        with lines.noting() as notes:
            lines["order_left"]
            lines.rule("tfl_days")
            lines["payer_name"]
        names.append(set(notes))
    assert names[0] == names[1] == {"order_left", "rule:tfl_days", "payer_name"}


def test_a_column_matters_only_where_it_was_asked_for():
    lines = practice([{**visit("2026-05-04"), "dos": "soon"}, {**visit("2026-05-05"), "dos": "later"}])
    assert lines.among({"dos": None}, lines.unread).tolist() == [True, True]
    assert lines.among({"dos": np.array([False, True])}, lines.unread).tolist() == [False, True]
    assert lines.among({"dos": np.array([False, False]), "code": None}, lines.unread) is None
    assert lines.among({}, lines.unread) is None


def test_an_unconfirmed_rule_reaches_through_derived_columns_where_it_mattered():
    age = {"payer_id": "X", "rule_key": "rx_max_age_days", "value": "90", "certainty": "G"}
    lines = practice(
        [visit("2026-05-04"), visit("2026-05-05", referral_id="R2")],
        referrals=[
            {"referral_id": "R1", "signed_on": day("2026-04-01")},
            {"referral_id": "R2", "signed_on": day("2026-04-01"), "valid_to": day("2026-06-01")},
        ],
        payer_rules=[age],
    )
    assert lines.unconfirmed("order_end").tolist() == [True, False]
    assert lines.unconfirmed("order_start") is None
    assert lines.unconfirmed("dos") is None


def test_a_derived_column_is_made_once():
    made = []

    @derived("made_for_this_test")
    def _make(lines):
        made.append(1)
        return lines["dos"]

    lines = practice([visit("2026-05-04")])
    lines["made_for_this_test"]
    lines.unread("made_for_this_test")
    lines["made_for_this_test"]
    assert made == [1]


def test_records_remember_a_table_until_told_to_forget_it():
    records = practice([visit("2026-05-04")]).records
    assert isinstance(records, Records)
    first = records["referrals"]
    assert records["referrals"] is first
    assert records.index("referrals", "referral_id") == {"R1": 0}
    records.forget("referrals")
    assert records["referrals"] is not first
