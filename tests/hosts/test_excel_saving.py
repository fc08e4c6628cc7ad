"""A save in Excel: one read and one write a table, everything or nothing, and a copy before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.excel_clinic import Open, fill
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import Formula
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook


@pytest.fixture
def clinic(app, tmp_path):
    return Open(app, tmp_path)


class TestOneReadOneWrite:
    def test_a_table_costs_one_read_and_one_write(self, clinic, app):
        port = clinic.port()
        for _ in range(2):
            port.read("sessions")
            port.read("slips")
        port.write("sessions", {"status": list("ABCDE"), "problems": list("abcde")})
        port.replace("slips", {"rule": list("xyz"), "amount": [1, 2, 3]})
        port.save()
        assert {at: n for at, n in app.counts.items() if at[0] == "read"} == {
            ("read", "Sessions"): 1,
            ("read", "Slips"): 1,
        }
        assert app.writes == [("Sessions", "$E$2:$F$6"), ("Slips", "$A$2:$B$4"), ("Slips", "$D$2:$E$4")]

    def test_columns_apart_are_written_apart_and_those_that_stay_not_at_all(self, clinic, app):
        port = clinic.port()
        port.write("sessions", {"status": [None] * 5, "problems": [None, "old", None, None, "new"]})
        port.save()
        assert app.writes == [("Sessions", "$F$2:$F$6")]

    def test_nothing_that_differs_is_nothing_written(self, clinic, app):
        port = clinic.port()
        port.write("sessions", {"problems": [None, "old", None, None, None]})
        port.save()
        assert app.writes == [] and clinic.book.impl.saves == 0 and clinic.backups() == []

    def test_what_stands_in_excel_already_is_saved_all_the_same(self, clinic):
        clinic.book.impl.api.Saved = False
        port = clinic.port()
        port.write("sessions", {"problems": [None, "old", None, None, None]})
        port.save()
        assert clinic.book.impl.saves == 1

    def test_excel_is_asked_to_calculate_only_where_it_does_not_by_itself(self, clinic, app):
        clinic.port().read("sessions")
        assert not app.counts["calculate", ""] and not app.counts["formulas", "Sessions"]
        app.calculation = "manual"
        port = clinic.port()
        port.read("sessions")
        port.read("slips")
        assert app.counts["calculate", ""] == 1


class TestAllOrNothing:
    def writes(self, clinic):
        """Return how many writes a whole save takes."""
        port = clinic.port()
        fill(port)
        port.save()
        return len(clinic.app.writes)

    def test_a_write_that_breaks_leaves_everything_as_it_was(self, app, tmp_path):
        (tmp_path / "whole").mkdir()
        count = self.writes(Open(app, tmp_path / "whole"))
        assert count == 3
        for broken in range(1, count + 1):
            (tmp_path / str(broken)).mkdir()
            clinic = Open(app, tmp_path / str(broken))
            port, before = clinic.port(), clinic.state()
            fill(port)
            app.writes, app.breaks_at = [], broken
            with pytest.raises(Refused, match=r"sheet S\w+: nothing was changed"):
                port.save()
            assert clinic.state() == before, broken
            assert clinic.path.read_bytes() == clinic.old

    def test_the_same_run_can_save_once_excel_listens_again(self, clinic, app):
        port = clinic.port()
        fill(port)
        app.breaks_at = 3
        with pytest.raises(Refused):
            port.save()
        port.save()
        assert FileWorkbook(clinic.path, registry=REGISTRY).read("slips").columns[0] == tuple(
            f"N-{i}" for i in range(5)
        )

    def test_a_shrinking_table_is_put_back_too(self, app, tmp_path):
        for broken in (1, 2, 3):
            (tmp_path / str(broken)).mkdir()
            clinic = Open(app, tmp_path / str(broken))
            slips = clinic.kept.sheet("Slips")
            slips.tables[0].formulas[5] = "=1+1"
            for row in (2, 3, 4):
                slips.at(row, 6).enter("=1+1")
            port, before = clinic.port(), clinic.state()
            port.replace("slips", {"rule": ["only"]})
            app.writes, app.breaks_at = [], broken
            with pytest.raises(Refused, match="nothing was changed"):
                port.save()
            assert clinic.state() == before
            port.save()
            assert port.read("slips").height == 1
            assert (slips.at(3, 6).typed, slips.at(3, 1).typed, slips.at(2, 6).typed) == ("", "", "=1+1")

    def test_formulas_come_back_as_formulas(self, clinic, app):
        port = clinic.port()
        link = Formula('HYPERLINK("#Sessions!A2","go")', "go")
        port.write("slips", {"place": [link, "=text", None]})
        port.save()
        before = clinic.state()
        port.write("slips", {"place": [Formula("1+1", 2)] * 3, "seen": [None] * 3})
        app.breaks_at = len(app.writes) + 2
        with pytest.raises(Refused):
            port.save()
        assert clinic.state() == before
        assert clinic.kept.sheet("Slips").at(2, 2).formula == '=HYPERLINK("#Sessions!A2","go")'
        assert clinic.kept.sheet("Slips").at(3, 2).formula is None

    @pytest.mark.parametrize("how", ["save_breaks", "save_is_stopped"])
    def test_a_file_that_excel_does_not_save_leaves_the_sheets_as_they_were(self, clinic, how):
        port, before = clinic.port(), clinic.state()
        fill(port)
        setattr(clinic.book.impl, how, True)
        with pytest.raises(Refused, match="did not save the workbook: nothing was changed"):
            port.save()
        assert clinic.state() == before and clinic.path.read_bytes() == clinic.old

    def test_an_interrupt_leaves_everything_as_it_was(self, clinic, monkeypatch):
        port, before = clinic.port(), clinic.state()
        fill(port)
        monkeypatch.setattr(
            type(clinic.book.impl), "save", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            port.save()
        assert clinic.state() == before

    def test_what_cannot_be_put_back_is_said(self, clinic, app, monkeypatch):
        port = clinic.port()
        fill(port)

        def broken(sheet, address):
            app.writes.append((sheet, address))
            if len(app.writes) > 2:
                raise OSError

        monkeypatch.setattr(app, "write", broken)
        with pytest.raises(Refused, match="Close the workbook without saving"):
            port.save()
        assert clinic.path.read_bytes() == clinic.old

    def test_a_copy_of_the_file_is_kept_before_each_change(self, clinic):
        port = clinic.port()
        fill(port)
        port.save()
        (copied,) = clinic.backups()
        assert copied.read_bytes() == clinic.old

    def test_a_copy_that_cannot_be_made_stops_the_save(self, clinic, monkeypatch):
        port, before = clinic.port(), clinic.state()
        fill(port)
        monkeypatch.setattr(
            Path, "mkdir", lambda *_a, **_k: (_ for _ in ()).throw(OSError(28, "No space left"))
        )
        with pytest.raises(Refused, match=r"No space left.*nothing was changed"):
            port.save()
        assert clinic.state() == before

    def test_the_command_line_reads_the_same_from_the_file(self, clinic):
        port = clinic.port()
        fill(port)
        port.save()
        other = FileWorkbook(clinic.path, registry=REGISTRY)
        for name in ("sessions", "slips"):
            assert other.read(name) == clinic.port().read(name)
