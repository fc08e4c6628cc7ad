"""Boxes and dialogs in Excel, and on macOS by the system's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import xlwings as xw

from xl_massbill.addin import desk, mac_dialogs
from xl_massbill.addin.click import desk_of
from xl_massbill.addin.desk import ExcelDesk


@pytest.fixture
def person(app):
    return ExcelDesk(xw.App(impl=app))


def test_a_sentence_in_a_box_or_beside(person, app):
    person.show("Done.")
    person.hint("Look here.")
    assert app.alerts == ["Done."] and app.status_bar == "MassBill: Look here."


@pytest.mark.parametrize(("answer", "yes"), [("yes", True), ("no", False), ("cancel", False)])
def test_a_yes(person, app, answer, yes):
    app.answers = [answer]
    assert person.confirm("Write it?") is yes and app.alerts == ["Write it?"]


@pytest.mark.parametrize(("answer", "said"), [(" because ", "because"), ("", ""), (False, None)])
def test_a_word(person, app, answer, said):
    app.answers = [answer]
    assert person.ask("Why?") == said and app.asked == ["Why?"]


@pytest.mark.parametrize(
    ("answer", "files"), [(("/a b/c.zip", "/d.csv"), ["/a b/c.zip", "/d.csv"]), (False, [])]
)
def test_files(person, app, answer, files):
    app.answers = [answer]
    assert list(person.choose_files("Which?")) == [Path(file) for file in files]


def test_the_person_sits_before_the_excel_of_the_workbook(app):
    class Book:
        pass

    Book.app = xw.App(impl=app)
    desk_of(Book).show("Hello.")
    assert app.alerts == ["Hello."]


class TestOnMacOs:
    @pytest.fixture(autouse=True)
    def mac(self, monkeypatch):
        self.ran, self.answer = [], (0, "")

        def run(command, **how):
            self.ran.append(command)
            return subprocess.CompletedProcess(command, *self.answer)

        monkeypatch.setattr(desk.sys, "platform", "darwin")
        monkeypatch.setattr(mac_dialogs.subprocess, "run", run)

    def test_a_word_is_no_code(self, person):
        self.answer = (0, " because\n")
        tricky = 'Why?" & (do shell script "x")'
        assert person.ask(tricky) == "because"
        (command,) = self.ran
        assert command[0] == "/usr/bin/osascript" and command[-1] == tricky
        assert not any(tricky in part for part in command[:-1])
        self.answer = (1, "")
        assert person.ask("Why?") is None

    def test_files(self, person):
        self.answer = (0, "/Users/kim/a b.zip\n/Users/kim/c.csv\n\n")
        assert person.choose_files("Which?") == [Path("/Users/kim/a b.zip"), Path("/Users/kim/c.csv")]
        self.answer = (1, "")
        assert person.choose_files("Which?") == []
