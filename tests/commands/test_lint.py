"""The lint command: a line a finding, one sentence, JSON, exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.forms.lint.files import BASES
from xl_massbill.commands.lint import lint
from xl_massbill.errors import Refused, Unreadable


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xl_massbill.cli", "lint", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "claims.txt"
    path.write_text(BASES["two claims"])
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.txt"
    path.write_text(BASES["self"].replace("*141*", "*142*").replace("TE*2065550100", "TE*5550100"))
    return path


def test_a_right_file(right):
    done = _run(right)
    assert (done.returncode, done.stdout) == (0, "Nothing is wrong in 2 claims in 58 segments.\n"), (
        done.stderr
    )


def test_a_wrong_file(wrong):
    done = _run(wrong)
    assert done.returncode == 1, done.stderr
    first, second, last = done.stdout.splitlines()
    assert first.startswith("WARNING segment 6, 1000A PER04 (L-PHONE): ")
    assert second == (
        "ERROR   segment 21, claim CR26-000102, 2300 CLM02 (L-CLM-SUM): The claim says 142.00, "
        "but its 2 lines add up to 141.00. Correct the total or the lines."
    )
    assert last == "1 error and 1 warning in 1 claim in 37 segments. Do not send this file."


def test_as_json(wrong):
    done = _run(wrong, "--json", "--error", "L-PHONE")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["file"], found["claims"], found["segments"]) == ("wrong.txt", 1, 37)
    assert (found["errors"], found["warnings"]) == (2, 0)
    place = {"id": "L-CLM-SUM", "severity": "error", "segment": 21, "in_set": 19, "loop": "2300"}
    assert place.items() <= found["findings"][1].items()


def test_what_cannot_run(tmp_path, right):
    assert _run(tmp_path / "none.txt").returncode == 2
    other = tmp_path / "picture.png"
    other.write_bytes(b"\x89PNG\r\n")
    done = _run(other)
    assert (done.returncode, done.stderr) == (2, "This is not an X12 file: it does not begin with ISA.\n")
    assert _run(right, "--error", "L-NOTHING").returncode == 2


def test_warnings_alone_are_fine(right):
    found = lint(right, date(2026, 5, 1))
    assert [one.id for one in found.findings()] == ["L-DATE-FUTURE"] * 4
    assert found.is_fine and found.sentence() == "0 errors and 4 warnings in 2 claims in 58 segments."


def test_a_folder_is_unreadable(tmp_path):
    with pytest.raises(Unreadable):
        list(lint(tmp_path).findings())
    with pytest.raises(Refused, match="L-NOTHING"):
        lint(tmp_path, as_errors=["L-NOTHING"])
