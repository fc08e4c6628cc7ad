"""The report of leaks through the life of a batch, in words and as JSON."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import BATCH, exported
from tests.commands.crashing_orders import NOW
from xl_massbill.claims.leaks import Leak
from xl_massbill.commands.age import age
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.leaks import leaks
from xl_massbill.errors import NoTable
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.memory import MemoryWorkbook

AS_OF = dt.date(2026, 5, 20)


def counts(path):
    lists = leaks(FileWorkbook(path), AS_OF).as_json()["lists"]
    return {name: (one["visits"], one["cents"]) for name, one in lists.items() if one["visits"]}


@pytest.fixture
def clinic(tmp_path):
    return exported(tmp_path, "V1")


def test_a_visit_moves_from_list_to_list_with_its_batch(clinic):
    before = counts(clinic)
    assert before[Leak.NOT_SENT] == (1, 18_000)
    order = Order(BATCH, NOW.date(), "Kim")
    sent(FileWorkbook(clinic), order, NOW)
    assert counts(clinic)[Leak.NOT_ACKNOWLEDGED] == (1, 18_000)
    assert Leak.NOT_SENT not in counts(clinic)


def test_what_was_taken_back_is_not_billed(clinic):
    unbatch(FileWorkbook(clinic), Order(BATCH, NOW.date(), "Kim"), NOW)
    assert counts(clinic) == {Leak.NOT_BILLED: (1, 18_000)}


def test_the_words_and_the_json_say_the_same(clinic):
    report = leaks(FileWorkbook(clinic), AS_OF)
    said, told = report.text().splitlines(), report.as_json()
    assert said[-1] == "1 open visit, $180.00, as of 2026-05-20."
    assert any("1 visit        180.00  not sent: upload, then note the day" in line for line in said)
    assert "         visit V1, claim CR26-000101, for 14 days" in said
    assert told["open"] == {"visits": 1, "lines": 1, "cents": 18_000}
    assert told["lists"]["not sent"]["rows"][0] == {
        "visit": "V1", "claim": "CR26-000101", "cents": 18_000, "days": 14,
    }  # fmt: skip


def test_why_age_shows_less_as_unbilled_is_said(clinic):
    unbatch(FileWorkbook(clinic), Order(BATCH, NOW.date(), "Kim"), NOW)
    report = leaks(FileWorkbook(clinic), AS_OF)
    shown = age(FileWorkbook(clinic), AS_OF).report.total.unbilled
    assert report.unbilled == shown == 18_000 - 2_500, "the copay was paid at the desk"
    assert "Of what is not billed `age` shows $155.00 as unbilled" in report.text().splitlines()[-1]


def test_nothing_is_written(clinic):
    before = clinic.read_bytes()
    leaks(FileWorkbook(clinic), AS_OF)
    assert clinic.read_bytes() == before


def test_a_workbook_without_visits_is_told():
    with pytest.raises(NoTable, match="Visits"):
        leaks(MemoryWorkbook.of({}), AS_OF)
