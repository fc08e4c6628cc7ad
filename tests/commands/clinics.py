"""A small clinic with an exported batch, and looks into its workbook, as tests of batches like them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.commands.crashing_export import NOW
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.export import export
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

EMPTY = (
    "claims",
    "claim_lines",
    "batches",
    "acks",
    "findings",
    "follow_up",
    "payments",
    "remits",
    "plb",
    "denials",
    "unplaced",
    "audit",
)
BATCH = "B000101"


def book(folder: Path, *visits: str) -> Path:
    return write_workbook(folder / "clinic.xlsx", practice(*visits) | {name: [] for name in EMPTY})


Files = dict[Path, bytes]
"""All files of a folder, by their path in it."""


def kept(folder: Path) -> Files:
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def laid(files: Files, folder: Path) -> Path:
    """Put files that were kept into a folder, and return the workbook among them."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "clinic.xlsx"


def exported(folder: Path, *visits: str) -> Path:
    """Return a workbook with one batch on the shelf; it is exported once, and then copied."""
    return laid(_exported(*(visits or ("V1", "V2"))), folder)


@cache
def _exported(*visits: str) -> Files:
    with TemporaryDirectory() as name:
        return kept(exported_anew(Path(name), *visits).parent)


def exported_anew(folder: Path, *visits: str) -> Path:
    """Return the same without a copy, for a test that has changed how batches are written."""
    path = book(folder, *(visits or ("V1", "V2")))
    export(FileWorkbook(path), NOW.date(), NOW)
    return path


def copied(path: Path, name: str) -> Path:
    """Return a copy of a workbook, as somebody would keep it."""
    return Path(shutil.copy(path, path.with_name(name)))


def moved(path: Path, folder: Path) -> Path:
    """Return a copy of a workbook with all that lies beside it."""
    beside = Folder.of(path).path
    folder.mkdir(exist_ok=True)
    shutil.copytree(beside, folder / beside.name)
    return Path(shutil.copy(path, folder / path.name))


def rows(path, table):
    sheet = Records(FileWorkbook(path))[table]
    return [{n: sheet[n].iloc[i] for n in sheet.table.model_fields} for i in range(len(sheet))]


def states(path):
    return {row["claim_id"]: row["status"] for row in rows(path, "claims")}


def visits(path):
    """Return claim and billing status of each visit line that is on a claim or has a billing status."""
    found = {
        f"{r['visit_id']}-{r['line_no']}": (r["claim_id"], r["billing_status"]) for r in rows(path, "visits")
    }
    return {key: pair for key, pair in found.items() if any(pair)}


def batch(path, batch_id=BATCH):
    return next(row for row in rows(path, "batches") if row["batch_id"] == batch_id)


def out_files(path):
    return sorted(file.name for file in Folder.of(path).out.glob("*.txt"))


def events(path, *actions):
    with Journal(Folder.of(path).journal) as journal:
        assert journal.first_break() is None
        return journal.events(*actions)
