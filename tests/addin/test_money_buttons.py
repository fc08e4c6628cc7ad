"""The buttons about money that comes in: files are shown first and posted on a yes; postings come off again."""

from __future__ import annotations

import pytest

from tests.remits.samples import sample
from xl_massbill.addin import money
from xl_massbill.book.folder import Folder

CLAIM = "CR26-000101"
PAID = ("paid_total", "contractual_total", "pr_total", "balance")


@pytest.fixture
def answers(tmp_path):
    (tmp_path / "downloads").mkdir()
    for name in ("C01.999", "C01.835"):
        (tmp_path / "downloads" / name).write_bytes(sample(name))
    return tmp_path / "downloads"


def claim(office):
    return next(row for row in office.rows("claims") if row["claim_id"] == CLAIM)


def test_files_are_shown_first_and_posted_on_a_yes(sent, answers):
    files = sorted(answers.iterdir())
    said = sent.click("import_payer_files", files, True)
    assert "1 remittance of $103.00" in said
    question = sent.person.questions[-1]
    assert question.endswith("Post these?") and "would be posted" in question
    row = claim(sent)
    assert [int(row[name]) for name in PAID[:3]] == [10_300, 5_200, 2_500]
    assert len(sent.rows("remits")) == 1
    again = sent.click("import_payer_files", [answers / "C01.835"])
    assert "nothing is posted twice" in again and len(sent.rows("remits")) == 1


def test_a_no_posts_nothing(sent, answers):
    before = sent.path.read_bytes()
    assert sent.click("import_payer_files", [answers / "C01.835"], False) == "Nothing was posted."
    assert sent.path.read_bytes() == before and sent.rows("remits") == []


def test_the_preview_writes_nothing(sent, answers):
    before = sent.path.read_bytes(), sent.book.impl.saves
    said = sent.click("preview_posting", [answers / "C01.835"])
    assert "would be posted" in said and "$103.00" in said
    assert (sent.path.read_bytes(), sent.book.impl.saves) == before
    inbox = Folder.of(sent.path).path / "in"
    assert not inbox.exists() or not list(inbox.iterdir())


def test_no_file_is_no_work(sent):
    assert sent.click("import_payer_files", []) == ""
    assert sent.click("preview_posting", []) == ""


def test_files_that_would_hold_up_excel_are_left_to_the_command_line(sent, answers, monkeypatch):
    monkeypatch.setattr(money, "_MOST_BYTES", 10)
    assert "xl-massbill post clinic.xlsx" in sent.click("import_payer_files", [answers / "C01.835"])


def test_a_posting_comes_off_again(sent, answers):
    before = claim(sent)
    sent.click("import_payer_files", [answers / "C01.835"], True)
    sent.select("remits", 0)
    said = sent.click("undo_posting", "wrong payer")
    assert "RM000001" in said and "taken back" in said
    after = claim(sent)
    assert [after[n] for n in PAID] == [before[n] for n in PAID] and after["status"] == before["status"]


def test_a_posting_stays_without_a_reason(sent, answers):
    sent.click("import_payer_files", [answers / "C01.835"], True)
    sent.select("visits", 0)
    assert sent.click("undo_posting", "RM000001", "") == "Nothing was taken back."
    assert "One posting at a time" in sent.click("undo_posting", "RM000001 RM000002")
    assert sent.click("undo_posting", None) == ""
    assert int(claim(sent)["paid_total"]) == 10_300


def test_typed_payments_are_posted_on_a_yes(sent):
    assert sent.click("post_eob", False) == "Nothing was posted."
    assert "Nothing new is typed" in sent.click("post_eob", True)


def test_an_appeal_is_about_one_denied_line(sent):
    sent.select("visits", 0)
    assert sent.click("appeal_letter", None) == ""
    assert "One letter at a time" in sent.click("appeal_letter", "DN0001 DN0002")
    assert "DN0001" in sent.click("appeal_letter", "DN0001")
