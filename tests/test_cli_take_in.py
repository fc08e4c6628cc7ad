"""Taking in, looking first, and taking back on the command line."""

from __future__ import annotations

import json

from tests.intake.exports import BOOKED, book, cells, csv_of
from tests.test_cli import run


def test_look_agree_take_in_take_back(tmp_path):
    path, export = book(tmp_path), tmp_path / "yesterday.csv"
    export.write_bytes(csv_of(BOOKED))
    kind = ("--kind", "appointments", "--by", "Kim")
    shown = run("take-in", path, export, *kind)
    assert shown.returncode == 2 and "Client → PATIENT_NAME  (usual heading)" in shown.stdout, shown.stderr
    tried = run("take-in", path, export, *kind, "--yes-mapping", "--dry-run", "--json")
    told = json.loads(tried.stdout)
    assert tried.returncode == 0 and told["counts"] == {"new": 3} and told["dry_run"] and not told["import"]
    assert "Harper" not in tried.stdout
    taken = run(
        "take-in", path, export, *kind, "--yes-mapping", "--map", "Service=MINUTES", "--map", "MINUTES:*=NONE"
    )
    assert taken.returncode == 0 and "3 visits: sheet Visits, import IM0001" in taken.stdout, taken.stderr
    assert len(cells(path, "visits")) == 3
    again = run("take-in", path, export, *kind)
    assert again.returncode == 0 and "taken in as IM0001" in again.stdout
    undone = run("undo-import", path, "IM0001", "--by", "Kim")
    assert undone.stdout.strip() == "Import IM0001 is taken back: 3 rows of sheet Visits.", undone.stderr
    assert "file taken back by Kim" in run("audit", path, "--all").stdout


def test_a_file_that_is_stopped_ends_with_two(tmp_path):
    path, export = book(tmp_path), tmp_path / "x.csv"
    export.write_bytes(csv_of([("1", "2026-05-14", "", "", "Nobody Here", "", "", "")]))
    done = run("take-in", path, export, "--kind", "appointments", "--yes-mapping", "--json")
    assert done.returncode == 2 and json.loads(done.stdout)["rows"][0]["state"] == "cannot be taken"
    assert "Nobody" not in done.stdout + done.stderr
    lost = run("take-in", path, tmp_path / "none.csv", "--kind", "clients")
    assert lost.returncode == 2 and lost.stderr.startswith("none.csv cannot be opened")
    odd = run("take-in", path, export, "--kind", "appointments", "--rows", "some")
    assert odd.returncode == 2 and "say leave-out, again, update, or new:14" in odd.stderr
