"""Why two agings differ, by hand: claims, reasons and cents, from a life told day by day.

| day   | what happens                                                     | 101 owed | 102 owed |
|-------|------------------------------------------------------------------|----------|----------|
| 05-06 | both are billed: $180 and $141, of which patients paid $25, $20  | 155      | 121      |
| 05-07 | sent                                                             | 155      | 121      |
| 05-20 | 101: paid 103, contractual 52, patient's part 25                 | 0        | 121      |
| 06-10 | 102: denied, no part of it the patient's: the $20 are a credit   | 0        | 141      |
| 06-12 | the posting to 101 is taken back                                 | 155      | 141      |
| 06-15 | of 102 the first line ($96) is written off                       | 155      | 45       |
"""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.commands.clinics import BATCH, EMPTY
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import ANSWERS
from tests.test_cli import run
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.commands.age import aging_on
from xl_massbill.commands.age_compare import compare
from xl_massbill.commands.batch_orders import Order, sent
from xl_massbill.commands.decide import decide
from xl_massbill.commands.export import export
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.commands.orders import Order as DenialOrder
from xl_massbill.commands.post import Wish, post
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

ONE, TWO = "CR26-000101", "CR26-000102"
EVERGREEN, SUMMIT = "EHP01", "SBS01"
TODAY = dt.date(2026, 7, 1)
SHEETS = ("aging", "aging_patients", "aging_therapists", "aging_kinds", "aging_rows")


def on(text, hour=9):
    return dt.datetime.fromisoformat(f"2026-{text}T{hour:02}:00")


def hand_in(path, data, now):
    post(FileWorkbook(path), [HandedIn("era.835", data)], Wish(now.date(), "Kim", "Kim"), now)


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    folder = tmp_path_factory.mktemp("life")
    tables = practice("V1", "V2") | {name: [] for name in (*EMPTY, *SHEETS)}
    path = write_workbook(folder / "clinic.xlsx", tables)
    export(FileWorkbook(path), on("05-06").date(), on("05-06"))
    sent(FileWorkbook(path), Order(BATCH, on("05-07").date(), "Kim"), on("05-07"))
    hand_in(path, (ANSWERS / "C01.835").read_bytes(), on("05-20"))
    lines = [
        Line("97140", ("GP",), 2, 9_600, 0, [("CO", "197", 9_600)], f"{TWO}-1", day="20260505"),
        Line("97124", ("GP", "59"), 1, 4_500, 0, [("CO", "197", 4_500)], f"{TWO}-2", day="20260505"),
    ]
    denial = segments([Claim(TWO, "4", lines)], trace="E2", full=False, payer="SUMMIT BLUESHIELD")
    hand_in(path, file_of(denial).encode(), on("06-10"))
    undo_posting(FileWorkbook(path), "RM000001", on("06-12"), "Kim")
    order = DenialOrder("Kim", on("06-15").date(), "no appeal is possible")
    decide(FileWorkbook(path), "DN0001", Decision.WRITE_OFF, order, on("06-15"), "Kim", "Lee")
    return path


def owed(path, day):
    found = aging_on(FileWorkbook(path), on(day).date(), TODAY)
    return {row.id: row.total for row in found.report.by_payer if row.kind == "INSURANCE" and row.total}


def why(path, first, second):
    found = compare(FileWorkbook(path), (on(first).date(), on(second).date()), TODAY)
    assert found.second.total - found.first.total == sum(
        one.cents for one in found.changes if one.cell.bucket not in ("unbilled", "credits")
    )
    return {
        (one.cell.payer_id, one.cell.bucket): [
            (step.claim_id or step.visit, step.reason, step.cents) for step in one.steps
        ]
        for one in found.changes
        if one.steps
    }


def test_each_day_is_as_it_was(life):
    both = {EVERGREEN: 15_500, SUMMIT: 12_100}
    known = [owed(life, day) for day in ("05-06", "05-19", "05-20", "06-11", "06-12", "06-15")]
    then = [both, both, {SUMMIT: 12_100}, {SUMMIT: 14_100}, both | {SUMMIT: 14_100}, both | {SUMMIT: 4_500}]
    assert known == then


def test_a_payment_explains_what_is_gone(life):
    assert why(life, "05-10", "05-25") == {
        (EVERGREEN, "0-30"): [(ONE, "contractual adjustment", -5_200), (ONE, "payment", -10_300)]
    }


def test_what_grew_by_age_comes_from_the_bucket_before(life):
    found = why(life, "05-25", "06-11")
    over = "the patient has paid more than the own part"
    assert found == {
        (SUMMIT, "0-30"): [(TWO, "moved up by age to 31-60", -12_100)],
        (SUMMIT, "31-60"): [(TWO, "moved up by age from 0-30", 12_100), (TWO, over, 2_000)],
        (SUMMIT, "credits"): [(TWO, over, -2_000)],
    }


def test_a_posting_taken_back_and_a_write_off(life):
    assert why(life, "06-11", "06-30") == {
        (EVERGREEN, "31-60"): [(ONE, "posting taken back", 15_500)],
        (SUMMIT, "31-60"): [(TWO, "write-off", -9_600)],
    }


def test_two_days_in_the_wrong_order_or_to_come_are_refused(life):
    for days in (("06-11", "05-10"), ("05-10", "05-10"), ("05-10", "12-24")):
        with pytest.raises(Refused, match="the earlier one first"):
            why(life, *days)


def test_the_command_line(life, tmp_path):
    done = run("age", life, "--as-of", "2026-05-19")
    assert "Basis: what was known when that day ended, by the journal." in done.stdout, done.stderr
    assert "Total" in done.stdout and "276.00" in done.stdout
    now = json.loads(run("age", life, "--as-of", "2026-05-19", "--known", "now", "--json").stdout)
    assert (now["basis"], now["total"]["total"]) == ("as the workbook stands", 20_000)
    shown = run("age", life, "--as-of", "2026-06-11", "--open", f"{SUMMIT}/31-60", "--json")
    (row,) = json.loads(shown.stdout)["rows"]
    assert (row["claim_id"], row["days"], row["cents"]) == (TWO, 37, 14_100)
    kept = run("age", life, "--as-of", "2026-06-11", "--by", "therapist", "--keep")
    assert "Kept in the journal: the aging of 2026-06-11 (kept 20" in kept.stdout, kept.stderr
    told = run("age", life, "--compare", "2026-06-11", "2026-06-30").stdout
    assert told.startswith("Aging of 2026-06-11 (kept 20")
    assert "Evergreen Health Plan, 31-60: $0.00 to $155.00 (+155.00)" in told
    assert f"{TWO}" in told and "-96.00  write-off" in told and "PAID_PARTIAL" not in told
    assert told.splitlines()[-1] == "Owed in all: $141.00 to $200.00 (+59.00)."
    some = json.loads(
        run("age", life, "--compare", "2026-06-11", "2026-06-30", "--open", SUMMIT, "--json").stdout
    )
    assert [(one["bucket"], one["change"]) for one in some["changes"]] == [("31-60", -9_600), ("credits", 0)]
    assert run("age", life, "--as-of", "2026-06-11", "--open", "NOBODY").returncode == 2
