"""What only Excel knows: its own state, protected sheets, filters, workbooks without a file."""

from __future__ import annotations

import copy

import pytest

from tests.hosts.excel_clinic import Open, fill
from xl_massbill.book.folder import Folder
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.excel.quiet import kept, quiet

QUIET = [("screen_updating", False), ("enable_events", False), ("calculation", "manual")]


@pytest.fixture
def clinic(app, tmp_path):
    return Open(app, tmp_path)


class TestExcelsState:
    def test_excel_stands_still_while_it_is_written_and_then_no_longer(self, clinic, app):
        app.selection = clinic.book.sheets["Slips"].range("B2").impl
        before, selection = clinic.state()[2], app.selection
        app.states.clear()
        port = clinic.port()
        fill(port)
        port.save()
        assert app.states[:3] == QUIET
        assert clinic.state()[2] == before and app.selection is selection
        assert app.display_alerts and app.api.AutoCorrect.AutoFillFormulasInLists is True

    def break_down(self, app):
        with quiet(app):
            assert not app.api.AutoCorrect.AutoFillFormulasInLists
            raise ZeroDivisionError

    def test_a_state_that_cannot_be_put_back_does_not_keep_the_others(self, app, monkeypatch):
        plain = type(app).__setattr__

        def stubborn(self, name, value):
            if name == "screen_updating" and value:
                raise OSError
            plain(self, name, value)

        monkeypatch.setattr(type(app), "__setattr__", stubborn)
        with pytest.raises(ZeroDivisionError):
            self.break_down(app)
        assert (app.screen_updating, app.enable_events, app.calculation) == (False, True, "automatic")
        assert app.api.AutoCorrect.AutoFillFormulasInLists

    def test_an_office_that_calculates_by_hand_keeps_doing_so(self, app):
        app.calculation, app.status_bar = "manual", "theirs"
        with kept(app):
            app.calculation, app.status_bar = "automatic", "ours"
        assert (app.calculation, app.status_bar) == ("manual", "theirs")

    def test_the_status_bar_tells_how_far_work_has_come_and_is_then_excel_s_again(self, clinic, app):
        port = clinic.port()
        port.progress(1, 4, "Checking")
        assert app.status_bar == "MassBill: Checking (1 of 4)"
        port.progress(2, 4, "Checking")
        assert app.status_bar == "MassBill: Checking (1 of 4)"  # not at each step
        port.progress(4, 4, "Checking")
        assert app.status_bar is False

    def test_what_is_told_reaches_the_person(self, clinic):
        told = []
        clinic.port(tell=told.append).tell("Ready.")
        assert told == ["Ready."]


class TestRefusals:
    def refused(self, clinic, words):
        port, before = clinic.port(), clinic.state()
        fill(port)
        with pytest.raises(Refused, match=words):
            port.save()
        assert clinic.state() == before and not clinic.backups()

    def test_a_protected_sheet_is_named(self, clinic):
        clinic.kept.sheet("Slips").protected = True
        self.refused(clinic, "Sheet Slips is protected: unprotect it")
        with pytest.raises(Refused, match="Slips"):
            clinic.port().must_be_writable()
        clinic.port().must_be_writable(["sessions"])

    def test_a_sheet_that_is_not_written_may_be_protected(self, clinic):
        clinic.kept.sheet("Sessions").protected = True
        port = clinic.port()
        port.replace("slips", {"rule": ["a"]})
        port.save()
        assert clinic.book.impl.saves == 1

    def test_a_workbook_for_reading_only(self, clinic):
        clinic.book.impl.api.ReadOnly = True
        self.refused(clinic, "opened read-only")

    @pytest.mark.parametrize("box", [[1, 1, 7, 6], [2, 1, 6, 6], [1, 1, 6, 7]])
    def test_a_table_that_has_changed_since(self, clinic, box):
        port = clinic.port()
        fill(port)
        clinic.kept.sheet("Sessions").tables[0].box = box
        before = clinic.state()
        with pytest.raises(Refused, match="Sessions has changed since it was read"):
            port.save()
        assert clinic.state() == before

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Book1", "never saved"),
            ("https://d.docs.live.net/1234/clinic.xlsx", "in the cloud"),
            ("https://clinic.sharepoint.com/sites/b/clinic.xlsx", "not synchronised"),
        ],
    )
    def test_a_workbook_without_a_file_on_this_computer(self, clinic, name, words):
        clinic.book.impl.api.FullName = name
        with pytest.raises(Refused, match=words):
            clinic.port()

    def test_another_save_at_the_same_time(self, clinic):
        port = clinic.port()
        fill(port)
        with Folder.of(clinic.path).locked("saving"), pytest.raises(Refused, match="Another command"):
            port.save()

    def test_a_table_that_is_not_there(self, clinic):
        assert clinic.port().tables() == {"sessions", "slips"}
        with pytest.raises(NoTable, match="Owed"):
            clinic.port().read("owed")


class TestFilters:
    def test_a_filter_looks_at_new_rows_again(self, clinic):
        table = clinic.kept.sheet("Slips").tables[0]
        table.filtered = True
        port = clinic.port()
        fill(port)
        port.save()
        assert table.applied == 1

    def test_a_filter_on_people_s_rows_stays_as_they_left_it(self, clinic):
        tables = [clinic.kept.sheet(name).tables[0] for name in ("Sessions", "Slips")]
        tables[0].filtered = True
        port = clinic.port()
        fill(port)
        port.save()
        assert [table.applied for table in tables] == [0, 0]

    def test_a_filter_that_cannot_look_again_stops_everything(self, clinic):
        table = clinic.kept.sheet("Slips").tables[0]
        table.filtered = table.filter_breaks = True
        port, before = clinic.port(), copy.deepcopy(clinic.state())
        fill(port)
        with pytest.raises(Refused, match="lift filters"):
            port.save()
        assert clinic.state() == before
