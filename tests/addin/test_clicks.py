"""One click: whatever happens, one plain sentence, Excel as it was, and no word of the workbook in the log."""

from __future__ import annotations

import inspect
import re

import openpyxl
import pytest

from tests.addin.office import Office
from tests.hosts.excel_double import opened
from xl_massbill.addin import click as clicks
from xl_massbill.addin import ribbon
from xl_massbill.addin.click import Click, Hint, button
from xl_massbill.errors import NoTable, Refused, Unreadable
from xl_massbill.template import buttons

BUTTONS = [
    "check_all",
    "check_selection",
    "next_problem",
    "explain_problem",
    "acknowledge",
    "previsit",
    "preview_batch",
    "export_837p",
    "export_cms1500",
    "export_csv",
    "export_invoice",
    "export_superbill",
    "mark_sent",
    "correct_claim",
    "void_claim",
    "import_payer_files",
    "post_eob",
    "preview_posting",
    "undo_posting",
    "refresh_aging",
    "work_list",
    "approvals",
    "log_call",
    "denial_help",
    "appeal_letter",
    "dashboard",
    "statements",
    "month_end",
    "settings",
    "payers_and_rules",
    "import_reference",
    "backup",
    "toggle_reference_sheets",
    "help_sheet",
    "about",
]
NAME = "Jane Roe"


def press(monkeypatch, work):
    """Click a button that does this."""
    work.__name__ = "a_button"
    monkeypatch.setattr(ribbon, "about", button(work))
    return "about"


def test_every_button_has_its_function_and_every_function_its_button():
    made = {name for name, found in vars(ribbon).items() if hasattr(found, "__wrapped__")}
    assert made == set(BUTTONS) == {one.function for one in buttons.BUTTONS if one.function}
    assert all(getattr(ribbon, name).__doc__ for name in BUTTONS)
    assert not any(
        inspect.signature(getattr(ribbon, name), follow_wrapped=False).parameters for name in BUTTONS
    )


@pytest.mark.parametrize("kind", [Unreadable, Refused, NoTable])
def test_a_command_that_stops_says_why(office, monkeypatch, kind, log_file):
    def work(click):
        click.said.append("Something was settled.")
        office.app.screen_updating = False
        raise kind("We will not.")

    assert office.click(press(monkeypatch, work)) == "Something was settled.\nWe will not."
    assert re.search(r"-------- a_button refused \d\.\d s\n$", log_file.read_text())


def test_what_lies_beneath_a_refusal_is_noted(office, monkeypatch, log_file):
    def work(click):
        try:
            (click.now / 2)
        except TypeError as error:
            error.args = (NAME,)
            raise Refused("We will not.") from error

    assert office.click(press(monkeypatch, work)) == "We will not."
    assert re.search(
        r"a_button Refused at .*test_clicks.py:\d+ < .*from TypeError < test_clicks.py", log_file.read_text()
    )
    assert NAME not in log_file.read_text()


@pytest.mark.parametrize("kind", [ZeroDivisionError, KeyError, SystemExit, MemoryError])
def test_a_fault_of_the_program_gets_a_number_and_tells_nothing_of_the_workbook(
    office, monkeypatch, kind, log_file
):
    def work(click):
        patient = NAME
        office.app.calculation = "manual"
        office.app.enable_events = False
        raise kind(patient)

    said = office.click(press(monkeypatch, work))
    number = re.search(r"number ([0-9A-F]{8})\)", said)[1]
    (line,) = [line for line in log_file.read_text().splitlines() if number in line]
    assert re.search(rf"{number} a_button {kind.__name__} at test_clicks\.py:\d+ < click\.py:\d+", line)
    assert "Nothing is half done" in said and str(log_file) in said
    assert NAME not in said and NAME not in log_file.read_text()


def test_an_interrupt_is_no_fault(office, monkeypatch):
    def work(click):
        raise KeyboardInterrupt

    assert office.click(press(monkeypatch, work)).startswith("Stopped. Nothing is half done")


