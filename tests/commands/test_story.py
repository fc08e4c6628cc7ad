"""The demo's story: each step leaves what it says, its files satisfy outsiders, and all sums tie."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import rows
from tests.forms.x837p.judges import accepts
from tests.remits.readings import ours
from xl_massbill.aging.month import Month
from xl_massbill.book.folder import Folder
from xl_massbill.cli.app import filling, open_workbook
from xl_massbill.commands import demo
from xl_massbill.commands.audit import verify
from xl_massbill.commands.close import closes, look
from xl_massbill.commands.deposits import deposits
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.remits.balance import imbalances
from xl_massbill.remits.read835 import read835


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return the folder of a demo and what it said."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    said = []
    demo.demo(folder, filling, open_workbook, said.append)
    return folder, "\n".join(said)


@pytest.fixture(scope="module")
def path(told):
    return told[0] / demo.BOOK


def test_it_names_every_step_and_every_file_is_there(told, path):
    folder, said = told
    steps = (
        "New",
        "Check",
        "Calls",
        "Export",
        "Sent",
        "Receipts",
        "Money",
        "Denied",
        "Patients",
        "Aging",
        "To do",
        "Close",
    )
    assert [said.count(f"{n}. {step}") for n, step in enumerate(steps, 1)] == [1] * len(steps)
    out = Folder.of(path).out
    assert len(list((folder / "from_payers").iterdir())) == 12
    for pattern in ("*claims.txt", "appeal*.docx", "statements/*_all.pdf", "closes/*.pdf", "closes/*.xlsx"):
        assert list(out.glob(pattern)), pattern


def test_states_are_those_of_a_clinic_at_work(path):
    states = {row["status"] for row in rows(path, "claims")}
    assert {"CLOSED", "REJECTED", "APPEALED", "DENIED", "PATIENT_DUE", "SUBMITTED"} <= states
    found = rows(path, "denials")
    assert {row["carc"] for row in found} == {"16", "197"}
    assert [row["decision"] for row in found if row["decision"] == "APPEAL"] == ["APPEAL"]


def test_all_sums_tie_and_the_trail_is_whole(path):
    workbook = FileWorkbook(path)
    found = deposits(workbook)
    assert found.ties and found.provider == -213 and len(found.open) == 1
    assert found.advices - found.bank == found.open[0].amount
    assert verify(workbook).faults == ()
    (one,) = closes(workbook)
    assert one.event.subject == Month(2026, 10).key and one.changed == ()
    assert one.event.detail["sums"]["received"] == found.advices


def test_what_is_owed_changed_by_what_was_paid_and_taken_off(path):
    movement = look(FileWorkbook(path), Month(2026, 10), dt.date(2026, 11, 2)).facts.movement
    assert movement is not None
    by = {step.words: step.cents for step in movement.steps}
    assert movement.opening + sum(by.values()) == movement.closing
    assert by["payment"] == -391_275 and not any("moved" in words for words in by)


def test_the_same_demo_twice_gives_the_same_answers(told, tmp_path):
    folder, said = told
    again: list[str] = []
    demo.demo(tmp_path / "demo", filling, open_workbook, again.append)
    for file in (folder / "from_payers").iterdir():
        assert (tmp_path / "demo" / "from_payers" / file.name).read_bytes() == file.read_bytes()
    cut = said.index("The workbook:")
    assert "\n".join(again)[:cut] == said[:cut]


@pytest.mark.judge
def test_outsiders_accept_what_the_invented_payers_write(told):
    kinds = {}
    for file in sorted((told[0] / "from_payers").iterdir()):
        data = file.read_bytes()
        kinds[file.name] = accepts(data)
        if "_835_" not in file.name:
            assert ours(data)[1] == []
    assert all(kinds.values()), kinds


def test_each_remittance_adds_up(told):
    for file in (told[0] / "from_payers").glob("*_835_*"):
        reading = read835(file.read_bytes())
        (one,) = reading.remittances
        assert reading.problems == () and imbalances(one) == []
        taken = sum(adjustment.amount for adjustment in one.provider_adjustments)
        assert one.amount == sum(claim.paid for claim in one.claims) - taken
