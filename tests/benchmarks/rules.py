"""How long each rule takes: `python -m tests.benchmarks.rules [100000]`, slowest first, seconds in one run.

A column that several rules share is made by the first that asks for it, and counts there.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

from tests.benchmarks.practice import practice
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.run import check

AS_OF = dt.date(2026, 9, 1)


def main(size: int) -> None:
    """Print seconds and findings of each rule, and the sums."""
    records = Records(MemoryWorkbook.of(practice(size)))
    lines = Lines(records, AS_OF)
    took = []
    for rule in rules():
        start = time.perf_counter()
        found = check(records, AS_OF, [rule], lines=lines).findings
        took.append((time.perf_counter() - start, rule.id, len(found)))
    for seconds, rule_id, count in sorted(took, reverse=True):
        print(f"{seconds:8.3f}  {rule_id}  {count:,}")
    print(f"{sum(t for t, _, _ in took):8.3f}  {len(took)} rules, {sum(n for _, _, n in took):,} findings")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
