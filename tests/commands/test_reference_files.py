"""The commands on a closed file: backup, journal, rows at somebody's order, and nothing written twice."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands import published_files as files
from tests.test_cli import run
from tests.workbooks import write_workbook
from xl_massbill.book.folder import Folder
from xl_massbill.claims.standing import STOOD
from xl_massbill.codes.published import (
    code_lists,
    hcpcs_codes,
    icd_order,
    icd_tabular,
    mue_limits,
    ncci_edits,
)
from xl_massbill.codes.published.recognise import Kind, published
from xl_massbill.errors import Unreadable


@pytest.fixture
def clinic(tmp_path):
    path = write_workbook(
        tmp_path / "clinic.xlsx",
        {
            "codes": [{"code": "97124", "short_name": "Massage"}, {"code": "97140", "short_name": "Manual"}],
            "ncci_ptp": [],
            "carc": [
                {"code": "29", "short_own_wording": "late"},
                {"code": "B9", "short_own_wording": "hospice"},
            ],
        },
    )
    book = openpyxl.load_workbook(path)
    book["CARC"]["B2"] = '="too"&" late"'  # a person's own formula, in a column of theirs
    book.save(path)
    return path


def events(path):
    with sqlite3.connect(Folder.of(path).journal) as journal:
        rows = journal.execute("SELECT action, subject, detail FROM events").fetchall()
        return [(a, s, json.loads(d)) for a, s, d in rows if a != STOOD]


def test_import_and_confirm_on_a_file(clinic, tmp_path):
    edits, reasons = tmp_path / "ccipra-v323r0-f1.txt", tmp_path / "carc_2026-11-01.csv"
    edits.write_bytes(files.pairs_text())
    reasons.write_bytes(files.REASONS)
    done = run("import", "ncci", edits, clinic)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == (
        "NCCI 2026Q4: 10 rows in the file, 2 kept for sheet NCCI_PTP: 2 added, 0 ended, 0 changed, 0 removed."
    )
    assert list(Folder.of(clinic).backups.iterdir())
    done = run("import", "carc", reasons, clinic, "--by", "Kim")
    assert (done.returncode, "4 added" in done.stdout or "3 added" in done.stdout) == (0, True), done.stderr
    sheet = openpyxl.load_workbook(clinic)["CARC"]
    assert sheet["B2"].value == '="too"&" late"'
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["29", "B9", "1", "197", "P99"]
    assert sheet.tables["CARC"].ref.endswith("6")
    bytes_before = clinic.read_bytes()
    assert "Nothing differs" in run("import", "ncci", edits, clinic).stdout
    assert "Nothing differs" in run("import", "carc", reasons, clinic, "--by", "Kim").stdout
    assert clinic.read_bytes() == bytes_before
    done = run("confirm", clinic, "carc", "29", "--by", "Kim", "--on", "2026-01-02")
    assert "29: was not confirmed." in done.stdout, done.stderr
    assert "1 row of sheet CARC confirmed by Kim on 2026-01-02." in done.stdout
    assert [(action, subject) for action, subject, _ in events(clinic)] == [
        ("list loaded", "ncci_ptp"), ("list loaded", "carc"), ("row confirmed", "carc 29"),
    ]  # fmt: skip
    assert events(clinic)[0][2]["added"] == 2
    assert "Kim" not in str(events(clinic))


def test_sentences_of_the_command_line(clinic, tmp_path):
    wrong = tmp_path / "mue_2026q4.csv"
    wrong.write_bytes(files.limits_csv())
    before = clinic.read_bytes()
    for words, sentence in (
        (("import", "ncci", wrong, clinic), "looks like a file of MUE unit limits"),
        (("import", "mue", wrong, clinic), "The workbook has no table MUE"),
        (("import", "ncci", tmp_path / "none.txt", clinic), "There is no file none.txt."),
        (("confirm", clinic, "carc", "999", "--by", "Kim"), "Sheet CARC has no row 999."),
    ):
        done = run(*words)
        assert done.returncode == 2 and sentence in done.stderr and "Traceback" not in done.stderr
    assert clinic.read_bytes() == before


KINDS = [k for k in Kind if k is not Kind.UNKNOWN]
PUBLISHED = [files.pairs_text(), files.limits_csv(), files.hcpcs_text(), files.REASONS, files.REMARKS, files.PLACES,
             files.pairs_workbook(), files.zipped(a__txt=files.pairs_text()), files.tabular_file(2027, "")]  # fmt: skip


def read(kind, data):
    """Read a file to its end as a kind; it may only be refused in one sentence."""
    codes = {"97124", "97140"}
    readers = {
        Kind.NCCI: lambda f: ncci_edits.read(f, codes), Kind.MUE: lambda f: mue_limits.read(f, codes),
        Kind.HCPCS: hcpcs_codes.read, Kind.ICD_ORDER: icd_order.read, Kind.ICD_TABULAR: lambda f: icd_tabular.read(f.data),
        Kind.POS: code_lists.read, Kind.CARC: code_lists.read, Kind.RARC: code_lists.read,
    }  # fmt: skip
    try:
        for file in published((kind,), "a file", data):
            readers.get(kind, lambda f: list(f.rows))(file)
    except Unreadable as stop:
        said = str(stop)
        assert said.endswith(".") and "\n" not in said


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(kind, data):
    read(kind, data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.sampled_from(PUBLISHED), st.data())
def test_a_damaged_file_is_read_or_refused(kind, data, draw):
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 200)))
    read(kind, data[:start] + draw.draw(st.binary(max_size=20)) + data[end:])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(
    st.sampled_from(["97124", "97140", "97530", "0213T"]), st.sampled_from(["97124", "97140", "97110"]),
    st.sampled_from(["", "*"]), st.dates(min_value=dt.date(1996, 1, 1), max_value=dt.date(2040, 1, 1)).map(lambda d: f"{d:%Y%m%d}"),
    st.sampled_from(["*", "20300101", "20391231"]), st.sampled_from("019"), st.sampled_from(["", "Mutually exclusive procedures"]),
), min_size=1, max_size=20))  # fmt: skip
def test_text_csv_and_workbook_say_the_same(pairs):
    parts = []
    for data in (files.pairs_text(pairs), files.pairs_csv(pairs), files.pairs_workbook(pairs)):
        (file,) = published((Kind.NCCI,), "edits", data)
        parts.append(ncci_edits.read(file, {"97124", "97140"}))
    assert parts[0] == parts[1] == parts[2]
    kept = [p for p in pairs if {p[0], p[1]} <= {"97124", "97140"} and (p[4] == "*" or p[4] > p[3])]
    assert len(parts[0].edits) == len(kept) and parts[0].rows == len(pairs)
