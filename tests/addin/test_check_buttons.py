"""The buttons of group Check, on a workbook of the template with a few slips in it."""

from __future__ import annotations

import pytest

from tests.addin.office import DAY
from xl_massbill.addin import click as clicks
from xl_massbill.commands import check
from xl_massbill.hosts.file import FileWorkbook


def open_rows(office, severity="error"):
    return [r for r in office.rows("findings") if r["severity"] == severity and r["state"] == "OPEN"]


class TestCheckAll:
    def test_it_finds_and_writes_what_the_command_line_finds_and_writes(self, slips, tmp_path):
        other = tmp_path / "closed.xlsx"
        other.write_bytes(slips.path.read_bytes())
        closed = FileWorkbook(other)
        checked = check.check(closed, DAY)
        check.write(closed, checked, DAY)
        closed.save()
        assert slips.click("check_all") == checked.sentence()
        assert checked.counts()["error"] >= 2
        for name in ("findings", "visits", "notes", "rules"):
            assert FileWorkbook(slips.path).read(name).columns == FileWorkbook(other).read(name).columns

    def test_each_table_costs_one_read_and_each_stretch_of_columns_one_write(self, slips, app):
        slips.click("check_all")
        assert {n for (what, _), n in app.counts.items() if what == "read"} == {1}
        assert len(app.writes) == len(set(app.writes))

    def test_the_status_bar_says_how_far_it_is_and_is_excel_s_again(self, slips, app):
        slips.click("check_all")
        bars = [value for name, value in app.states if name == "status_bar" and value]
        assert bars[0].startswith("MassBill: Checking (0 of ") and app.status_bar is False

    def test_checking_again_writes_nothing_new(self, slips, app):
        slips.click("check_all")
        app.writes.clear()
        said = slips.click("check_all")
        # links are formulas, which Excel does not hand over with their values
        assert {sheet for sheet, _ in app.writes} == {"Findings"} and "errors" in said

    def test_a_very_large_workbook_is_left_to_the_command_line(self, slips, monkeypatch):
        monkeypatch.setattr(clicks, "MOST_LINES", 3)
        told = {
            "export_837p": "export clinic.xlsx --form 837p",
            "month_end": "close clinic.xlsx",
        }
        for name, command in told.items():
            assert f"“xl-massbill {command}” in a terminal" in slips.click(name)
        assert slips.app.writes == []


class TestSelection:
    def test_only_the_selected_rows_are_told_of_and_nothing_is_written(self, slips, app):
        visits = [r["visit_id"] for r in slips.rows("visits")]
        slips.select("visits", visits.index("V1"))
        said = slips.click("check_selection")
        assert "UNT-" in said and "97999" not in said
        assert said.endswith("1 row of Visits checked. Nothing was written: “Check all” does that.")
        assert app.writes == [] and slips.book.impl.saves == 0
        slips.select("visits", 0, rows=len(visits))
        assert f"{len(visits)} rows of Visits checked." in slips.click("check_selection")

    def test_rows_without_a_problem(self, slips):
        visits = [r["visit_id"] for r in slips.rows("visits")]
        other = next(i for i, visit in enumerate(visits) if visit not in ("V1", "V2"))
        slips.select("visits", other)
        assert slips.click("check_selection") == "1 row of Visits checked: nothing to mend."

    @pytest.mark.parametrize("table", ["patients", "findings"])
    def test_another_sheet(self, slips, table):
        slips.select(table)
        assert slips.click("check_selection") == "Select rows on sheet Visits first."

    def test_cells_beside_and_below_the_table(self, slips):
        slips.select("visits", row=len(slips.rows("visits")))
        assert "first" in slips.click("check_selection")

    def test_nothing_selected(self, slips):
        assert "first" in slips.click("check_selection")

    def test_a_selection_in_another_workbook(self, slips, app, tmp_path):
        other = tmp_path / "other.xlsx"
        other.write_bytes(slips.path.read_bytes())
        made = app.books.open(str(other))
        app.selection = next(s for s in made.sheets if s.name == "Visits").range("A2")
        assert "first" in slips.click("check_selection")


class TestNextProblem:
    def test_it_goes_from_problem_to_problem_and_round(self, slips):
        slips.click("check_all")
        found = open_rows(slips) + open_rows(slips, "warning")
        seen = []
        for _ in range(len(found) + 1):
            assert slips.click("next_problem") == ""
            seen.append((slips.person.hints[-1].split()[0], slips.selected()))
        count = len(set(seen))
        assert count > 1 and len(seen) > count and seen[count] == seen[0]
        indexed = [(word, slips.book.sheets[place[0]].index, *place[1:]) for word, place in seen[:count]]
        assert indexed == sorted(indexed)  # errors first, then sheet, row, column
        assert {word for word, _ in seen} == {r["severity"].upper() for r in found}
        assert slips.person.hints[0].startswith(("ERROR ", "WARNING "))
        assert slips.app.status_bar.startswith("MassBill: ")

    def test_a_sorted_sheet_is_no_riddle(self, slips):
        slips.click("check_all")
        sheet = slips.kept.sheet("Visits")
        top, left, bottom, right = sheet.tables[0].box
        rows = [[sheet.at(r, c) for c in range(left, right + 1)] for r in range(bottom, top, -1)]
        for r, row in enumerate(rows, top + 1):
            for c, cell in enumerate(row, left):
                sheet.cells[r, c] = cell
        slips.select("visits")
        slips.click("next_problem")
        name, row, _ = slips.selected()
        assert name == "Visits" and {sheet.at(row, c).value for c in range(left, right + 1)} & {"V1", "V2"}

    def test_a_hidden_sheet_is_shown(self, slips):
        slips.click("check_all")
        slips.kept.sheet("Visits").visible = False
        slips.click("next_problem")
        assert slips.kept.sheet("Visits").visible and slips.book.sheets.active.name == "Visits"

    def test_what_is_acknowledged_put_off_or_mended_is_passed_by(self, slips):
        slips.click("check_all")
        states = ["ACKNOWLEDGED", "SNOOZED", "FIXED"]
        for row, _ in enumerate(slips.rows("findings")):
            slips.cell("findings", "state", row).enter(states[row % 3])
        assert slips.click("next_problem").startswith("No open problem is noted")

    def test_nothing_noted(self, slips):
        assert slips.click("next_problem").startswith("No open problem is noted")


