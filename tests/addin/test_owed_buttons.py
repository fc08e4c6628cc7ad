"""The buttons about what is owed: the work list, a call that is noted, statements for patients."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from tests.addin.office import Office, write_template
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.addin import click as clicks
from xl_massbill.book.folder import Folder
from xl_massbill.commands import auths, worklist
from xl_massbill.hosts.file import FileWorkbook

CLAIM = "CR26-000101"


class TestWorkList:
    def test_it_is_refreshed_as_the_command_line_does_it_and_shown(self, sent, tmp_path):
        other = tmp_path / "closed.xlsx"
        other.write_bytes(sent.path.read_bytes())
        closed = FileWorkbook(other)
        found = worklist.worklist(closed, dt.date(2026, 7, 6))
        worklist.write(closed, found)
        closed.save()
        said = sent.click("work_list")
        assert (
            FileWorkbook(sent.path).read("work_list").columns == FileWorkbook(other).read("work_list").columns
        )
        assert said.startswith("2 tasks") and "\nOwed $276.00 as of 2026-07-06" in said
        assert sent.book.sheets.active.name == "WorkList"


class TestApprovals:
    def test_the_ledger_is_refreshed_as_the_command_line_does_it_and_shown(self, sent, tmp_path):
        other = tmp_path / "closed.xlsx"
        other.write_bytes(sent.path.read_bytes())
        closed = FileWorkbook(other)
        found = auths.auths(closed, dt.date(2026, 7, 6))
        auths.write(closed, found)
        closed.save()
        said = sent.click("approvals")
        for name in ("auth_ledger", "auths"):
            assert FileWorkbook(sent.path).read(name).columns == FileWorkbook(other).read(name).columns
        assert said == found.sentence() and "approvals, orders and limits as of 2026-07-06" in said
        assert sent.book.sheets.active.name == "AuthLedger" and len(sent.rows("auth_ledger")) == len(
            found.rows
        )


class TestCalls:
    def notes(self, office):
        return [
            (r["claim_id"], r["type"], r["result"], r["owner"])
            for r in office.rows("follow_up")
            if r["type"] == "CALL"
        ]

    def test_a_call_about_the_selected_claims_is_noted_and_puts_them_off(self, sent):
        sent.click("work_list")
        sent.select("work_list", 0, rows=2)
        said = sent.click("log_call", "in process", "2026-07-20")
        assert said == "Noted CALL for 2 rows of FollowUp. They come back on 2026-07-20."
        assert sorted(self.notes(sent)) == [
            (claim, "CALL", "in process", "Kim") for claim in ("CR26-000101", "CR26-000102")
        ]
        assert "2 put off until later" in sent.click("work_list")

    def test_who_would_rather_not_notes_nothing(self, sent):
        for answers in ([None], [CLAIM, None], [CLAIM, "said so", None]):
            assert sent.click("log_call", *answers) == ""
        assert self.notes(sent) == []

    @pytest.mark.parametrize(
        ("claim", "until", "words"),
        [
            ("C999", "", "No claim and no patient"),
            (CLAIM, "May", "May is no day"),
            (CLAIM, "2026-01-01", "has passed"),
        ],
    )
    def test_what_makes_no_sense_is_not_noted(self, sent, claim, until, words):
        assert words in sent.click("log_call", claim, "said so", until)
        assert self.notes(sent) == []

    def test_nobody_is_asked_for_a_name(self, sent, monkeypatch):
        monkeypatch.setattr(clicks.getpass, "getuser", lambda: "")
        assert "Noted CALL" in sent.click("log_call", CLAIM, "said so", "", "Lee")
        assert self.notes(sent) == [(CLAIM, "CALL", "said so", "Lee")]


class TestStatements:
    @pytest.fixture
    def owing(self, app, tmp_path, monkeypatch):
        tables = practice("V1")
        for row in tables["visits"]:
            row["status"] = "CASH"
            row["patient_paid"] = 0
        made = Office(app, write_template(tmp_path / "clinic.xlsx", tables))
        monkeypatch.setattr(clicks, "desk_of", lambda _book: made.person)
        return made

    def test_they_are_written_after_a_yes(self, owing):
        said = owing.click("statements", True)
        assert owing.person.questions[0].endswith("Write these statements?")
        files = list((Folder.of(owing.path).out / "statements").iterdir())
        assert files and said.split("print: ")[1].rstrip(".").split("/")[-1] in {file.name for file in files}
        assert owing.app.writes == []

    def test_in_a_large_workbook_they_are_drawn_beside_excel(self, owing, monkeypatch):
        folder = Folder.of(owing.path).out / "statements"
        said = owing.click("statements", True)
        inside = {file.name: file.read_bytes() for file in folder.iterdir()}
        shutil.rmtree(folder)
        monkeypatch.setattr(clicks, "MOST_LINES", 0)
        assert owing.click("statements", True) == said
        assert any(hint.startswith("Statements: at work") for hint in owing.person.hints)
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == inside and len(inside) >= 2
        assert not Folder.of(owing.path).aside.exists() and owing.app.writes == []

    def test_what_was_not_agreed_to_is_not_written(self, owing, monkeypatch):
        def pay():
            for row in range(len(owing.rows("visits"))):
                owing.cell("visits", "patient_paid", row).enter(1.0)

        monkeypatch.setattr(clicks, "MOST_LINES", 0)
        owing.person.meanwhile = pay
        said = owing.click("statements", True)
        assert said == "The workbook has changed meanwhile. No statement was written: click again."
        assert owing.out() == []

    def test_a_no(self, owing):
        assert owing.click("statements", False) == "No statement was written."
        assert owing.out() == []

    def test_nobody_owes_anything(self, office):
        assert office.click("statements") == "0 statements, $0.00."


class TestMonthEnd:
    def test_a_month_is_shown_and_closed_with_a_yes(self, sent):
        assert sent.click("month_end", "", False) == "June 2026 was not closed."
        said = sent.click("month_end", "2026-06", True)
        assert said == "June 2026 is closed: closes/close_2026-06.pdf and close_2026-06.xlsx."
        assert "Close June 2026?" in sent.person.questions[-1] and "276.00" in sent.person.questions[-1]
        folder = Folder.of(sent.path).out / "closes"
        assert sorted(file.name for file in folder.iterdir()) == ["close_2026-06.pdf", "close_2026-06.xlsx"]

    def test_again_only_with_a_reason(self, sent):
        sent.click("month_end", "2026-06", True)
        assert sent.click("month_end", "2026-06", None) == ""
        assert "June 2026 was closed on" in sent.click("month_end", "2026-06", "oops", True)
        assert "close_2026-06_2.pdf" in sent.click("month_end", "2026-06", "a cheque came late", True)

    def test_nothing_is_asked_further_if_the_person_would_rather_not(self, sent):
        assert sent.click("month_end", None) == ""
        assert sent.click("month_end", "June") == "June is no month: write it as 2026-09."
