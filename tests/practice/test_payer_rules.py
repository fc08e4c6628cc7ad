"""Which row of PayerRules is in force: handbook §1.5, look-up order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.practice.practices import day, plain, practice, visit
from xl_massbill.practice import Lines

LMT = [{"therapist_id": "T1", "provider_type": "LMT"}]


def rule(value: str, **cells: Any) -> dict[str, Any]:
    return {
        "payer_id": "X",
        "rule_key": "tfl_days",
        "value": value,
        "code": "*",
        "provider_type": "*",
        **cells,
    }


def of(rules: list[dict[str, Any]], **cells: Any) -> Lines:
    line = visit("2026-05-04", code="97124", therapist_id="T1", **cells)
    return practice([line], payer_rules=rules, therapists=LMT)


EVERY = rule("every")
PROVIDER = rule("provider", provider_type="LMT")
CODE = rule("code", code="97124")
BOTH = rule("both", code="97124", provider_type="LMT")


@pytest.mark.parametrize(
    ("rules", "wins"),
    [
        ([EVERY], "every"),
        ([EVERY, PROVIDER], "provider"),
        ([EVERY, PROVIDER, CODE], "code"),
        ([EVERY, PROVIDER, CODE, BOTH], "both"),
        ([rule("blank", code=None, provider_type=None)], "blank"),
        ([rule("elsewhere", code="97140")], None),
        ([rule("elsewhere", provider_type="PT")], None),
        ([rule("elsewhere", payer_id="Y")], None),
        ([rule("elsewhere", rule_key="appeal_days")], None),
        ([rule("elsewhere", code="97140"), EVERY], "every"),
        (
            [{**CODE, "effective_from": day("2026-01-01")}, {**BOTH, "effective_from": day("2020-01-01")}],
            "both",
        ),
        ([{**EVERY, "effective_from": day("2026-05-01")}, CODE], "code"),
        ([rule("all payers", payer_id="*"), EVERY], "every"),
        ([rule("all payers", payer_id="*")], "all payers"),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_the_more_exact_row_wins_wherever_it_stands(rules, wins, backwards):
    lines = of(rules[::-1] if backwards else rules)
    assert plain(lines.rule("tfl_days")) == [wins]


@pytest.mark.parametrize(
    ("starts", "wins"),
    [
        (("2026-01-01", "2026-02-01"), 1),
        (("2026-02-01", "2026-01-01"), 0),
        ((None, "2020-01-01"), 1),
        (("2020-01-01", None), 0),
        (("2026-05-04", "2026-05-05"), 0),
    ],
)
def test_among_equals_the_latest_start_wins(starts, wins):
    rules = [rule(str(i), effective_from=s and day(s)) for i, s in enumerate(starts)]
    assert plain(of(rules).rule("tfl_days")) == [str(wins)]


@pytest.mark.parametrize(
    ("starts", "ends", "valid"),
    [
        ("2026-05-04", None, True),
        ("2026-05-05", None, False),
        (None, "2026-05-04", True),
        (None, "2026-05-03", False),
        ("2026-05-04", "2026-05-04", True),
    ],
)
def test_a_row_counts_on_its_first_and_last_day(starts, ends, valid):
    rules = [rule("90", effective_from=starts and day(starts), effective_to=ends and day(ends))]
    assert plain(of(rules).rule("tfl_days")) == (["90"] if valid else [None])


def test_a_weaker_row_takes_over_when_the_stronger_has_ended():
    assert plain(of([EVERY, {**BOTH, "effective_to": day("2026-05-03")}]).rule("tfl_days")) == ["every"]


def test_each_line_gets_its_own_row():
    visits = [
        visit("2026-05-04", code="97124", therapist_id="T1"),
        visit("2026-05-04", code="97140", therapist_id="T1"),
        visit("2026-01-04", code="97124", therapist_id="T1"),
        visit("2026-05-04", code="97124", therapist_id="T1", coverage_id=None),
    ]
    lines = practice(
        visits, payer_rules=[EVERY, {**CODE, "effective_from": day("2026-02-01")}], therapists=LMT
    )
    assert plain(lines.rule("tfl_days")) == ["code", "every", "every", None]


def test_the_coverage_beats_the_payer_and_a_blank_does_not():
    said = rule("Y", rule_key="rx_required")
    coverage = [
        {"coverage_id": "C1", "payer_id": "X", "rx_required": "N"},
        {"coverage_id": "C2", "payer_id": "X"},
    ]
    lines = practice(
        [visit("2026-05-04"), visit("2026-05-05", coverage_id="C2")], coverage=coverage, payer_rules=[said]
    )
    assert plain(lines.rule("rx_required")) == ["N", "Y"]


def test_unconfirmed_is_certainty_g_without_a_day_and_only_where_the_row_decides():
    def open_(**cells: Any) -> list[bool] | None:
        found = of([rule("90", **cells)]).unconfirmed("rule:tfl_days")
        return None if found is None else found.tolist()

    assert open_(certainty="G") == [True]
    assert open_(certainty="G", confirmed_on=day("2026-01-02")) is None
    assert open_(certainty="R") is None
    assert open_() is None
    assert open_(certainty="G", effective_to=day("2026-05-03")) is None


def test_an_unconfirmed_row_does_not_matter_where_the_coverage_answers():
    coverage = [{"coverage_id": "C1", "payer_id": "X", "rx_required": "N"}]
    lines = practice(
        [visit("2026-05-04")],
        coverage=coverage,
        payer_rules=[rule("Y", rule_key="rx_required", certainty="G")],
    )
    assert lines.unconfirmed("rule:rx_required") is None


def test_numbers_and_words_of_rules():
    lines = of([rule(" 90"), rule("yes ", rule_key="ncci_applied"), rule("n/a", rule_key="appeal_days")])
    assert plain(lines.rule_number("tfl_days")) == [90]
    assert plain(lines.rule_number("appeal_days")) == [None]
    assert plain(lines.rule_number("max_lines")) == [None]
    assert lines.rule_says("ncci_applied", "Y", "YES").tolist() == [True]
    assert lines.rule_says("ncci_applied", "Y").tolist() == [False]
    assert lines.rule_says("max_lines", "Y").tolist() == [False]
