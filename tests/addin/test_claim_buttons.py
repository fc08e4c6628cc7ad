"""The buttons of group Claims: nothing goes that was not approved, and nothing is lost or sent twice."""

from __future__ import annotations

import pytest

from tests.addin.office import Office, write_template
from tests.commands.test_following import NOW as LATER
from tests.commands.test_following import PARENT, answered
from tests.hosts import excel_cells
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.addin import click as clicks
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import STOOD
from xl_massbill.commands.settle import BOOKED, RESERVED, WRITTEN
from xl_massbill.forms.x837p import claim_ids_in

FILE = "CEDAR_837P_20260506_B000101_2claims.txt"


class Cut(BaseException):
    """The plug is pulled."""


def events(office):
    with Journal(Folder.of(office.path).journal) as journal:
        return [(e.action, e.subject) for e in journal.events(RESERVED, WRITTEN, BOOKED)]


def states(office):
    return {r["claim_id"]: r["status"] for r in office.rows("claims")}


def test_the_preview_says_what_would_go_in_each_form_and_writes_nothing(office):
    row = [r["visit_id"] for r in office.rows("visits")].index("V1")
    office.cell("visits", "units", row).enter(9)
    said = office.click("preview_batch")
    assert said.startswith("837P: 1 claim, $") and "visit V1 stays: UNT-" in said
    assert office.app.writes == [] and not office.journal() and office.out() == []


class TestExport:
    def test_a_file_is_written_after_a_yes_and_booked_after_excel_has_saved(self, office, monkeypatch):
        order = []
        record, save = Journal.record, excel_cells.save
        monkeypatch.setattr(Journal, "record", lambda *a: (order.append(a[1]), record(*a))[1])
        monkeypatch.setattr(excel_cells, "save", lambda book: (order.append("saved"), save(book))[1])
        said = office.click("export_837p", True)
        assert order == [STOOD, RESERVED, WRITTEN, "saved", BOOKED, STOOD]
        assert FILE in said and "clinic.xlsx.massbill/out" in said and "\n" not in said
        assert (
            claim_ids_in(Folder.of(office.path).out / FILE)
            == list(states(office))
            == ["CR26-000101", "CR26-000102"]
        )
        assert office.person.questions[0].startswith("2 claims, $321.00, ready to go.")
        assert {r["claim_id"] for r in office.rows("visits") if r["visit_id"] in ("V1", "V2")} == set(
            states(office)
        )

    def test_a_no_leaves_everything_as_it_was(self, office):
        before = office.path.read_bytes()
        assert office.click("export_837p", False) == "Nothing was written: 2 claims, $321.00 not approved."
        assert events(office) == [] and office.out() == [] and office.app.writes == []
        assert office.path.read_bytes() == before
        with Journal(Folder.of(office.path).journal) as journal:
            assert journal.reserve({"claim": (1, 1)})["claim"] == 1  # no number was taken

    def test_who_has_nothing_to_send_is_not_asked(self, office):
        office.click("export_837p", True)
        assert office.click("export_837p").startswith("No claim was ready to go.")
        assert len(office.out()) == 1

    @pytest.mark.parametrize("name", ["export_cms1500", "export_invoice"])
    def test_payers_of_another_form_stay(self, office, name):
        assert office.click(name).startswith("No claim was ready to go. 2 visits to be sent another way")

    @pytest.mark.parametrize(
        ("name", "method", "ending"),
        [
            ("export_cms1500", "CMS1500", ".pdf"),
            ("export_csv", "837P", ".csv"),
            ("export_invoice", "INVOICE", ".pdf"),
        ],
    )
    def test_each_form_is_written(self, office, name, method, ending):
        for row, _ in enumerate(office.rows("payers")):
            office.cell("payers", "submit_method", row).enter(method)
        said = office.click(name, True)
        assert [file.endswith(ending) for file in office.out()] == [True], said
        assert set(states(office).values()) == {"BATCHED"}
        assert f"{method}: No" not in office.click("preview_batch")

    def test_two_at_a_time(self, office):
        with Folder.of(office.path).locked():
            assert "Another command is working" in office.click("export_837p")
        assert office.out() == []


