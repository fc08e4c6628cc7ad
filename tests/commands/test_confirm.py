"""A named person confirms rows: what is written where, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workbooks import workbook_of
from xl_massbill.commands.confirm import confirm
from xl_massbill.errors import NoTable, Refused

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def book():
    rule = {"rule_key": "ncci_applied", "value": "Y", "certainty": "G"}
    return workbook_of(
        {
            "payer_rules": [
                rule | {"payer_id": "REG01", "effective_from": dt.date(2026, 1, 1)},
                rule | {"payer_id": "REG01", "rule_key": "mue_applied", "confirmed_by": "Lee", "confirmed_on": dt.date(2025, 1, 2)},
                rule | {"payer_id": "AET01"},
                rule | {"rule_key": "mue_applied"},
            ],
            "ncci_ptp": [
                {"column1": "97140", "column2": "97124", "effective_from": dt.date(2020, 10, 1)},
                {"column1": "97140", "column2": "97124", "effective_from": dt.date(2020, 1, 1)},
                {"column1": "97140", "column2": "97530"},
            ],
            "carc": [{"code": "29", "short_own_wording": "late"}],
        }
    )  # fmt: skip


def ask(book, table, key="", payer="", by="Kim", on=TODAY):
    return confirm(book, table, key, payer=payer, by=by, on=on, today=TODAY)


def confirmed(book, table):
    grid = book.read(table)
    at = [i for i, heading in enumerate(grid.headings) if heading in ("Confirmed by", "Confirmed on")]
    return list(zip(*(grid.columns[i] for i in at), strict=True))


def test_one_row_by_its_key(book):
    done = ask(book, "payer_rules", "AET01-ncci_applied")
    assert confirmed(book, "payer_rules")[2] == ("Kim", TODAY)
    assert [row for i, row in enumerate(confirmed(book, "payer_rules")) if i != 2] == [
        (None, None), ("Lee", dt.date(2025, 1, 2)), (None, None),
    ]  # fmt: skip
    assert "was not confirmed" in done.text()
    assert "1 row of sheet PayerRules confirmed by Kim on 2026-11-20." in done.text()
    assert (
        "Nothing changed: 1 row of sheet PayerRules says so already."
        in ask(book, "payer_rules", "AET01-ncci_applied").text()
    )


def test_the_beginning_of_a_key_is_enough_if_it_means_one_row(book):
    ask(book, "ncci_ptp", "97140-97530")
    ask(book, "ncci_ptp", "97140-97124-2020-10-01")
    assert confirmed(book, "ncci_ptp") == [("Kim", TODAY), (None, None), ("Kim", TODAY)]
    with pytest.raises(Refused, match="97140-97124 means 2 rows of sheet NCCI_PTP: "):
        ask(book, "ncci_ptp", "97140-97124")
    with pytest.raises(Refused, match="has no row 97140-9753"):
        ask(book, "ncci_ptp", "97140-9753")
    ask(book, "carc", "29")
    assert confirmed(book, "carc") == [("Kim", TODAY)]


def test_all_rows_of_a_payer(book):
    done = ask(book, "payer_rules", payer="REG01", on=dt.date(2026, 11, 1))
    assert [by for by, _ in confirmed(book, "payer_rules")] == ["Kim", "Kim", None, None]
    assert "was confirmed by Lee on 2025-01-02" in done.text()
    ask(book, "payer_rules", payer="*")
    assert [by for by, _ in confirmed(book, "payer_rules")] == ["Kim", "Kim", None, "Kim"]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"table": "payer_rules", "key": "X"}, "has no row X"),
        ({"table": "payer_rules"}, "Name a row by its key, or all of a payer with --all-of"),
        ({"table": "payer_rules", "payer": "NONE1"}, "has no row of payer NONE1"),
        ({"table": "carc", "payer": "REG01"}, "are no payer's"),
        ({"table": "carc", "key": "29", "by": " "}, "Say who confirms it"),
        ({"table": "carc", "key": "29", "on": dt.date(2026, 11, 21)}, "still to come"),
    ],
)
def test_what_is_refused_changes_nothing(book, order, words):
    with pytest.raises(Refused, match=words):
        ask(book, **order)
    assert all(row == (None, None) for row in confirmed(book, "carc"))
    with pytest.raises(NoTable):
        ask(book, "state_law", "WA")
