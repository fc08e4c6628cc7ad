"""Run one order about a batch and pull the plug at a named step.

`python -m tests.commands.crashing_orders BOOK ORDER STEP`, ORDER being `sent` or `unbatch`.
"""

from __future__ import annotations

import datetime as dt
import sys

from tests.commands.crashing_export import die, noting, then_die
from xl_massbill.claims import journal
from xl_massbill.commands import batch_orders, deeds
from xl_massbill.hosts import file as host

NOW = dt.datetime(2026, 5, 7, 10)
BATCH = "B000101"
STEPS = {
    "sent": (
        "before it is begun",
        "begun",
        "rows written, not saved",
        "workbook saved, not noted",
        "noted",
    ),
    "unbatch": (
        "before it is begun",
        "begun",
        "file withdrawn, rows not written",
        "rows written, not saved",
        "workbook saved, not noted",
        "noted",
    ),
}
_BEGUN = {"sent": deeds.SENDING, "unbatch": deeds.TAKING_BACK}
_NOTED = {"sent": deeds.SENT, "unbatch": deeds.TAKEN_BACK}


def arrange(order, step):
    """Put the death into its place."""
    record = journal.Journal
    patches = {
        "before it is begun": lambda: setattr(record, "record", noting(_BEGUN[order], before=True)),
        "begun": lambda: setattr(record, "record", noting(_BEGUN[order], before=False)),
        "file withdrawn, rows not written": lambda: setattr(deeds, "withdraw", then_die(deeds.withdraw)),
        "rows written, not saved": lambda: setattr(host.FileWorkbook, "save", die),
        "workbook saved, not noted": lambda: setattr(record, "record", noting(_NOTED[order], before=True)),
        "noted": lambda: setattr(record, "record", noting(_NOTED[order], before=False)),
    }
    patches[step]()


if __name__ == "__main__":
    _, book, order, step = sys.argv
    arrange(order, step)
    run = getattr(batch_orders, order)
    run(host.FileWorkbook(book), batch_orders.Order(BATCH, NOW.date(), "Kim", "wrong usage"), NOW)