class TestExplain:
    def test_a_finding(self, slips):
        slips.click("check_all")
        row = next(i for i, r in enumerate(slips.rows("findings")) if r["severity"] == "error")
        slips.select("findings", row)
        said = slips.click("explain_problem")
        finding = slips.rows("findings")[row]
        assert finding["message"] in said and f"{finding['rule_id']}  " in said and "Source" in said

    def test_a_row_with_problems(self, slips):
        slips.click("check_all")
        at = [r["visit_id"] for r in slips.rows("visits")].index("V1")
        slips.select("visits", at, column=5)
        assert "Severity:  error" in slips.click("explain_problem")

    def test_a_row_without_any(self, slips):
        slips.select("patients")
        assert slips.click("explain_problem") == "The last check has found nothing in the selected row."

    def test_many_are_cut_short(self, slips):
        slips.click("check_all")
        count = len(slips.rows("findings"))
        slips.select("findings", rows=count)
        said = slips.click("explain_problem")
        assert len(said) <= 900
        assert count <= 3 or said.endswith(f"… and {count - 3} more: select one row.")

    def test_nothing_selected(self, slips):
        assert "Select a row" in slips.click("explain_problem")


class TestAcknowledge:
    REASON = "Confirmed with the payer by phone"

    def at(self, office, severity):
        office.click("check_all")
        return next(i for i, r in enumerate(office.rows("findings")) if r["severity"] == severity)

    def test_a_warning_gets_name_day_and_reason_and_stands_no_longer(self, slips, monkeypatch):
        monkeypatch.setattr(clicks.getpass, "getuser", lambda: "Kim")
        row = self.at(slips, "warning")
        slips.select("findings", row)
        said = slips.click("acknowledge", self.REASON)
        assert said == "1 warning acknowledged by Kim, from the next check on."
        found = slips.rows("findings")[row]
        assert (found["acknowledged_by"], found["ack_reason"]) == ("Kim", self.REASON)
        assert found["acknowledged_on"].date() == DAY
        others = [r for i, r in enumerate(slips.rows("findings")) if i != row]
        assert not any(r["acknowledged_by"] or r["ack_reason"] for r in others)
        slips.click("check_all")
        assert [r["state"] for r in slips.rows("findings") if r["rule_id"] == found["rule_id"]
                and r["row_key"] == found["row_key"] and r["field"] == found["field"]] == ["ACKNOWLEDGED"]  # fmt: skip

    def test_an_error_cannot_be_acknowledged(self, slips):
        slips.select("findings", self.at(slips, "error"))
        assert "an error must be mended" in slips.click("acknowledge")
        assert not any(r["acknowledged_by"] for r in slips.rows("findings"))

    @pytest.mark.parametrize("reason", ["", "too short", "         x          "])
    def test_a_reason_has_ten_characters(self, slips, reason):
        slips.select("findings", self.at(slips, "warning"))
        assert "at least 10 characters" in slips.click("acknowledge", reason)

    def test_who_would_rather_not_changes_nothing(self, slips, app):
        slips.select("findings", self.at(slips, "warning"))
        app.writes.clear()
        assert slips.click("acknowledge", None) == ""
        assert app.writes == []

    def test_nobody_is_asked_for_a_name(self, slips, monkeypatch):
        monkeypatch.setattr(clicks.getpass, "getuser", lambda: "")
        slips.select("findings", self.at(slips, "warning"))
        assert "Say who" in slips.click("acknowledge", self.REASON, None)
        assert "by Lee" in slips.click("acknowledge", self.REASON, "Lee")

    def test_another_sheet(self, slips):
        slips.select("visits")
        assert "Select the warnings on sheet Findings first." in slips.click("acknowledge")


def test_the_call_list(office):
    assert office.click("previsit").startswith("No visit is booked from 2026-05-06")
    row = [r["visit_id"] for r in office.rows("visits")].index("V1")
    office.cell("visits", "status", row).enter("SCHEDULED")
    office.cell("visits", "dos", row).enter(clicks.clock())
    assert "from 2026-05-06 to 2026-05-13: nothing to do." in office.click("previsit")
    office.cell("visits", "therapist_id", row).enter("T9")
    said = office.click("previsit")
    assert "  V1  patient" in said and "1 need a call" in said
    assert office.app.writes == []
