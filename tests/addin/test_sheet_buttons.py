"""The buttons of groups Follow-up, Reports and Setup: refresh, lead to sheets, load lists, keep copies."""

from __future__ import annotations

import zipfile

import pytest

from tests.addin.office import Office, write_template
from tests.commands.published_files import REASONS
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.addin import aside_job, log, sheets
from xl_massbill.addin import click as clicks
from xl_massbill.book.folder import Folder
from xl_massbill.book.table import Tab
from xl_massbill.book.tables import TABLES
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import age
from xl_massbill.commands.import_reference import LOADED
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.template import help_sheet, home

REFERENCE = [t.facts.excel for t in TABLES.values() if t.facts.tab is Tab.REFERENCE]


def shown(office):
    return office.book.sheets.active.name


def test_aging_is_refreshed_as_the_command_line_does_it(office, tmp_path):
    other = tmp_path / "closed.xlsx"
    other.write_bytes(office.path.read_bytes())
    closed = FileWorkbook(other)
    report = age.age(closed, clicks.clock().date())
    age.write(closed, report)
    closed.save()
    said = office.click("refresh_aging")
    for name in ("aging", "aging_patients"):
        assert FileWorkbook(office.path).read(name).columns == FileWorkbook(other).read(name).columns
    assert said.startswith(
        "Aging as of 2026-05-06: $0.00 are owed, and work worth $276.00 is not billed yet."
    )
    assert "sheets Aging and AgingPatients" in said


def test_denials(app, tmp_path, monkeypatch):
    tables = practice("V1")
    tables["denials"] = [
        {"denial_id": f"D{i}", "claim_id": "C1", "line_no": i, "carc": carc, "amount": 50}
        for i, carc in enumerate(("197", "29"), 1)
    ]
    office = Office(app, write_template(tmp_path / "clinic.xlsx", tables))
    monkeypatch.setattr(clicks, "desk_of", lambda _book: office.person)
    assert "2 denied lines, $100.00." in office.click("denial_help")
    office.select("denials", 1)
    said = office.click("denial_help")
    assert said.startswith("29 ") and "1 denied line, $50.00." in said and "197" not in said


def test_no_denials(office):
    assert office.click("denial_help") == "No denied line is in the workbook."


@pytest.mark.parametrize(("name", "sheet"), [("settings", "Settings"), ("help_sheet", "Help")])
def test_a_button_leads_to_its_sheet(office, name, sheet):
    office.select("visits")
    office.kept.sheet(sheet).visible = False
    assert office.click(name) == ""
    assert shown(office) == sheet and office.kept.sheet(sheet).visible
    assert office.app.writes == []


def test_the_sheets_are_called_as_in_the_template():
    assert (sheets.HOME, sheets.HELP) == (home.SHEET, help_sheet.SHEET)


def test_payers_and_then_their_rules_and_payers_again(office):
    seen = []
    for _ in range(4):
        office.click("payers_and_rules")
        seen.append(shown(office))
    assert seen == ["Payers", "PayerRules", "Rules", "Payers"]


class TestReferenceSheets:
    def visible(self, office):
        return [name for name in REFERENCE if office.kept.sheet(name).visible]

    def test_they_are_shown_and_hidden_again(self, office):
        others = [s.name for s in office.kept.sheets if s.visible]
        assert self.visible(office) == []
        assert office.click("toggle_reference_sheets") == "The reference sheets are shown."
        assert self.visible(office) == REFERENCE
        assert office.click("toggle_reference_sheets") == "The reference sheets are hidden."
        assert self.visible(office) == [] and [s.name for s in office.kept.sheets if s.visible] == others

    def test_where_some_are_shown_all_are(self, office):
        office.kept.sheet("Rules").visible = True
        office.click("toggle_reference_sheets")
        assert self.visible(office) == REFERENCE

    def test_the_one_that_is_looked_at_is_left_first(self, office):
        office.click("toggle_reference_sheets")
        office.select("icd")
        office.click("toggle_reference_sheets")
        assert shown(office) == "Home" and self.visible(office) == []


