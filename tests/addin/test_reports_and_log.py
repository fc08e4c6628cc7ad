"""Long texts that no message box holds, and the log of the buttons."""

from __future__ import annotations

import logging

import pytest

from tests.addin.test_clicks import press
from xl_massbill.addin import log


class TestReports:
    def report(self, office, monkeypatch, text):
        return office.click(press(monkeypatch, lambda click: click.report("list", text)))

    def test_a_short_text_is_shown_whole(self, office, monkeypatch):
        assert self.report(office, monkeypatch, "a\nb") == "a\nb"
        assert office.out() == []

    def test_a_long_text_is_put_into_a_file_and_its_beginning_and_end_are_shown(self, office, monkeypatch):
        text = "\n".join([f"line {i} " + "x" * 40 for i in range(50)] + ["50 lines."])
        said = self.report(office, monkeypatch, text)
        assert len(said) <= 900 and said.startswith("line 0 ") and said.endswith("\n50 lines.")
        assert "… The whole list is in clinic.xlsx.massbill/out/list_20260506.txt." in said
        file = office.path.parent / "clinic.xlsx.massbill" / "out" / "list_20260506.txt"
        assert file.read_text(encoding="utf-8-sig") == text + "\n"

    def test_one_endless_line_is_cut(self, office, monkeypatch):
        assert len(self.report(office, monkeypatch, "x" * 5000 + "\nend")) <= 900


class TestLog:
    def test_a_full_log_is_renewed(self, monkeypatch, log_file):
        monkeypatch.setattr(log, "_FULL", 300)
        for _ in range(30):
            log.ended("check_all", "done", 1.0)
        files = sorted(file.name for file in log_file.parent.iterdir())
        assert files == ["addin.log", "addin.log.1", "addin.log.2", "addin.log.3"]
        assert all(file.stat().st_size <= 300 for file in log_file.parent.iterdir())

    def test_a_log_that_cannot_be_written_keeps_nobody_from_work(self, office, tmp_path, monkeypatch):
        (tmp_path / "taken").write_text("")
        monkeypatch.setattr(log, "folder", lambda: tmp_path / "taken" / "log")
        assert "xl-massbill" in office.click("about")
        monkeypatch.setattr(log, "folder", lambda: tmp_path / "log2")
        (tmp_path / "log2" / "addin.log").mkdir(parents=True)
        assert "xl-massbill" in office.click("about")

    def test_other_logs_are_left_alone(self):
        before = (list(logging.root.handlers), dict(logging.root.manager.loggerDict))
        log.ended("about", "done", 0.1)
        assert (list(logging.root.handlers), dict(logging.root.manager.loggerDict)) == before

    @pytest.mark.parametrize(
        ("platform", "variable", "place"),
        [("darwin", "", "Library/Logs"), ("win32", "LOCALAPPDATA", "there"), ("linux", "XDG_STATE_HOME", "there"),
         ("linux", "", ".local/state"), ("win32", "", "AppData/Local")],
    )  # fmt: skip
    def test_where_it_lies(self, monkeypatch, platform, variable, place):
        monkeypatch.undo()
        monkeypatch.setattr(log.sys, "platform", platform)
        for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
            monkeypatch.delenv(name, raising=False)
        if variable:
            monkeypatch.setenv(variable, "/there")
        assert f"{place}/xl-massbill" in log.folder().as_posix()