@pytest.mark.parametrize("name", BUTTONS)
def test_any_button_survives_a_fault(office, monkeypatch, name, log_file):
    def broken(self):
        raise ZeroDivisionError(NAME)

    monkeypatch.setattr(Click, "workbook", property(broken))
    monkeypatch.setattr(Click, "book", property(broken, lambda self, value: None), raising=False)
    office.click(name)
    assert NAME not in log_file.read_text() and NAME not in str(office.person.shown)


@pytest.mark.parametrize("name", BUTTONS)
def test_a_click_without_a_workbook_does_nothing(app, name, capsys, log_file):
    getattr(ribbon, name)()
    said = capsys.readouterr().err
    assert said == "MassBill: No workbook is open here: open the clinic's workbook and click again.\n"
    assert f"{name} Refused at click.py" in log_file.read_text()


@pytest.fixture(scope="session")
def theirs(tmp_path_factory):
    """A workbook that has nothing to do with us."""
    path = tmp_path_factory.mktemp("theirs") / "roses.xlsx"
    openpyxl.Workbook().save(path)
    return path.read_bytes()


@pytest.mark.parametrize("name", BUTTONS)
def test_a_workbook_of_somebody_else_is_left_alone(app, tmp_path, theirs, monkeypatch, name):
    path = tmp_path / "roses.xlsx"
    path.write_bytes(theirs)
    office = Office(app, path)
    monkeypatch.setattr(clicks, "desk_of", lambda _book: office.person)
    office.book.sheets[0].range("A1").select()
    said = office.click(name)
    if name != "about":
        assert re.search(r"has no (table|sheet|reference sheets)", said.replace("have", "has")), said
    assert path.read_bytes() == theirs and office.book.impl.saves == 0


@pytest.mark.parametrize(
    ("place", "words"),
    [("Book1", "never saved"), ("https://x.sharepoint.com/a.xlsx", "in the cloud")],
)
def test_a_workbook_without_a_file_is_refused(office, place, words):
    office.book.impl.api.FullName = place
    assert words in office.click("check_all")
    assert office.app.writes == []


@pytest.mark.parametrize(
    "name", ["check_all", "export_837p", "refresh_aging", "mark_sent", "import_reference"]
)
def test_a_protected_sheet_is_refused_before_anything_happens(office, name):
    office.kept.sheet("Claims").protected = True
    assert office.click(name) == (
        "Sheet Claims is protected: unprotect it (Review, Unprotect Sheet) and run again."
    )
    assert not office.journal() and office.out() == []


def test_the_status_bar_is_excel_s_again_and_a_hint_stays_until_the_next_click(office, monkeypatch):
    def work(click):
        click.workbook.progress(1, 3, "Checking")
        return Hint("ERROR FMT-003: look here.")

    assert office.click(press(monkeypatch, work)) == ""
    assert office.app.status_bar == "MassBill: ERROR FMT-003: look here."
    office.click("help_sheet")
    assert office.app.status_bar is False


def test_somebody_s_word_in_the_status_bar_stays(office):
    office.app.status_bar = "saving…"
    office.click("help_sheet")
    assert office.app.status_bar == "saving…"


def test_a_box_that_cannot_be_shown_is_no_fault(office, monkeypatch):
    monkeypatch.setattr(office.person, "show", lambda sentence: 1 / 0)
    office.click("about")


def test_what_the_workbook_tells_is_said(office, monkeypatch):
    def work(click):
        click.workbook.tell("By the way.")
        return "Done."

    assert office.click(press(monkeypatch, work)) == "By the way.\nDone."


def test_nobody_at_the_computer_is_no_fault(office, monkeypatch):
    def nobody():
        raise KeyError

    monkeypatch.setattr(clicks.getpass, "getuser", nobody)
    assert office.click(press(monkeypatch, lambda click: f"[{click.user}]")) == "[]"


def test_the_workbook_is_the_one_the_button_was_clicked_in(office, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(office.path.read_bytes())
    office.app.books.open(str(other))  # the active one now
    opened(office.app, office.path)
    office.click("check_all")
    assert office.app.books.open_books[str(other)].saves == 0
