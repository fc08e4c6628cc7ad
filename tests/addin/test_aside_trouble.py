"""Long work beside Excel that takes long, is stopped, fails, or comes back to another workbook than it left."""

from __future__ import annotations

import os
import time

import pytest

from tests.addin.large_office import beside, ended, slow
from tests.addin.office import DAY
from xl_massbill.addin import aside, aside_child, aside_job
from xl_massbill.addin import click as clicks


class TestHandingBack:
    def test_the_next_click_takes_the_answer_in(self, large, monkeypatch):
        slow(monkeypatch)
        said = large.click("check_all")
        assert said.startswith("The check goes on beside Excel") and "click “Check all” again" in said
        assert large.app.writes == [] and not large.rows("findings")
        ended(large)
        assert "9 visit lines checked: 3 errors" in large.click("check_all")
        assert large.rows("findings") and not beside(large).exists()

    def test_the_next_click_waits_or_stops_it(self, large, monkeypatch):
        slow(monkeypatch)
        large.click("check_all")
        assert large.click("check_all", False) == "The check was stopped. Nothing was changed."
        assert "Wait for it, up to 0 seconds?" in large.person.questions[0]
        assert not beside(large).exists() and aside_job._ours == {}
        large.click("check_all")
        slow(monkeypatch, 60.0)
        assert "9 visit lines checked" in large.click("check_all", True)

    def test_another_python_finds_it_by_its_lock(self, large, monkeypatch):
        slow(monkeypatch)
        large.click("check_all")
        ended(large, file=aside_child.RUNNING)
        process = aside_job._ours.pop(beside(large))
        slow(monkeypatch, 60.0)
        assert "9 visit lines checked" in large.click("check_all", True)
        process.wait(20)

    def test_another_python_stops_it_by_a_file(self, large, monkeypatch):
        slow(monkeypatch)
        large.click("check_all")
        ended(large, file=aside_child.RUNNING)
        process = aside_job._ours.pop(beside(large))
        assert "stopped" in large.click("check_all", False)
        process.wait(20)
        assert not (beside(large) / aside_child.RESULT).exists()

    def test_another_wish_is_other_work(self, large, monkeypatch):
        slow(monkeypatch)
        large.select("visits", 0)
        large.click("check_selection")
        ended(large, "check_selection")
        large.select("visits", 0, rows=9)
        slow(monkeypatch, 60.0)
        assert "9 rows of Visits checked." in large.click("check_selection")

    def test_another_day_is_other_work(self, large, monkeypatch):
        slow(monkeypatch)
        large.click("check_all")
        ended(large)
        later = clicks.clock().replace(month=9)
        monkeypatch.setattr(clicks, "clock", lambda: later)
        slow(monkeypatch, 60.0)
        large.click("check_all")
        assert {str(r["last_seen"])[:10] for r in large.rows("findings")} == {str(later.date())} != {str(DAY)}


class TestChangedMeanwhile:
    def change(self, office, how):
        sheet = office.kept.sheet("Visits")
        if how == "cell":
            office.cell("visits", "units", 0).enter(7)
        elif how == "another table":
            office.cell("payers", "name").enter("Another")
        elif how == "longer":
            box = sheet.tables[0].box
            sheet.resize(sheet.tables[0], [box[0], box[1], box[2] + 1, box[3]])
        else:
            rows = sheet.tables[0].box
            one, other = rows[0] + 1, rows[0] + 2
            for column in range(rows[1], rows[3] + 1):
                a, b = sheet.at(one, column), sheet.at(other, column)
                sheet.cells[one, column], sheet.cells[other, column] = b, a

    @pytest.mark.parametrize("how", ["cell", "another table", "longer", "sorted"])
    def test_in_the_click_it_is_refused_and_nothing_is_written(self, large, monkeypatch, how):
        taken = aside._Errand.waited

        def meanwhile(errand, job):
            answer = taken(errand, job)
            self.change(large, how)
            return answer

        monkeypatch.setattr(aside._Errand, "waited", meanwhile)
        before = large.app.writes.copy()
        said = large.click("check_all")
        assert said == "The workbook has changed meanwhile. Nothing was written: click again."
        assert [w for w in large.app.writes if "size" not in w[1]] == before and not large.rows("findings")
        assert not beside(large).exists() and large.book.impl.saves == 0

    @pytest.mark.parametrize("how", ["cell", "another table", "sorted"])
    def test_at_the_next_click_it_is_done_anew(self, large, monkeypatch, how):
        slow(monkeypatch)
        large.click("check_all")
        ended(large)
        self.change(large, how)
        slow(monkeypatch, 60.0)
        said = large.click("check_all")
        assert said.startswith("The workbook has changed since 09:00, so it was done anew.\n9 visit lines")
        assert large.rows("findings")

    def test_the_clinic_s_own_columns_and_tables_that_were_not_looked_at_do_not_matter(
        self, large, monkeypatch
    ):
        sheet = large.kept.sheet("Visits")
        table = sheet.tables[0]
        table.box[3] += 1
        sheet.at(table.box[0], table.box[3]).enter("Ours")
        slow(monkeypatch)
        large.click("refresh_aging")
        ended(large, "refresh_aging")
        large.cell("carc", "short_own_wording").enter("x")
        sheet.at(table.box[0] + 1, table.box[3]).enter("ours")
        assert large.click("refresh_aging").startswith("Aging as of ")


