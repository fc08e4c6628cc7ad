"""The plug is pulled between the steps of taking in and taking back: afterwards it is whole, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.clinics import events
from tests.commands.crashing_take_in import STEPS, UNDO
from tests.intake.exports import BOOKED, NOW, book, cells, csv_of, states, take
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undo_import import undo_import
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

ROOT = Path(__file__).parents[2]


def crash(path, export, step):
    done = subprocess.run(
        [sys.executable, "-m", "tests.commands.crashing_take_in", str(path), str(export), step],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr


def bare(path):
    return [{n: v for n, v in row.items() if n != "visit_id"} for row in cells(path, "visits")]


@pytest.mark.parametrize("step", STEPS)
def test_taking_in(tmp_path, step):
    (tmp_path / "calm").mkdir()
    calm = book(tmp_path / "calm")
    take(calm, csv_of(BOOKED))
    path, export = book(tmp_path), tmp_path / "export.csv"
    export.write_bytes(csv_of(BOOKED))
    crash(path, export, step)
    FileWorkbook(path)  # it opens
    stood = len(cells(path, "visits"))
    assert stood == (3 if step in {"saved, not noted", "noted"} else 0)
    said = settle_if_needed(FileWorkbook(path), NOW)
    assert len(said) == (step in {"begun, not added", "added, not saved"})
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    taken = take(path, csv_of(BOOKED))
    assert states(taken) == ["SAME" if stood else "NEW"] * 3
    assert bare(path) == bare(calm)
    ids = [row["visit_id"] for row in cells(path, "visits")]
    assert len(set(ids)) == 3 and len(cells(path, "import_maps")) == len(cells(calm, "import_maps"))
    last = events(path, "file taken in")[-1].subject
    assert "3 rows" in undo_import(FileWorkbook(path), last, NOW, "Kim").sentence
    assert cells(path, "visits") == []


@pytest.mark.parametrize("step", UNDO)
def test_taking_back(tmp_path, step):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    crash(path, "none", step)
    stood = len(cells(path, "visits"))
    assert stood == (0 if step in UNDO[3:] else 3)
    assert len(settle_if_needed(FileWorkbook(path), NOW)) == (step == "undo saved, not noted")
    sentence = undo_import(FileWorkbook(path), "IM0001", NOW, "Kim").sentence
    assert ("3 rows" in sentence) if stood else ("taken back before" in sentence)
    assert len(Records(FileWorkbook(path))["visits"]) == 0
    assert states(take(path, csv_of(BOOKED), yes=False)) == ["NEW"] * 3
