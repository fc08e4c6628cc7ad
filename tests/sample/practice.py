"""The sample as a workbook in memory, with the rows every new workbook begins with, and what is found in it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.tables import TABLES
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records
from xl_massbill.rules.run import check
from xl_massbill.sample import Sample, sample

SEEDS = (2026, 1, 2, 3, 4, 5)


@cache
def clean(seed: int = 2026) -> Sample:
    """Return the sample without slips; do not change it."""
    return sample(seed, with_slips=False)


@cache
def slipped(seed: int = 2026, *, thorough: bool = False) -> Sample:
    """Return the sample with slips; do not change it."""
    return sample(seed, thorough=thorough)


def workbook(tables) -> MemoryWorkbook:
    """Return a workbook with these rows; tables without rows of their own hold their seeds."""
    full = {name: seed_rows(name) for name in TABLES} | tables
    return MemoryWorkbook.of({name: columns(rows) for name, rows in full.items()})


def columns(rows):
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def found(made: Sample):
    """Return (rule, severity, table, key, field) of every finding, with its message."""
    outcome = check(Records(workbook(made.tables)), made.as_of)
    return {
        (f.rule, f.severity.value, f.place.source, f.key, f.field): f.message for f in outcome.findings
    }, len(outcome.findings)


def by(rows, *names):
    """Return the rows grouped by the values of some columns."""
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row.get(n) for n in names)].append(row)
    return groups


def keyed(rows, name):
    return {row[name]: row for row in rows}


def billed(made: Sample):
    """Return the billed visit lines, each with its benefit check and payer."""
    checks, payers = keyed(made.tables["coverage"], "coverage_id"), keyed(made.tables["payers"], "payer_id")
    for line in made.tables["visits"]:
        if line["status"] == "DONE":
            coverage = checks[line["coverage_id"]]
            if coverage["pay_type"] == "INSURANCE":
                yield line, coverage, payers[coverage["payer_id"]]


def rules_of(made: Sample, payer_id: str, code: str = "*"):
    """Return a payer's rules by key: those of the code beat those for all codes."""
    mine = [r for r in made.tables["payer_rules"] if r["payer_id"] == payer_id and r["code"] in ("*", code)]
    return {r["rule_key"]: r["value"] for r in sorted(mine, key=lambda r: r["code"] != "*")}
