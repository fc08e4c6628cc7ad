"""The steps that are measured, each run in a process of its own: `python -m tests.benchmarks.steps STEP PATH SIZE`."""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

AS_OF = dt.date(2026, 9, 1)
NOW = dt.datetime(2026, 9, 1, 9)
SPINE = ("FMT", "REF", "AUT", "UNT", "DUP")
"""The groups of rules that came first."""
LIKENESS = ("DOC-016", "DOC-017", "DOC-018", "DOC-025")
"""The rules that compare every note with others."""
Seconds = dict[str, float]


@contextmanager
def timed(seconds: Seconds, part: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[part] = time.perf_counter() - start


def make(path: Path, size: int, *, billed: bool = True) -> Seconds:
    """Make the workbook: the template filled by the closed-file host."""
    from tests.benchmarks.practice import practice
    from xl_massbill.hosts.file import FileWorkbook
    from xl_massbill.template.workbook import build

    seconds: Seconds = {}
    with timed(seconds, "template"):
        path.write_bytes(build(rule_rows=[]))
    tables = practice(size, billed=billed)
    with timed(seconds, "fill"):
        workbook = FileWorkbook(path, fill=True)
        for name, columns in tables.items():
            workbook.replace(name, columns)
        workbook.save()
    return seconds


def make_unbilled(path: Path, size: int) -> Seconds:
    """Make the workbook of the same practice before anything was billed."""
    return make(_unbilled(path), size, billed=False)


def _unbilled(path: Path) -> Path:
    return path.with_name(f"unbilled-{path.name}")


def bare_read(path: Path, _: int) -> Seconds:
    """Read every sheet with python-calamine and do nothing with it."""
    from python_calamine import CalamineWorkbook

    seconds: Seconds = {}
    with timed(seconds, "all sheets"):
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return seconds


def check(path: Path, _: int, groups: Sequence[str] | None = None) -> Seconds:
    """Check: read, parse, all rules (or those of some groups), findings and problems written back."""
    seconds: Seconds = {}
    with timed(seconds, "start"):
        from xl_massbill.cli.app import LARGE
        from xl_massbill.hosts.file import FileWorkbook

        workbook = FileWorkbook(path, ahead=LARGE)
        from xl_massbill.commands import check as command
        from xl_massbill.rules.catalogue import rules

        only = [rule for rule in rules() if rule.group in groups] if groups else None
    with timed(seconds, "read"):
        for name in sorted(workbook.tables()):
            workbook.read(name)
    with timed(seconds, "parse and rules"):
        checked = command.check(workbook, AS_OF, only=only)
    with timed(seconds, "write back"):
        command.write(workbook, checked, AS_OF)
        del checked
        workbook.save()
    return seconds


def check_spine(path: Path, size: int) -> Seconds:
    """Check a fresh copy with the rules of the first five groups alone."""
    copy = path.with_name(f"spine-{path.name}")
    copy.write_bytes(path.read_bytes())
    return check(copy, size, SPINE)


def rules_alone(path: Path, _: int) -> Seconds:
    """Run every rule over what was read and parsed, the likeness of notes apart."""
    from xl_massbill.hosts.file import FileWorkbook
    from xl_massbill.practice import Lines, Records
    from xl_massbill.rules.catalogue import rules
    from xl_massbill.rules.run import check as run_rules

    seconds: Seconds = {}
    workbook = FileWorkbook(path)
    records = Records(workbook)
    with timed(seconds, "parse"):
        for name in sorted(workbook.tables()):
            sheet = records[name]
            for field in sheet.table.fields():
                sheet[field.name]
    lines = Lines(records, AS_OF)
    for part, chosen in (
        ("rules", [rule for rule in rules() if rule.id not in LIKENESS]),
        ("likeness of notes", [rule for rule in rules() if rule.id in LIKENESS]),
    ):
        with timed(seconds, part):
            run_rules(records, AS_OF, chosen, lines=lines)
    return seconds


def check_again(path: Path, size: int) -> Seconds:
    """Check a second time, with nothing new."""
    return check(path, size)


def cold_check(path: Path, _: int) -> Seconds:
    """Check from a cold command line, as a person would."""
    import subprocess

    seconds: Seconds = {}
    with timed(seconds, "command line"):
        command = [sys.executable, "-m", "xl_massbill.cli", "check", str(path), "--as-of", AS_OF.isoformat()]
        subprocess.run(command, check=False, capture_output=True)
    return seconds


def build_and_write(path: Path, _: int) -> Seconds:
    """Build claims of all clean lines and write them as 837P (into memory)."""
    from xl_massbill.claims.build import Builder, claim_ids
    from xl_massbill.claims.control import Control
    from xl_massbill.claims.parties import Parties
    from xl_massbill.commands.planning import plan
    from xl_massbill.forms import x837p
    from xl_massbill.hosts.file import FileWorkbook

    seconds: Seconds = {}
    with timed(seconds, "check and draft"):
        planned = plan(FileWorkbook(_unbilled(path)), AS_OF)
    with timed(seconds, f"build {len(planned.drafts)} claims"):
        ids = claim_ids("CR", AS_OF, 1, len(planned.drafts))
        claims = list(Builder(planned.checked.lines).claims(planned.drafts, ids))
    parties, control = Parties(planned.checked.lines.records), Control(1, 1, 1, "B1", "T", NOW)
    with timed(seconds, "write 837P"):
        x837p.write(claims, x837p.Partners(parties.submitter(), parties.receiver()), control, io.BytesIO())
    return seconds


def export(path: Path, _: int) -> Seconds:
    """Export with everything: journal, file, verification, booking, save."""
    from xl_massbill.commands import export as command
    from xl_massbill.hosts.file import FileWorkbook

    seconds: Seconds = {}
    with timed(seconds, "export"):
        command.export(FileWorkbook(_unbilled(path)), AS_OF, NOW)
    return seconds


def plain_pipeline(path: Path, _: int) -> Seconds:
    """Do what a competent user would write with pandas and openpyxl."""
    from tests.benchmarks import plain

    return plain.run(path, path.with_name("plain.xlsx"))


STEPS = {
    "make": make,
    "bare read": bare_read,
    "rules alone": rules_alone,
    "check, first five groups": check_spine,
    "check": check,
    "check again": check_again,
    "cold check": cold_check,
    "make unbilled": make_unbilled,
    "build and write 837P": build_and_write,
    "plain pipeline": plain_pipeline,
    "export": export,
}

if __name__ == "__main__":
    result = STEPS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    result["total"] = sum(result.values())
    result["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))
