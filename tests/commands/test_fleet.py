"""Many clinics: each workbook once, failures told, a process that dies stops no other, one summary."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import distributed
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.commands.clinics import book, out_files, rows
from tests.commands.crashing_export import NOW
from xl_massbill.cli import app
from xl_massbill.cli.fleet import cluster, opened
from xl_massbill.commands.fleet import Clinic, Fleet, Order, fleet, work_on, workbooks_in
from xl_massbill.commands.fleet_sheet import sheet
from xl_massbill.errors import Refused

ALL = Order(NOW.date(), NOW, export=True, age=True, user="night")


@pytest.fixture
def folder(tmp_path):
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        book(tmp_path / name, "V1", "V2")
    (tmp_path / "south" / "broken.xlsx").write_text("junk")
    return tmp_path


def threads():
    return ThreadPoolExecutor(2)


def test_every_workbook_is_found_once(folder):
    names = [path.relative_to(folder).as_posix() for path in workbooks_in(folder)]
    assert names == ["north/clinic.xlsx", "south/broken.xlsx", "south/clinic.xlsx"]
    run = fleet(workbooks_in(folder), ALL, opened, threads)
    (folder / "fleet_2026-05-06.xlsx").write_bytes(sheet(run, folder))
    (folder / "~$clinic.xlsx").write_text("lock")
    (folder / "notes.txt").write_text("no workbook")
    assert [path.relative_to(folder).as_posix() for path in workbooks_in(folder)] == names


def test_all_is_done_and_failures_are_told(folder):
    done = fleet(workbooks_in(folder), ALL, opened, threads)
    north, broken, south = done.clinics
    assert (north.failure, south.failure) == ("", "") and broken.failure.startswith(
        "This is not an Excel workbook"
    )
    assert north.figures == south.figures
    assert (north.figures["claims_written"], north.figures["charges_written"]) == (2, 32_100)
    assert north.figures["owed"] == 27_600
    assert done.sums()["owed"] == 55_200
    assert done.sentence() == "2 workbooks done, 1 failed."
    assert len(out_files(folder / "north" / "clinic.xlsx")) == 1
    assert [row["status"] for row in rows(folder / "south" / "clinic.xlsx", "claims")] == [
        "BATCHED",
        "BATCHED",
    ]


def test_a_second_run_sends_nothing_twice(folder):
    fleet(workbooks_in(folder), ALL, opened, threads)
    again = fleet(workbooks_in(folder), ALL, opened, threads)
    assert again.sums()["claims_written"] == 0
    assert len(out_files(folder / "north" / "clinic.xlsx")) == 1


def test_the_summary_holds_what_was_found(folder, tmp_path):
    done = fleet(workbooks_in(folder), ALL, opened, threads)
    evil = Clinic(str(folder / "evil.xlsx"), "=1+1")
    file = tmp_path / "summary.xlsx"
    file.write_bytes(sheet(Fleet(ALL, (*done.clinics, evil)), folder))
    read = load_workbook(file)
    heads = [cell.value for cell in read["Summary"][3]]
    first = dict(zip(heads, [cell.value for cell in read["Summary"][4]], strict=True))
    assert first["Workbook"] == "north/clinic.xlsx" and first["Owed"] == 276 and first["Claims written"] == 2
    total = dict(zip(heads, [cell.value for cell in read["Summary"][6]], strict=True))
    assert total["Workbook"] == "Total" and total["Owed"].startswith("=SUM(")
    failures = [[cell.value for cell in row] for row in read["Failures"].iter_rows(min_row=4)]
    assert failures[0][0] == "south/broken.xlsx" and failures[1] == ["evil.xlsx", "=1+1"]
    assert read["Failures"]["B5"].data_type == "s"


class Opened:
    """Opens a workbook, and kills its process or raises where the name says so."""

    def __call__(self, path):
        if path.parent.name == "south":
            os.kill(os.getpid(), signal.SIGKILL)
        if path.parent.name == "east":
            raise KeyError("Jane Doe")
        return opened(path)


def test_a_process_that_dies_stops_no_other(folder):
    (folder / "south" / "broken.xlsx").unlink()
    for name in ("east", "west"):
        (folder / name).mkdir()
        book(folder / name, "V1", "V2")
    done = fleet(
        workbooks_in(folder),
        ALL,
        Opened(),
        lambda: ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")),
    )
    east, north, south, west = done.clinics
    assert (north.failure, west.failure) == ("", "")
    assert south.failure == "Its process was ended by the system (out of memory?)."
    assert east.failure.startswith("A fault of the program: KeyError at test_fleet.py:")
    assert "Jane" not in repr(done)
    assert north.figures["claims_written"] in (0, 2)  # 0 where the pool broke after its export
    assert len(out_files(folder / "north" / "clinic.xlsx")) == 1


def test_nothing_to_do_is_said(tmp_path):
    with pytest.raises(Refused, match=r"No workbook \(\.xlsx, \.xlsm\) lies in"):
        workbooks_in(tmp_path)
    with pytest.raises(Refused, match="is not a folder"):
        workbooks_in(tmp_path / "none")
    assert CliRunner().invoke(app, ["fleet", str(tmp_path)]).exit_code == 2


def test_checking_alone_writes_no_claim(folder):
    path = folder / "north" / "clinic.xlsx"
    done = work_on(path, Order(NOW.date(), NOW, check=True), opened)
    assert done.figures["lines"] == 9 and not out_files(path) and done.said


def test_the_command_line_on_processes(folder):
    ran = CliRunner().invoke(app, ["fleet", str(folder), "--age", "--as-of", "2026-05-06", "--jobs", "2"])
    assert ran.exit_code == 2 and "2 workbooks done, 1 failed." in ran.stdout
    assert (folder / "fleet_2026-05-06.xlsx").exists()


def test_a_dask_cluster_does_the_same(folder):
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=False) as local,
    ):  # fmt: skip
        done = fleet(workbooks_in(folder), ALL, opened, lambda: cluster(local.scheduler_address))
    assert done.sums()["owed"] == 55_200 and len(done.failures) == 1


def test_a_cluster_that_is_not_there_is_one_sentence(folder, capsys):
    with pytest.raises(SystemExit), cluster("no address"):
        pass
    assert "No Dask cluster answers" in capsys.readouterr().err


def test_each_takes_the_day_it_is_told(folder):
    later = Order(dt.date(2026, 7, 6), NOW, age=True)
    done = fleet([folder / "north" / "clinic.xlsx"], ALL, opened, threads)
    assert done.clinics[0].figures["0-30"] == 27_600
    aged = fleet([folder / "north" / "clinic.xlsx"], later, opened, threads)
    assert aged.clinics[0].figures["61-90"] == 27_600