class TestWhenItFails:
    @pytest.fixture
    def broken(self, large, monkeypatch):
        """Put another program in the process's place."""

        def put(code):
            monkeypatch.setattr(aside_job, "COMMAND", ("-c", code))
            return large

        return put

    def test_a_process_that_dies(self, broken):
        office = broken("import sys, os; sys.stdin.buffer.read(); os._exit(9)")
        said = office.click("check_all")
        assert said.startswith(
            "The check ended before it was done (status 9). Nothing was changed: click again"
        )
        assert said.endswith("run “xl-massbill check clinic.xlsx” in a terminal.")
        assert office.app.writes == [] and not beside(office).exists()

    def test_a_process_that_dies_before_it_has_taken_the_tables(self, broken):
        assert "ended before it was done (status 3)" in broken("raise SystemExit(3)").click("check_all")

    def test_a_process_that_is_killed_while_excel_is_back(self, large, monkeypatch):
        slow(monkeypatch)
        large.click("check_all")
        (process,) = aside_job._ours.values()
        process.kill()
        process.wait()
        slow(monkeypatch, 60.0)
        assert "9 visit lines checked" in large.click("check_all")  # it begins anew

    def test_a_process_that_never_ends(self, broken, monkeypatch):
        office = broken("import sys, time; sys.stdin.buffer.read(); time.sleep(600)")
        slow(monkeypatch, 1.0)
        began = time.monotonic()
        assert "goes on beside Excel" in office.click("check_all")
        assert time.monotonic() - began < 15
        assert "was stopped" in office.click("check_all", False)
        assert not beside(office).exists() and aside_job._ours == {}

    def test_a_process_that_takes_nothing(self, broken, monkeypatch):
        office = broken("import time; time.sleep(600)")
        monkeypatch.setattr(aside, "TO_BEGIN", 1.0)
        monkeypatch.setattr(aside.transfer, "table_line", lambda handed: b" " * 500_000 + b"\n")
        assert "The check did not begin" in office.click("check_all")
        assert aside_job._ours == {} and not beside(office).exists()

    def test_a_process_that_cannot_be_started(self, large, monkeypatch):
        monkeypatch.setattr(aside_job.sys, "executable", str(large.path.with_name("gone")))
        assert "The check could not be started" in large.click("check_all")
        assert not beside(large).exists()
        assert large.app.writes == []

    def test_a_refusal_is_told(self, large):
        large.kept.sheet("Payers").tables.clear()
        assert "has no table Payers" in large.click("check_all")
        assert not beside(large).exists()

    def test_a_fault_has_a_number_and_no_word_of_the_workbook(self, broken, log_file):
        office = broken(
            "from xl_massbill.addin import aside_child, long_work\n"
            "def broken(workbook, day):\n"
            "    raise KeyError(workbook.read('patients').columns)\n"
            "long_work.WORK['check_all'] = long_work.LongWork(broken, '', '')\n"
            "aside_child.main()"
        )
        said = office.click("check_all")
        assert said.startswith("A fault of the program (number ")
        told = log_file.read_text() + said + str(office.person.hints)
        assert "check_all KeyError at <string>:3 < aside_child.py:" in told
        assert not any(r["last_name"] in told for r in office.rows("patients"))

    def test_an_order_that_nobody_gave_is_not_carried_out(self, broken):
        office = broken(
            "from xl_massbill.addin import aside_child, long_work\n"
            "def forge(workbook, day):\n"
            "    workbook.write('visits', {'units': [7] * workbook.read('visits').height}, by='Kim')\n"
            "long_work.WORK['check_all'] = long_work.LongWork(forge, '', '')\n"
            "aside_child.main()"
        )
        assert office.click("check_all").startswith("A fault of the program")
        assert office.app.writes == []

    def test_excel_that_does_not_take_the_answer(self, large):
        large.app.breaks_at = 2
        said = large.click("check_all")
        assert "nothing was changed" in said and not large.rows("findings")
        assert "9 visit lines checked" in large.click("check_all")

    def test_an_answer_that_nobody_takes_in_goes_after_a_day(self, large):
        for name, age in (("work_list", 90_000), ("previsit", 80_000)):
            beside(large, name).mkdir(parents=True)
            (beside(large, name) / aside_child.RESULT).write_text("V1")
            os.utime(beside(large, name), (time.time() - age,) * 2)
        large.click("check_all")
        assert [folder.name for folder in beside(large).parent.iterdir()] == ["previsit"]

    def test_what_lies_there_of_a_crash_is_cleared_away(self, large):
        beside(large).mkdir(parents=True)
        (beside(large) / "progress").write_text("x")
        assert "9 visit lines checked" in large.click("check_all")
        assert not beside(large).exists()
