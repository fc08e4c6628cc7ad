"""Closing a month: figures worked by hand, papers that stay as they are, and one entry of the journal each."""

from __future__ import annotations

import datetime as dt
import io
import shutil

import openpyxl
import pandas as pd
import pdfplumber
import pytest

from tests.commands.clinics import rows
from tests.denied_case import REMITTED, denied
from tests.remits.posted import book, post
from tests.workbooks import write_workbook
from xl_massbill.aging.month import Month
from xl_massbill.book.folder import Folder
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import close as command
from xl_massbill.commands.aging_snapshots import snapshots
from xl_massbill.commands.close import Order, close, closes, look
from xl_massbill.commands.decide import decide
from xl_massbill.commands.orders import Order as Told
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

JULY = Month(2026, 7)
THEN = dt.datetime(2026, 8, 3, 18)
KIM = Order("Kim")
AGAIN = Order("Kim", "a cheque was overlooked")


@pytest.fixture(scope="module")
def posted(tmp_path_factory):
    """Two payments posted in July 2026 (case 1: 103.00 of 180.00, 25.00 the patient's; case 6), one claim open."""
    path = book(tmp_path_factory.mktemp("posted"), "CR26-000101", "CR26-000106", "CR26-000109")
    post(path, "C01.835")
    post(path, "C06.835")
    workbook = FileWorkbook(path)
    workbook.write("remits", {"deposit_amount": [103.0, None]}, by="Kim")
    workbook.save()
    return path.parent


@pytest.fixture
def path(posted, tmp_path):
    """A copy of it that a test may change."""
    shutil.copytree(posted, tmp_path / "clinic")
    return tmp_path / "clinic" / "clinic.xlsx"


def pdf_text(file):
    with pdfplumber.open(io.BytesIO(file.read_bytes())) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


class TestFigures:
    def test_by_hand(self, path):
        sums = look(FileWorkbook(path), JULY, THEN.date()).facts.sums()
        # open: 25.00 of case 1 and the whole of case 9; case 6 was paid 112.09 of 180.00, the rest CO
        assert sums == {
            "owed": 2_500 + 18_600,
            "credits": 0,
            "net": 21_100,
            "unbilled": 0,
            "claims": 21_509,
            "provider": 0,
            "received": 21_509,
            "banked": 10_300,
            "off": 0,
            "adjusted": 5_200 + 2_500 + 6_791,
            "written_off": 0,
        }

    def test_only_what_was_posted_in_the_month(self, path):
        facts = look(FileWorkbook(path), JULY.before, THEN.date()).facts
        assert (facts.received, facts.advices, facts.adjusted) == (0, (), ())

    def test_what_payers_took_off_by_reason(self, path):
        found = look(FileWorkbook(path), JULY, THEN.date()).facts.adjusted
        assert [(one.group, one.carc, one.rows, one.cents) for one in found] == [
            ("CO", "P12", 1, 6_791),
            ("CO", "45", 1, 5_200),
            ("PR", "3", 1, 2_500),
        ]

    def test_a_write_off_stands_with_its_approver_in_the_month_of_the_decision(self, tmp_path):
        path = write_workbook(tmp_path / "clinic.xlsx", denied())
        order = Told("Kim", REMITTED + dt.timedelta(3), "too small to appeal")
        decide(FileWorkbook(path), "DN0001", Decision.WRITE_OFF, order, THEN, "Kim", approved_by="Dana")
        facts = look(FileWorkbook(path), Month.of(order.on), THEN.date()).facts
        (one,) = facts.write_offs
        assert (one.payment_id, one.cents, one.approved_by, one.reason, one.on) == (
            "WO-DN0001", 9_000, "Dana", "too small to appeal", order.on,
        )  # fmt: skip
        assert look(FileWorkbook(path), Month.of(order.on).after, THEN.date()).facts.write_offs == ()

    def test_what_is_not_settled_is_said(self, path):
        said = look(FileWorkbook(path), JULY, THEN.date()).facts.undone
        assert said == ("1 payment not in the bank as advised: $112.09.",)

    def test_a_posting_that_lost_a_row_is_said(self, path):
        workbook = FileWorkbook(path)
        paid = [None if pd.isna(row["paid"]) else row["paid"] / 100 for row in rows(path, "payments")]
        workbook.write("payments", {"paid": [100.0, *paid[1:]]})
        workbook.save()
        facts = look(FileWorkbook(path), JULY, THEN.date()).facts
        assert facts.sums()["off"] == -300
        assert "What was posted of RM000001 is not what the advice says." in facts.undone


