"""The pairs of a day: which days are looked at, and which row is in force on each."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.rules.cases import AS_OF, clean, workbook
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.ncci_pairs import Told

PAIR = {"column1": "97140", "column2": "97124", "mod_indicator": "1", "certainty": "R"}


def practice(lines, *, pairs=(PAIR,), applied="Y"):
    """Return lines of the clean practice with these cells, whose payer follows NCCI."""
    tables = clean()
    first = tables["visits"][0]
    tables["visits"] = [first | {"line_no": i} | line for i, line in enumerate(lines, 1)]
    tables["payer_rules"].append(tables["payer_rules"][0] | {"rule_key": "ncci_applied", "value": applied})
    tables["ncci_ptp"] = list(pairs)
    return Lines(Records(workbook(tables)), AS_OF)


def test_only_days_with_several_codes_are_looked_at():
    later = {"visit_id": "V2", "dos": dt.date(2026, 5, 5)}
    lines = practice([{}, {}, later, {**later, "code": "97140"}, {**later, "status": "CASH"}])
    assert lines["pair_day"].tolist() == [pd.NA, pd.NA, 0, 0, pd.NA]


def test_each_day_has_the_row_of_its_own_date():
    """Three lines a day, so that days and lines cannot be mixed up."""
    days = [dt.date(2026, 5, day) for day in (3, 4, 5)]
    codes = ("97124", "97140", "97010")
    lines = practice(
        [{"visit_id": f"V{day.day}", "dos": day, "code": code} for day in days for code in codes],
        pairs=[PAIR | {"effective_from": days[1], "effective_to": days[1]}],
    )
    assert Told(lines, "missing").mask.tolist() == [False] * 3 + [True, True, False] + [False] * 3


@pytest.mark.parametrize("lines", [[], [{}], [{}, {"code": "97140"}]])
def test_nothing_is_told_where_nothing_can_be(lines):
    for kind in ("missing", "never", "misplaced"):
        assert not Told(practice(lines, pairs=()), kind).mask.any()
        assert not Told(practice(lines, applied="N"), kind).mask.any()


def test_a_code_that_is_second_in_one_pair_and_first_in_the_next_is_told_as_second():
    never = [PAIR | {"column1": "97010", "column2": "97140"}, PAIR]
    lines = practice(
        [{}, {"code": "97140"}, {"code": "97010"}], pairs=[p | {"mod_indicator": "0"} for p in never]
    )
    assert Told(lines, "never").each(lambda edit: edit.column2).tolist() == ["97124", "97140", "97140"]
