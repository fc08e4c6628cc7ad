"""How fast money is posted: `python -m tests.benchmarks.posting [10000]` makes a workbook with so many claims out.

One 835 answers all of them. Posting is the command line in a fresh process; processor seconds and peak memory of
the process are what counts, beside a bare read of the same workbook with python-calamine. Once with one line a
claim, once with two.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.installed import as_installed
from tests.remits.files835 import Claim, Line, file_of, segments

AS_OF = "2026-09-01"
_OPEN = {"status": "ACCEPTED", "balance_owner": "PAYER", "paid_total": 0.0, "pr_total": 0.0}
_DENIED_OF_20 = 1
_CONTRACT, _COPAY = 1_000, 1_500
"""Cents of each line that are written off, and that the patient owes."""
_BARE = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
_READ = """
import sys
from pathlib import Path
from xl_massbill.remits.read835 import read835
assert sum(len(one.claims) for one in read835(Path(sys.argv[1]).read_bytes()).remittances)
"""


class Cost(NamedTuple):
    """What a process took."""

    wall: float
    processor: float
    megabytes: float


def make(path: Path, claims: int, lines: int) -> None:
    """Make a workbook whose claims were all accepted, and beside it the 835 that answers them."""
    from tests.benchmarks.billed import bill
    from tests.benchmarks.practice import practice
    from xl_massbill.hosts.file import FileWorkbook
    from xl_massbill.template.workbook import build

    tables = practice(claims * lines, billed=False)
    tables |= bill(tables["visits"], tables["payers"]["payer_id"][0], lines)
    count = len(tables["claims"]["claim_id"])
    money = (tables["claims"][name] for name in ("total_charge", "patient_paid"))
    owed = [charge - paid for charge, paid in zip(*money, strict=True)]
    tables["claims"] |= {name: [value] * count for name, value in _OPEN.items()} | {"balance": owed}
    tables["visits"]["billing_status"] = ["ACCEPTED"] * len(tables["visits"]["visit_id"])
    path.write_bytes(build(rule_rows=[]))
    workbook = FileWorkbook(path, fill=True)
    for name, columns in tables.items():
        workbook.replace(name, columns)
    workbook.save()
    answer_of(path).write_text(_answers(tables["claim_lines"]), encoding="ascii")


def answer_of(path: Path) -> Path:
    """Return where the 835 for a workbook lies."""
    return path.with_suffix(".835")


def _answers(lines: dict[str, list[Any]]) -> str:
    dice = random.Random(1)
    claims: dict[str, Claim] = {}
    names = ("claim_id", "code", "units", "charge", "dos", "line_ctl")
    for claim, code, units, charge, day, control in zip(*(lines[name] for name in names), strict=True):
        one = claims.setdefault(claim, Claim(claim, "1", [], f"ICN{len(claims):08}"))
        one.lines.append(_line(dice, code, units, round(charge * 100), day, control))
    return file_of(segments(claims.values(), full=False))


def _line(dice: random.Random, code: str, units: int, charge: int, day: dt.date, control: str) -> Line:
    if dice.randrange(20) < _DENIED_OF_20:
        paid, allowed, adjusted = 0, None, [("CO", "16", charge)]
    else:
        allowed = charge - _CONTRACT
        paid, adjusted = allowed - _COPAY, [("CO", "45", _CONTRACT), ("PR", "3", _COPAY)]
    return Line(code, (), units, charge, paid, adjusted, control, allowed, (), f"{day:%Y%m%d}")


def cost(*words: str) -> Cost:
    """Run Python with these words in a process of its own; one that fails ends the measuring."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    wall = time.perf_counter() - start
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main(claims: int) -> None:
    """Print a table for one line and for two lines a claim."""
    as_installed()
    with tempfile.TemporaryDirectory(prefix="massbill-benchmark-") as folder:
        for lines in (1, 2):
            path = Path(folder) / f"lines{lines}.xlsx"
            cost("-m", "tests.benchmarks.posting", "make", str(path), str(claims), str(lines))
            answer = str(answer_of(path))
            bare, read = cost("-c", _BARE, str(path)), cost("-c", _READ, answer)
            posted = cost("-m", "xl_massbill.cli", "post", str(path), answer, "--as-of", AS_OF)
            print(f"\n{claims:,} claims, {lines} a claim, {path.stat().st_size / 1e6:.1f} MB")
            print(f"{'step':24}{'wall s':>8}{'processor s':>13}{'x bare read':>13}{'peak MB':>9}")
            for name, one in (("bare read", bare), ("read the 835", read), ("post", posted)):
                ratio = one.processor / bare.processor
                print(f"{name:24}{one.wall:8.2f}{one.processor:13.2f}{ratio:13.1f}{one.megabytes:9.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