class TestPapers:
    def test_the_pdf_says_the_figures_and_names_no_patient(self, path):
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        text = pdf_text(done.files[0])
        for words in (
            "July 2026",
            "Closed 08/03/2026 by Kim",
            "$211.00",
            "$215.09",
            "P12",
            "$112.09",
            "Approved by",
        ):
            assert words in text
        assert "HARPER" not in text.upper()

    def test_what_is_older_than_90_days_is_summed_up(self, path):
        done = close(
            FileWorkbook(path), JULY.after, KIM, dt.datetime(2026, 9, 2)
        )  # all is 91 to 120 days old
        assert "Over 90 days $211.00" in pdf_text(done.files[0])

    def test_the_workbook_holds_every_row_and_its_sums(self, path):
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        made = openpyxl.load_workbook(done.files[1])
        rows = [[cell.value for cell in row] for row in made["Remittances"].iter_rows(min_row=4)]
        assert [row[0] for row in rows] == ["RM000001", "RM000002", "Total"]
        assert [row[8] for row in rows[:2]] == [103.0, 112.09] and rows[2][8] == "=SUM(I4:I5)"
        owed = [[cell.value for cell in row] for row in made["Owed"].iter_rows(min_row=4)]
        assert sorted((row[0], row[1], row[5]) for row in owed[:-1]) == [
            ("CR26-000101", "PATIENT", 25.0),
            ("CR26-000109", "INSURANCE", 186.0),
        ]

    def test_no_file_name_and_no_entry_names_anybody_but_who_closed(self, path):
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        assert [file.name for file in done.files] == ["close_2026-07.pdf", "close_2026-07.xlsx"]
        with Journal(Folder.of(path).journal) as journal:
            (event,) = journal.events(command.CLOSED)
        assert set(event.detail) == {"month", "version", "by", "why", "sums", "files"}


class TestLock:
    def test_a_closed_month_is_closed_once_unless_there_is_a_reason(self, path):
        first = close(FileWorkbook(path), JULY, KIM, THEN)
        was = [file.read_bytes() for file in first.files]
        with pytest.raises(Refused, match="July 2026 was closed on 2026-08-03 by Kim"):
            close(FileWorkbook(path), JULY, KIM, THEN)
        second = close(FileWorkbook(path), JULY, AGAIN, THEN)
        assert [file.name for file in second.files] == ["close_2026-07_2.pdf", "close_2026-07_2.xlsx"]
        assert [file.read_bytes() for file in first.files] == was
        assert [one.event.detail["version"] for one in closes(FileWorkbook(path))] == [1, 2]

    def test_its_aging_is_kept_to_be_compared(self, path):
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        (kept,) = snapshots(FileWorkbook(path))
        assert kept.as_of == JULY.last and kept.total == done.facts.sums()["owed"]

    def test_a_posting_that_was_taken_back_after_the_month_is_said(self, path):
        undo_posting(
            FileWorkbook(path), "RM000002", dt.datetime(2026, 8, 2, 9), "Kim", "posted to the wrong bank"
        )
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        told = [one for one in done.facts.undone if "taken back" in one]
        assert len(told) == 1 and told[0].startswith(
            "RM000002 was posted in July 2026 and taken back on 2026-08-02"
        )
        assert (done.facts.sums()["owed"], done.facts.received) == (21_100, 10_300)

    def test_a_posting_that_was_taken_back_within_the_month_is_nothing_to_tell(self, path):
        undo_posting(
            FileWorkbook(path), "RM000002", dt.datetime(2026, 7, 15, 9), "Kim", "posted to the wrong bank"
        )
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        assert not [one for one in done.facts.undone if "taken back" in one]
        assert done.facts.sums()["owed"] == 21_100 + 18_000  # case 6 is open again

    def test_a_file_that_was_changed_shows(self, path):
        done = close(FileWorkbook(path), JULY, KIM, THEN)
        assert [one.changed for one in closes(FileWorkbook(path))] == [()]
        done.files[0].write_bytes(b"%PDF-1.4 another")
        (one,) = closes(FileWorkbook(path))
        assert one.changed == ("close_2026-07.pdf",) and "CHANGED SINCE" in one.text()

    def test_a_month_that_is_not_over_stays_open(self, path):
        with pytest.raises(Refused, match="July 2026 is not over yet"):
            close(FileWorkbook(path), JULY, KIM, dt.datetime(2026, 7, 31, 23))
        assert close(FileWorkbook(path), JULY, KIM, dt.datetime(2026, 8, 1)).files

    def test_nobody_closes_without_a_name_or_with_a_patients_in_the_reason(self, path):
        with pytest.raises(Refused, match="--by NAME"):
            close(FileWorkbook(path), JULY, Order(" "), THEN)
        close(FileWorkbook(path), JULY, KIM, THEN)
        with pytest.raises(Refused, match="name a patient"):
            close(FileWorkbook(path), JULY, Order("Kim", "Harper paid late"), THEN)

    def test_a_plug_that_is_pulled_before_the_entry_leaves_the_month_open(self, path, monkeypatch):
        def die(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Journal, "record", die)
            with pytest.raises(KeyboardInterrupt):
                close(FileWorkbook(path), JULY, KIM, THEN)
        assert closes(FileWorkbook(path)) == []
        assert close(FileWorkbook(path), JULY, KIM, THEN).files[0].name == "close_2026-07.pdf"
        assert [one.changed for one in closes(FileWorkbook(path))] == [()]

    def test_a_look_ahead_writes_nothing(self, path):
        before = path.read_bytes()
        look(FileWorkbook(path), JULY, THEN.date())
        assert path.read_bytes() == before and not (Folder.of(path).out / "closes").exists()


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "0001-01", "July", "2026-9-1", ""])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(Refused, match="is no month"):
        Month.read(text)
