"""Long work beside Excel: a real process, on a small workbook that counts as a large one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.addin.large_office import beside, ended, slow
from tests.addin.office import Office
from xl_massbill.addin import aside_child, aside_job
from xl_massbill.addin import click as clicks
from xl_massbill.hosts.file import FileWorkbook

TABLES = ("findings", "visits", "notes", "rules", "aging", "aging_patients", "work_list")


def read(path):
    book = FileWorkbook(path)
    return {name: book.read(name).columns for name in TABLES if name in book.tables()}


class TestTheSameAsInTheClick:
    @pytest.mark.parametrize("name", ["check_all", "previsit", "preview_batch", "refresh_aging", "work_list"])
    def test_words_and_tables(self, large, tmp_path, app, monkeypatch, name):
        other = tmp_path / "other" / "clinic.xlsx"
        other.parent.mkdir()
        shutil.copy(large.path, other)
        said = large.click(name)
        monkeypatch.setattr(clicks, "MOST_LINES", 60_000)
        inside = Office(app, other)
        monkeypatch.setattr(clicks, "desk_of", lambda _book: inside.person)
        assert inside.click(name) == said != ""
        assert read(large.path) == read(other)
        assert not beside(large, name).parent.exists() and not beside(inside, name).parent.exists()

    def test_of_a_selection(self, large, monkeypatch):
        large.select("visits", [r["visit_id"] for r in large.rows("visits")].index("V1"))
        said = large.click("check_selection")
        monkeypatch.setattr(clicks, "MOST_LINES", 60_000)
        assert large.click("check_selection") == said and "UNT-" in said

    def test_a_decision_about_a_rule_is_noted_in_the_journal_of_the_workbook(self, large):
        large.cell("rules", "enabled").enter("N")
        large.click("check_all")
        assert large.journal()
        assert not list(beside(large).parent.rglob("journal.db"))

    def test_a_column_of_the_clinic_s_own_with_a_formula(self, large):
        sheet = large.kept.sheet("Rules")
        table = sheet.tables[0]
        table.box[3] += 1
        sheet.at(table.box[0], table.box[3]).enter("Ours")
        for row in range(table.box[0] + 1, table.box[2] + 1):
            sheet.at(row, table.box[3]).enter("=1+1")
        assert "errors" in large.click("check_all")


class TestTheProcess:
    def test_its_command_line_holds_nothing_of_the_workbook(self, large, monkeypatch):
        seen = []
        start = subprocess.Popen

        def started(command, **how):
            seen.append((command, how))
            return start(command, **how)

        monkeypatch.setattr(aside_job.subprocess, "Popen", started)
        large.click("check_all")
        ((command, how),) = seen
        assert command == [sys.executable, "-m", "xl_massbill.addin.aside_child"]
        assert how.get("shell") is None and "env" not in how and how["stderr"] == subprocess.DEVNULL
        assert how["creationflags"] == getattr(subprocess, "CREATE_NO_WINDOW", 0)

    def test_progress_stands_in_the_status_bar_and_the_bar_is_excel_s_again(self, large):
        large.click("check_all")
        said = large.person.hints
        for words in ("reading Visits, ", "at work (", "comparing Visits, ", "writing"):
            assert any(hint.startswith(f"Check all: {words}") for hint in said), words
        assert len(said) == len(set(said))
        assert large.app.status_bar is False

    def test_a_path_that_is_hard_on_command_lines(self, app, tmp_path, slips_book, monkeypatch):
        path = tmp_path / "-Zoë & Søn's 100% “klinik”" / "-clinic; año.xlsx"
        path.parent.mkdir()
        path.write_bytes(slips_book)
        monkeypatch.setattr(clicks, "MOST_LINES", 3)
        office = Office(app, path)
        monkeypatch.setattr(clicks, "desk_of", lambda _book: office.person)
        assert "9 visit lines checked" in office.click("check_all")
        assert office.rows("findings")

    @pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise on Windows")
    def test_its_folder_is_the_user_s_alone_and_holds_no_table(self, large, monkeypatch):
        slow(monkeypatch)
        large.click("check_all")
        ended(large)
        folder = beside(large)
        assert folder.stat().st_mode & 0o077 == 0
        names = {r["last_name"] for r in large.rows("patients")}
        held = b"".join(file.read_bytes() for file in folder.iterdir())
        assert names and not any(name.encode() in held for name in names)

    def test_half_an_order_is_none(self, tmp_path):
        order = {
            "folder": str(tmp_path / "job"),
            "work": "check_all",
            "day": "2026-05-06",
            "wish": {},
            "held": [],
        }
        for given in (b"", json.dumps(order).encode() + b"\n", json.dumps(order).encode() + b"\n{}\n"):
            done = subprocess.run(
                [sys.executable, *aside_job.COMMAND], input=given, capture_output=True, check=True
            )
            assert done.stdout == done.stderr == b""
            assert not (tmp_path / "job" / aside_child.RESULT).exists()
