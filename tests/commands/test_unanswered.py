"""The morning's lists: what was turned back and not mended, and of what nothing is heard."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.ack_files import ONE, TWO, status, syntax, taken
from tests.commands.clinics import BATCH, exported, moved
from tests.commands.test_post_acks import hand_in
from xl_massbill.claims.unanswered import Silence
from xl_massbill.commands.batch_orders import Order, sent
from xl_massbill.commands.unanswered import unanswered
from xl_massbill.errors import NoTable
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.memory import MemoryWorkbook

SENT = dt.date(2026, 5, 6)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = exported(tmp_path_factory.mktemp("sent"))
    sent(FileWorkbook(path), Order(BATCH, SENT, "Kim"), dt.datetime(2026, 5, 7))
    return path


@pytest.fixture
def clinic(original, tmp_path):
    return moved(original, tmp_path)


def silences(path, day):
    return {one.claim_id: (one.what, one.allowed) for one in unanswered(FileWorkbook(path), day).silent}


def after(days, first=SENT):
    return first + dt.timedelta(days=days)


def test_each_answer_starts_the_wait_for_the_next(clinic):
    assert silences(clinic, after(2)) == {}
    assert silences(clinic, after(3)) == {ONE: (Silence.FILE, 2), TWO: (Silence.FILE, 2)}
    hand_in(clinic, syntax("A"))
    assert silences(clinic, after(5)) == {}
    assert silences(clinic, after(6)) == {ONE: (Silence.PAYER, 5), TWO: (Silence.PAYER, 5)}
    hand_in(clinic, taken((ONE, "A2:20"), (TWO, "A1:19")))
    accepted = dt.date(2026, 5, 8)
    assert silences(clinic, after(30, accepted)) == {TWO: (Silence.PAYER, 5)}
    assert silences(clinic, after(31, accepted))[ONE] == (Silence.MONEY, 30)
    hand_in(clinic, status((ONE, "P1:20")))
    assert silences(clinic, after(31, accepted))[ONE] == (Silence.MONEY, 30)
    hand_in(clinic, status((ONE, "R3:297")))
    assert ONE not in silences(clinic, after(400))


def test_a_payer_s_own_days_come_before_the_setting(original, tmp_path):
    """Evergreen pays within 30 days by its rule; Summit's is taken away."""
    path = moved(original, tmp_path)
    workbook = FileWorkbook(path, fill=True)
    grid = workbook.read("payer_rules")
    workbook.write("payer_rules", {"payer_id": ["X" if p == "SBS01" else p for p in grid.columns[0]]})
    workbook.save()
    hand_in(path, taken((ONE, "A2:20"), (TWO, "A2:20")))
    accepted = dt.date(2026, 5, 8)
    assert silences(path, after(45, accepted)) == {ONE: (Silence.MONEY, 30)}
    assert silences(path, after(46, accepted)) == {ONE: (Silence.MONEY, 30), TWO: (Silence.MONEY, 45)}


def test_a_rejected_claim_is_listed_with_its_cell_until_its_visits_are_on_another(clinic):
    hand_in(clinic, taken((ONE, "A2:20"), (TWO, "A7:164:IL")))
    report = unanswered(FileWorkbook(clinic), dt.date(2026, 5, 20))
    (one,) = report.rejected
    assert (one.claim_id, one.cents, one.visits, one.level) == (TWO, 14_100, ("V2",), "PAYER")
    assert one.place.startswith("Coverage C2, Member ID")
    assert "1 claim rejected and not mended ($141.00)" in report.text()
    assert "cell: Coverage C2, Member ID" in report.text()
    workbook = FileWorkbook(clinic, fill=True)
    height = workbook.read("visits").height
    workbook.write("visits", {"claim_id": ["CR26-000109"] * height})
    workbook.save()
    assert unanswered(FileWorkbook(clinic), dt.date(2026, 5, 20)).rejected == []


def test_of_a_set_that_was_turned_back_the_cause_stands_first_with_its_reason(clinic):
    hand_in(clinic, syntax("R", "IK3*NM1*31*2010BA*8", f"CTX*CLM01:{TWO}", "IK4*9*67*7"))
    found = {one.claim_id: one for one in unanswered(FileWorkbook(clinic), dt.date(2026, 5, 20)).rejected}
    assert found[TWO].place.startswith("Coverage C2, Member ID")
    assert found[ONE].reason == f"clearinghouse turned back the whole set because of claim {TWO}"


def test_a_workbook_without_the_sheets_is_refused():
    with pytest.raises(NoTable):
        unanswered(MemoryWorkbook([]), SENT)


def test_the_command_line(clinic):
    words = [sys.executable, "-m", "xl_massbill.cli", "unanswered", str(clinic), "--as-of", "2026-05-20"]
    told = json.loads(
        subprocess.run([*words, "--json"], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    )
    assert [(one["claim"], one["days"], one["allowed"]) for one in told["silent"]] == [
        (ONE, 14, 2),
        (TWO, 14, 2),
    ]
    shown = subprocess.run(words, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    assert "0 claims rejected and not mended ($0.00), 2 silent ($276.00), as of 2026-05-20." in shown