class TestBackup:
    def test_the_workbook_is_saved_and_copied(self, office):
        office.cell("patients", "city").enter("typed")
        said = office.click("backup")
        plain, whole = sorted(Folder.of(office.path).backups.iterdir(), key=lambda file: file.suffix)
        place = f"clinic.xlsx.massbill/backups/{whole.name}"
        assert said == f"The workbook is saved; it and its folder are copied to {place}."
        assert plain.read_bytes() == office.path.read_bytes() and office.book.impl.saves == 1
        with zipfile.ZipFile(whole) as packed:
            assert packed.read("clinic.xlsx") == office.path.read_bytes()

    def test_one_that_was_opened_for_reading_only(self, office):
        office.book.impl.api.ReadOnly = True
        assert "read-only" in office.click("backup")
        assert office.book.impl.saves == 0

    @pytest.mark.parametrize("how", ["save_breaks", "save_is_stopped"])
    def test_excel_that_does_not_save(self, office, how):
        setattr(office.book.impl, how, True)
        office.book.impl.api.Saved = False
        assert "could not be saved and copied" in office.click("backup")
        assert not Folder.of(office.path).backups.exists()

    def test_a_copy_that_cannot_be_made(self, office):
        Folder.of(office.path).path.write_text("in the way")
        assert "could not be saved and copied" in office.click("backup")


class TestLoadingLists:
    def file(self, office, name="carc_2026-11-01.csv", data=REASONS):
        path = office.path.parent / name
        path.write_bytes(data)
        return path

    def test_a_list_goes_into_its_sheet(self, office):
        assert "P99" not in {row["code"] for row in office.rows("carc")}
        said = office.click("import_reference", "carc", [self.file(office)])
        assert "sheet CARC" in said and "P99" in {row["code"] for row in office.rows("carc")}
        with Journal(Folder.of(office.path).journal) as journal:
            assert [event.subject for event in journal.events(LOADED)] == ["carc"]

    def test_a_list_is_asked_for_with_its_file(self, office):
        said = office.click("import_reference", "wrong")
        assert said.startswith(
            "There is no list wrong. It is one of: icd, ncci, mue, hcpcs, pos, carc, rarc."
        )
        assert office.click("import_reference", None) == ""
        assert office.click("import_reference", "carc", []) == ""
        assert office.app.writes == []

    def test_a_file_that_is_none_changes_nothing(self, office):
        said = office.click("import_reference", "carc", [self.file(office, data=b"nothing")])
        assert said and "fault" not in said
        assert office.app.writes == []
        assert "There is no file gone.csv." in office.click(
            "import_reference", "carc", [office.path.with_name("gone.csv")]
        )

    def test_a_large_list_is_read_beside_excel_with_the_same_result(self, office, monkeypatch, tmp_path):
        file = self.file(office, "-liste « août » carc_2026-11-01.csv")
        other = tmp_path / "other" / "clinic.xlsx"
        other.parent.mkdir()
        other.write_bytes(office.path.read_bytes())
        said = office.click("import_reference", "carc", [file])
        assert office.person.hints == []
        inside, office.person.hints = FileWorkbook(office.path).read("carc").columns, []
        again = Office(office.app, other)
        monkeypatch.setattr(clicks, "desk_of", lambda _book: again.person)
        monkeypatch.setattr(sheets, "MOST_BYTES", 10)
        assert again.click("import_reference", "carc", [file]) == said
        assert any("at work" in hint for hint in again.person.hints)
        assert FileWorkbook(other).read("carc").columns == inside
        with Journal(Folder.of(office.path).journal) as one, Journal(Folder.of(other).journal) as two:
            details = [[event.detail for event in journal.events(LOADED)] for journal in (one, two)]
        assert details[0] == details[1] and len(details[0]) == 1

    def test_a_list_that_changes_meanwhile_is_refused(self, office, monkeypatch):
        file = self.file(office)
        monkeypatch.setattr(sheets, "MOST_BYTES", 10)
        begun = aside_job.Job.hand

        def hand(job, *order):
            file.write_bytes(REASONS + b"\n")
            return begun(job, *order)

        monkeypatch.setattr(aside_job.Job, "hand", hand)
        said = office.click("import_reference", "carc", [file])
        assert said == "The file has changed meanwhile. Nothing was written: click again."
        assert office.app.writes == []


def test_about(office):
    said = office.click("about")
    assert "xl-massbill" in said and str(log.folder()) in said and "Nothing leaves this computer" in said
