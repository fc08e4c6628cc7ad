"""Measure the worksheet functions: import, first call, one formula over 10,000 rows.

`python -m tests.benchmarks.functions`: every measure runs in fresh processes, the middle of several counts.
The import is told as a multiple of Python's own start; a formula as a multiple of the same answer made by a bare
loop over the engine, and of a formula that hands its cells back as they came.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.benchmarks.installed import as_installed

ROWS = 10_000
TIMES = 5


def fresh(code: str) -> float:
    """Return the middle of what a fresh Python prints as its last line."""
    found = []
    for _ in range(TIMES):
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        found.append(float(done.stdout.split()[-1]))
    return statistics.median(found)


def started() -> float:
    """Return how long Python takes to start and end."""
    found = []
    for _ in range(TIMES):
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", ""], check=True)
        found.append(time.perf_counter() - before)
    return statistics.median(found)


CLOCK = "import time; t = time.perf_counter(); "
IMPORT = "from xl_massbill.addin import functions as f; "
FIRST = {
    "MB_UNITS": "f.MB_UNITS(60, 'CMS_TOTAL')",
    "MB_CODE": "f.MB_CODE('97124')",
    "MB_DX": "f.MB_DX('M54.2', '2026-05-04')",
    "MB_FEE": "f.MB_FEE('97124', '2026-05-04', 'X', [['Payer', 'Code', 'Unit charge'], ['X', '97124', 45]])",
}


def many() -> None:
    """Print what one formula over many rows takes."""
    from xl_massbill.addin import functions as f
    from xl_massbill.addin.spill import each
    from xl_massbill.codes.units import UnitRule, support

    minutes = [[float(n % 97)] for n in range(ROWS)]
    codes = [["97124" if n % 2 else "97140"] for n in range(ROWS)]
    sessions = [[f"V{n // 2}"] for n in range(ROWS)]
    days = [[f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}"] for n in range(ROWS)]
    fees = [["Payer", "Code", "Unit charge"], *([f"P{n}", "97124", 45.0] for n in range(200))]
    engine = timed(lambda: [support.__wrapped__(UnitRule.CMS_TOTAL, (int(m),)).total for (m,) in minutes])
    plain = timed(lambda: each(lambda cell: cell, [[[f"{n}"] for n in range(ROWS)]]))
    print(f"{'one formula over 10,000 rows':34}{'seconds':>9}{'x engine':>10}{'x plain':>9}")
    for name, ask in {
        "MB_UNITS": lambda: f.MB_UNITS(minutes, "CMS_TOTAL"),
        "MB_UNITS_SPLIT by visit": lambda: f.MB_UNITS_SPLIT(codes, minutes, "CMS_TOTAL", sessions),
        "MB_CODE": lambda: f.MB_CODE(codes),
        "MB_DX": lambda: f.MB_DX("M54.2", days),
        "MB_FEE": lambda: f.MB_FEE(codes, days, "P7", fees),
        "MB_AGE": lambda: f.MB_AGE(days, "2026-12-31"),
    }.items():
        seconds = timed(ask)
        print(f"{name:34}{seconds:>9.3f}{seconds / engine:>10.1f}{seconds / plain:>9.1f}")


def timed(ask: object) -> float:
    """Return the shortest of a few runs."""
    found = []
    for _ in range(TIMES):
        before = time.perf_counter()
        ask()
        found.append(time.perf_counter() - before)
    return min(found)


def main() -> None:
    """Print everything."""
    as_installed()
    start = started()
    took = fresh(f"{CLOCK}{IMPORT}print(time.perf_counter() - t)")
    print(f"{'import by itself':34}{took:>9.3f}{took / start:>10.1f} x Python's start ({start:.3f})")
    beyond = fresh(f"import xlwings; {CLOCK}{IMPORT}print(time.perf_counter() - t)")
    print(f"{'import beyond xlwings':34}{beyond:>9.3f}{beyond / start:>10.1f} x Python's start")
    for name, call in FIRST.items():
        first = fresh(f"{IMPORT}{CLOCK}{call}; print(time.perf_counter() - t)")
        print(f"{'first ' + name:34}{first:>9.3f}{first / start:>10.1f} x Python's start")
    many()


if __name__ == "__main__":
    main()
