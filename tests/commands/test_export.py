"""Export: exactly once, whatever happens; what stays at home and why; two at a time."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import importlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.crashing_export import NOW, STEPS
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import PRACTICE, practice
from xl_massbill.book.finding import Severity
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import check
from xl_massbill.commands.export import export
from xl_massbill.commands.planning import plan
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.trace import write_trace
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import claim_ids_in, read_claims, sha256_of
from xl_massbill.forms.x837p.lint import Finding
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

DAY = NOW.date()
EMPTY = ("claims", "claim_lines", "batches", "findings")


def book(folder: Path, *visits: str) -> Path:
    return write_workbook(folder / "clinic.xlsx", practice(*visits) | {name: [] for name in EMPTY})


@pytest.fixture
def clinic(tmp_path):
    return book(tmp_path, "V1", "V2")


def rows(path, table):
    sheet = Records(FileWorkbook(path))[table]
    return [{n: sheet[n].iloc[i] for n in sheet.table.model_fields} for i in range(len(sheet))]


def billed(path):
    return {f"{r['visit_id']}-{r['line_no']}": r["claim_id"] for r in rows(path, "visits") if r["claim_id"]}


def out_files(path):
    folder = Folder.of(path).out
    return sorted(folder.glob("*.txt")) if folder.exists() else []


def test_an_export_leaves_file_claims_lines_batch_and_marks(clinic):
    done = export(FileWorkbook(clinic), DAY, NOW)
    (file,) = done.files
    assert file.name == "CEDAR_837P_20260506_B000101_2claims.txt"
    assert claim_ids_in(file) == ["CR26-000101", "CR26-000102"]
    claims = rows(clinic, "claims")
    assert [
        (c["claim_id"], c["total_charge"], c["patient_paid"], c["balance"], c["status"]) for c in claims
    ] == [
        ("CR26-000101", 18_000, 2_500, 15_500, "BATCHED"),
        ("CR26-000102", 14_100, 2_000, 12_100, "BATCHED"),
    ]
    assert [c["deadline_tfl"].date() for c in claims] == [dt.date(2026, 10, 31), dt.date(2026, 8, 3)]
    assert [c["expected_allowed"] for c in claims] == [12_800, 10_000]
    assert [(r["line_ctl"], r["charge"]) for r in rows(clinic, "claim_lines")] == [
        ("CR26-000101-1", 18_000), ("CR26-000102-1", 9_600), ("CR26-000102-2", 4_500),
    ]  # fmt: skip
    (batch,) = rows(clinic, "batches")
    assert (batch["batch_id"], batch["isa13"], batch["n_claims"], batch["total_charge"], batch["status"]) == (
        "B000101", "000000101", 2, 32_100, "EXPORTED",
    )  # fmt: skip
    marks = billed(clinic)
    assert {k: marks[k] for k in ("V1-1", "V2-1", "V2-2")} == {
        "V1-1": "CR26-000101", "V2-1": "CR26-000102", "V2-2": "CR26-000102",
    }  # fmt: skip


def test_a_second_export_finds_nothing_left(clinic):
    export(FileWorkbook(clinic), DAY, NOW)
    again = export(FileWorkbook(clinic), DAY, NOW)
    assert again.files == []
    assert len(rows(clinic, "claims")) == 2
    assert len(out_files(clinic)) == 1


def test_each_segment_leads_back_to_its_row(clinic):
    done = export(FileWorkbook(clinic), DAY, NOW)
    beside = write_trace(done.files[0], done.claims[0])
    found = list(csv.DictReader(beside.read_text(encoding="utf-8").splitlines()))
    service = [(r["claim_id"], r["line"], r["visits_row"]) for r in found if r["segment"] == "SV1"]
    sheet = Records(FileWorkbook(clinic))["visits"]
    at = {key: int(row) for key, row in zip(sheet.keys(), sheet.rows, strict=True)}
    assert service == [
        ("CR26-000101", "1", str(at["V1-1"])),
        ("CR26-000102", "1", str(at["V2-1"])),
        ("CR26-000102", "2", str(at["V2-2"])),
    ]
    assert [r["segment_no"] for r in found] == [str(n) for n in range(1, len(found) + 1)]


def test_a_file_that_lint_faults_never_gets_its_name(clinic, monkeypatch):
    def strict(source):
        yield from whole(source)
        if isinstance(source, Path):  # the written file, not the trial before it
            yield Finding("L-X", Severity.ERROR, 9, 7, "2300", "CLM01", "CR26-000101", "It would be refused.")

    package = importlib.import_module("xl_massbill.forms.x837p.lint")
    whole = package.lint
    monkeypatch.setattr(package, "lint", strict)
    with pytest.raises(Refused, match=r"claim CR26-000101, 2300 CLM01\): It would be refused"):
        export(FileWorkbook(clinic), DAY, NOW)
    assert out_files(clinic) == []
    assert not billed(clinic).keys() & {"V1-1", "V2-1", "V2-2"}


def test_a_claim_that_lint_faults_stays_and_the_other_goes(clinic, monkeypatch):
    def strict(source):
        yield from whole(source)
        data = source if isinstance(source, bytes) else source.read_bytes()
        if data.count(b"CLM*") == 2:  # the first one stands beside the second
            yield Finding("L-X", Severity.ERROR, 9, 7, "2300", "CLM01", "CR26-000101", "It would be refused.")

    package = importlib.import_module("xl_massbill.forms.x837p.lint")
    whole = package.lint
    monkeypatch.setattr(package, "lint", strict)
    done = export(FileWorkbook(clinic), DAY, NOW)
    assert done.plan.selection.reasons["V1"] == "2300 CLM01: It would be refused."
    assert "V1-1" not in billed(clinic)
    assert [claim.lines[0].code for claim in read_claims(done.files[0])] == ["97140"]


def test_what_only_asked_for_the_sending_is_gone_with_it(tmp_path):
    path, late = book(tmp_path, "V1", "V3"), dt.date(2026, 5, 20)
    waiting = [f.key for f in check.check(FileWorkbook(path), late).outcome.findings if f.rule == "TFL-003"]
    assert {"V1-1", "V3-1"} <= set(waiting)
    export(FileWorkbook(path), late, NOW)
    left = [row["row_key"] for row in rows(path, "findings") if row["rule_id"] == "TFL-003"]
    again = [f.key for f in check.check(FileWorkbook(path), late).outcome.findings if f.rule == "TFL-003"]
    assert sorted(left) == sorted(again)
    assert "V1-1" not in left


def test_dry_run_changes_nothing(clinic):
    before = clinic.read_bytes()
    planned = plan(FileWorkbook(clinic), DAY)
    assert len(planned.drafts) == 2
    assert planned.total == 32_100
    assert clinic.read_bytes() == before
    assert not Folder.of(clinic).path.exists()


def test_one_bad_visit_stays_the_others_go(tmp_path):
    path = book(tmp_path, "V1", "V3")
    done = export(FileWorkbook(path), dt.date(2026, 5, 13), NOW)
    assert claim_ids_in(done.files[0]) == ["CR26-000101"]
    assert done.plan.selection.held_by_error == 1
    assert "V3-1" not in billed(path)


def test_a_warning_holds_until_somebody_acknowledges_it(tmp_path):
    tables = practice("V1") | {name: [] for name in EMPTY}
    tables["referrals"][0]["visits_ordered"] = 2
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    assert plan(FileWorkbook(path), DAY).selection.held_by_warning == 1
    workbook = FileWorkbook(path)
    check.write(workbook, check.check(workbook, DAY), DAY)
    workbook.save()
    (finding,) = rows(path, "findings")
    assert finding["rule_id"] == "REF-006"
    again = FileWorkbook(path, fill=True)
    again.write("findings", {"acknowledged_by": ["office"], "ack_reason": ["new order is on its way"]})
    again.save()
    assert len(plan(FileWorkbook(path), DAY).drafts) == 1
    workbook = FileWorkbook(path)
    check.write(workbook, check.check(workbook, DAY), DAY)
    workbook.save()
    (finding,) = rows(path, "findings")
    assert (finding["state"], finding["ack_reason"]) == ("ACKNOWLEDGED", "new order is on its way")


def test_two_at_once_one_is_refused(clinic):
    with Folder.of(clinic).locked(), pytest.raises(Refused, match="Another command"):
        export(FileWorkbook(clinic), DAY, NOW)
    assert len(export(FileWorkbook(clinic), DAY, NOW).files) == 1


def test_a_copy_of_the_workbook_takes_no_number_again(clinic):
    export(FileWorkbook(clinic), DAY, NOW)
    copied = clinic.with_name("copy.xlsx")
    copied.write_bytes(clinic.read_bytes())
    workbook = FileWorkbook(copied, fill=True)
    visits = copy.deepcopy(PRACTICE["visits"][0]) | {"visit_id": "V9", "dos": dt.date(2026, 5, 5)}
    workbook.append("visits", {k: [v] for k, v in visits.items()})
    note = copy.deepcopy(PRACTICE["notes"][0]) | {"visit_id": "V9", "dos": dt.date(2026, 5, 5)}
    note["note_text"] = " ".join(
        reversed(note["note_text"].split())
    )  # a copied note would hold the visit (DOC-016)
    workbook.append("notes", {k: [v] for k, v in note.items()})
    workbook.save()
    (file,) = export(FileWorkbook(copied), DAY, NOW).files
    assert claim_ids_in(file) == ["CR26-000103"]
    assert "B000102" in file.name


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not to be had on Windows")
@pytest.mark.parametrize("step", STEPS)
def test_pulling_the_plug(clinic, step):
    command = [sys.executable, "-m", "tests.commands.crashing_export", str(clinic), step]
    died = subprocess.run(command, check=False, cwd=Path(__file__).parents[2], capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    said = settle_if_needed(FileWorkbook(clinic), NOW)
    export(FileWorkbook(clinic), DAY, NOW)

    assert bool(said) == (step not in ("numbers taken", "booked noted")), said
    files = out_files(clinic)
    assert not list(Folder.of(clinic).out.glob("*.part"))
    kept = [file.name for file in Folder.of(clinic).kept.iterdir()]
    assert sorted(kept) == sorted(sha256_of(file) for file in files), "the bytes of every file are kept"
    sent = [claim for file in files for claim in read_claims(file)]
    keys = [(line.control, claim.claim_id) for claim in sent for line in claim.lines]
    ids = [claim.claim_id for claim in sent]
    assert len(sent) == 2, "no claim is lost, none is sent twice"
    assert len(set(ids)) == len(ids)
    assert len(keys) == 3
    marks = billed(clinic)
    assert {marks["V1-1"], marks["V2-1"], marks["V2-2"]} == set(ids)
    assert {c["claim_id"] for c in rows(clinic, "claims")} == set(ids)
    assert {n["visit_id"] for n in rows(clinic, "notes") if n["locked_hash"] == n["hash"]} >= {"V1", "V2"}
    with Journal(Folder.of(clinic).journal) as journal:
        assert journal.first_break() is None
        taken = [claim["claim_id"] for e in journal.events("export reserved") for claim in e.detail["claims"]]
        assert len(taken) == len(set(taken)), "no number is used twice"
        numbers = [e.detail["batch"]["isa13"] for e in journal.events("export reserved")]
        assert len(numbers) == len(set(numbers))


def test_journal_and_file_names_hold_no_personal_data(clinic):
    done = export(FileWorkbook(clinic), DAY, NOW)
    raw = Folder.of(clinic).journal.read_bytes() + done.files[0].name.encode()
    for word in (b"Harper", b"June", b"Okafor", b"EHP445566701", b"SBS778812", b"1984-02-17", b"Nguyen"):
        assert word not in raw


def test_a_workbook_opened_meanwhile_is_told_of_and_booked_by_the_next_command(clinic, monkeypatch):
    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match=r"open.*2claims\.txt; the next command books them"):
            export(FileWorkbook(clinic), DAY, NOW)
    assert billed(clinic).keys().isdisjoint({"V1-1", "V2-1"})
    (said,) = settle_if_needed(FileWorkbook(clinic), NOW)
    assert "it is booked now" in said
    assert billed(clinic).keys() >= {"V1-1", "V2-1", "V2-2"}
    assert export(FileWorkbook(clinic), DAY, NOW).files == []