class TestPlugPulled:
    """Excel and Python die at a step; what was not saved is gone, and the next click settles."""

    def cut(self, office, monkeypatch, where):
        def die(*_args, **_kwargs):
            raise Cut

        record = Journal.record
        with monkeypatch.context() as patch:
            if where == "sheets":
                patch.setattr(office.app, "write", die)
            elif where == "save":
                patch.setattr(excel_cells, "save", die)
            else:
                patch.setattr(Journal, "record", lambda *a: die() if a[1] == where else record(*a))
            office.click("export_837p", True)
        self.reopen(office)

    def reopen(self, office):
        """Open the file again, as it lies on the disk."""
        again = Office(office.app, office.path)
        again.person = office.person
        office.__dict__.update(book=again.book, kept=again.kept)

    @pytest.mark.parametrize(
        ("where", "is_given_up"),
        [(RESERVED, True), (WRITTEN, False), ("sheets", False), ("save", False), (BOOKED, False)],
    )
    def test_no_claim_is_lost_or_sent_twice(self, office, monkeypatch, where, is_given_up):
        self.cut(office, monkeypatch, where)
        assert len(office.out()) <= 1
        office.click("refresh_aging")  # any click that writes settles first
        told = office.person.shown[0]
        if is_given_up:
            assert states(office) == {}
            office.click("export_837p", True)
        elif where != BOOKED:
            assert "B000101" in told
        assert len(office.out()) == 1 and len(states(office)) == 2
        assert office.click("export_837p").startswith("No claim was ready")
        assert [action for action, _ in events(office)].count(BOOKED) == 1

    def test_a_workbook_that_excel_does_not_save_is_booked_by_the_next_click(self, office):
        office.book.impl.save_breaks = True
        said = office.click("export_837p", True)
        assert "did not save the workbook: nothing was changed" in said and f"already in {FILE}" in said
        assert office.cell("claims", "claim_id").value is None
        office.book.impl.save_breaks = False
        assert "B000101" in office.click("check_all")
        assert set(states(office).values()) == {"BATCHED"} and office.out() == [FILE]

    def test_closing_without_saving_is_settled(self, office, small_book):
        office.click("export_837p", True)
        office.path.write_bytes(small_book)  # an old copy is put back
        self.reopen(office)
        assert "B000101" in office.click("check_all")
        assert len(states(office)) == 2 and office.click("export_837p").startswith("No claim was ready")


class TestOrders:
    def test_the_selected_batch_is_marked_as_sent(self, office):
        office.click("export_837p", True)
        office.select("batches")
        said = office.click("mark_sent", True)
        assert office.person.questions == ["Mark batch B000101 as sent today, 2026-05-06?"]
        assert said == "Batch B000101 (2 claims) is marked as sent on 2026-05-06."
        assert set(states(office).values()) == {"SUBMITTED"}

    def test_a_batch_is_asked_for_and_may_be_unknown(self, office):
        office.click("export_837p", True)
        assert office.click("mark_sent", "B000999", True) == "There is no batch B000999 on sheet Batches."
        assert office.click("mark_sent", None) == ""
        assert office.click("mark_sent", "B000101", False) == "Nothing was marked."
        assert office.click("mark_sent", "B000101 B000102") == "Select one batch."
        assert set(states(office).values()) == {"BATCHED"}

    @pytest.mark.parametrize(("name", "frequency"), [("correct_claim", "7"), ("void_claim", "8")])
    def test_a_claim_is_followed_by_another(self, app, tmp_path, monkeypatch, name, frequency):
        office = Office(app, answered(tmp_path))
        monkeypatch.setattr(clicks, "desk_of", lambda _book: office.person)
        monkeypatch.setattr(clicks, "clock", lambda: LATER)
        office.select("claims")
        assert office.click(name, False).startswith("Nothing was written: 1 claim")
        assert "It lies in" in office.click(name, True)
        new = next(r for r in office.rows("claims") if r["claim_id"] != PARENT)
        assert (new["frequency"], new["parent_claim_id"]) == (frequency, PARENT)

    def test_a_claim_that_cannot_be_followed(self, office):
        office.click("export_837p", True)
        office.select("patients")
        said = office.click("void_claim", "CR26-000101")
        assert said and len(states(office)) == 2 and len(office.out()) == 1
        assert office.click("correct_claim", None) == ""


class TestSuperbill:
    @pytest.fixture
    def cash(self, app, tmp_path, monkeypatch):
        tables = practice("V1", "V2")
        for row in tables["visits"]:
            if row["visit_id"] == "V1":
                row |= {"status": "CASH", "patient_paid": row["charge"]}
        made = Office(app, write_template(tmp_path / "clinic.xlsx", tables))
        monkeypatch.setattr(clicks, "desk_of", lambda _book: made.person)
        return made

    def test_of_the_patient_of_the_selected_visit(self, cash):
        visits = cash.rows("visits")
        row = next(i for i, r in enumerate(visits) if r["visit_id"] == "V1")
        cash.select("visits", row)
        said = cash.click("export_superbill", "2026-01-01 2026-12-31", True)
        (file,) = cash.out()
        assert said == f"The superbill is clinic.xlsx.massbill/out/{file}." and file.startswith(
            "superbill_20260506_V1"
        )
        assert (
            visits[row]["patient_id"] in cash.person.questions[1]
            and "from 2026-01-01 to 2026-12-31" in cash.person.questions[1]
        )
        assert cash.app.writes == []

    def test_a_patient_is_asked_for(self, cash):
        patient = next(r["patient_id"] for r in cash.rows("visits") if r["visit_id"] == "V1")
        assert "The superbill is" in cash.click("export_superbill", patient, "", True)
        assert cash.click("export_superbill", patient, "", False) == "No superbill was made."
        assert cash.click("export_superbill", None) == ""
        assert cash.click("export_superbill", patient, None) == ""
        assert "no patient P999" in cash.click("export_superbill", "P999", "", True)
        assert cash.click("export_superbill", "P1, P2") == "Select one patient."

    @pytest.mark.parametrize("days", ["May 2026", "2026-02-30", "2026-01-01 2026-01-02 2026-01-03"])
    def test_days_that_are_none(self, cash, days):
        assert "day" in cash.click("export_superbill", "P1", days)
        assert cash.out() == []
