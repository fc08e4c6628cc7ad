"""Measure reading, checking, writing and exporting against a bare read and against a plain pipeline.

`python -m tests.benchmarks [1000 10000 100000]`: every step runs in a fresh process; seconds are wall time
of one run on this machine, the ratios within the run are what counts. Memory is the peak of the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.installed import as_installed
from tests.benchmarks.steps import STEPS

SIZES = (1_000, 10_000, 100_000)
PLAIN_UP_TO = 100_000


def main(sizes: tuple[int, ...]) -> None:
    """Print one table a size."""
    as_installed()
    with tempfile.TemporaryDirectory(prefix="massbill-benchmark-") as folder:
        for size in sizes:
            path = Path(folder) / f"visits{size}.xlsx"
            results = {name: _measure(name, path, size) for name in STEPS}
            _print(size, path, results)


def _measure(step: str, path: Path, size: int) -> dict[str, float]:
    """Run one step in a process of its own and return its seconds by part and its peak memory in MB."""
    command = [sys.executable, "-m", "tests.benchmarks.steps", step, str(path), str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _print(size: int, path: Path, results: dict[str, dict[str, float]]) -> None:
    bare = results["bare read"]["total"]
    print(f"\n{size:,} visit lines, {path.stat().st_size / 1e6:.1f} MB")
    print(f"{'step':28}{'seconds':>10}{'x bare read':>13}{'peak MB':>10}")
    for name, parts in results.items():
        memory = parts.pop("MB")
        print(f"{name:28}{parts['total']:>10.2f}{parts['total'] / bare:>13.1f}{memory:>10.0f}")
        for part, seconds in parts.items():
            if part != "total":
                print(f"    {part:24}{seconds:>10.2f}{seconds / bare:>13.1f}")
    ours, plain = results["check"]["total"], results["plain pipeline"]["total"]
    print(
        f"check is {ours / bare:.1f} x the bare read; the plain pipeline takes {plain / ours:.1f} x as long as check"
    )


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or SIZES)
