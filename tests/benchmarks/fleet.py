"""Measure many workbooks side by side: one process, two, and a Dask cluster of two workers.

`python -m tests.benchmarks.fleet [WORKBOOKS] [LINES]` (200 and 2,000): every run checks and ages fresh copies of
the same workbook. Seconds are wall time on this machine; the ratios within the run are what counts.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.steps import make
from xl_massbill.cli.fleet import cluster, opened, processes
from xl_massbill.commands.fleet import Order, Pool, fleet, workbooks_in

DAY = dt.date(2026, 9, 30)
ORDER = Order(DAY, dt.datetime(2026, 9, 30, 18), check=True, age=True)


def pools(dask: str) -> dict[str, Pool]:
    """Return the pools to compare; the cluster at an address stands already, as that of an office would."""
    return {
        "one process": lambda: processes(1),
        "two processes": lambda: processes(2),
        "Dask, two workers": lambda: cluster(dask),
    }


def main(workbooks: int, lines: int) -> None:
    """Print a line a pool."""
    from distributed import LocalCluster

    sizes = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with tempfile.TemporaryDirectory(prefix="massbill-fleet-") as home, LocalCluster(**sizes) as local:
        one = Path(home) / "one.xlsx"
        make(one, lines)
        alone = None
        for name, pool in pools(local.scheduler_address).items():
            seconds, failures = _run(Path(home) / "clinics", one, workbooks, pool)
            alone = alone or seconds
            rate = workbooks * lines / seconds
            words = f"{name:20}{seconds:8.1f} s{alone / seconds:8.2f} x{rate:12,.0f} lines/s"
            print(f"{words}  {failures} failed", flush=True)


def _run(folder: Path, one: Path, workbooks: int, pool: Pool) -> tuple[float, int]:
    folder.mkdir()
    for n in range(workbooks):
        shutil.copy(one, folder / f"clinic{n:04}.xlsx")
    began = time.perf_counter()
    done = fleet(workbooks_in(folder), ORDER, opened, pool)
    seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    return seconds, len(done.failures)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [200, 2_000][len(given) :]))
