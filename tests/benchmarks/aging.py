"""A million claim rows aged by payer and patient: `python -m tests.benchmarks.aging [ROWS]`."""

from __future__ import annotations

import datetime as dt
import sys
import time

import numpy as np
import pandas as pd

from xl_massbill.aging.lines import lines_of
from xl_massbill.aging.report import DOS, PATIENTS, PAYER, report
from xl_massbill.claims.ledger import claim_items, items_of
from xl_massbill.claims.standing import DAYS, NUMBERS, TEXTS, Standing

AS_OF = dt.date(2026, 9, 30)
STATES = ("ACCEPTED", "PAID", "PATIENT_DUE", "CLOSED")


def claims(size: int) -> Standing:
    """Return claims of 50 payers and 20,000 patients, most of them with something open."""
    dice = np.random.default_rng(1)

    def any_of(names: list[str]) -> pd.Series:
        return pd.Series(np.array(names, dtype=object)[dice.integers(0, len(names), size)])

    columns: dict[str, pd.Series] = {name: pd.Series([None] * size, dtype=object) for name in TEXTS}
    columns |= {name: pd.Series(np.zeros(size, dtype=np.int64)).astype("Int64") for name in NUMBERS}
    days = (np.datetime64(AS_OF) - dice.integers(0, 400, size).astype("timedelta64[D]")).astype(
        "datetime64[s]"
    )
    columns |= {name: pd.Series(days) for name in DAYS}
    columns["claim_id"] = pd.Series([f"CR26-{n:07d}" for n in range(size)], dtype=object)
    columns["payer_id"] = any_of([f"PAY{n:02}" for n in range(50)])
    columns["patient_id"] = any_of([f"P{n:05}" for n in range(20_000)])
    columns["therapist_id"] = any_of([f"T{n:02}" for n in range(20)])
    columns["status"] = any_of(list(STATES))
    columns["total_charge"] = pd.Series(dice.integers(5_000, 50_000, size)).astype("Int64")
    columns["paid_total"] = pd.Series(dice.integers(0, 20_000, size)).astype("Int64")
    return Standing(columns, size)


def main(size: int) -> None:
    """Print the seconds by the wall clock and of the processor."""
    sheet = claims(size)
    for part, job in (
        (
            "aged by payer and patient",
            lambda: report(items_of(claim_items(sheet)), AS_OF, DOS, by=(PAYER, PATIENTS)),
        ),
        ("its rows, oldest first", lambda: lines_of(items_of(claim_items(sheet)), AS_OF, DOS)),
    ):
        wall, processor = time.perf_counter(), time.process_time()
        job()
        print(
            f"{part:28}{time.perf_counter() - wall:6.2f} s{time.process_time() - processor:8.2f} s of processor"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
