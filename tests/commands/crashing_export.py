"""Run one export and pull the plug at a named step: `python -m tests.commands.crashing_export BOOK STEP [FORM]`."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from xl_massbill.claims import journal
from xl_massbill.commands import batch_job, export, form_files
from xl_massbill.commands.settle import BOOKED, RESERVED, WRITTEN
from xl_massbill.hosts import file as host

STEPS = (
    "numbers taken",
    "reserved noted",
    "file half written",
    "file written, not verified",
    "file verified, not renamed",
    "file renamed, not kept",
    "file kept, not noted",
    "written noted",
    "rows booked, not saved",
    "workbook saved, not noted",
    "booked noted",
)
NOW = dt.datetime(2026, 5, 6, 9)


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(function):
    def both(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return both


def noting(action, before):
    """Return a Journal.record that dies before or after the event with this action."""
    record = journal.Journal.record

    def noted(self, what, *rest):
        if what == action and before:
            die()
        record(self, what, *rest)
        if what == action:
            die()

    return noted


def half_written(self, claims, records, control, out):
    out.write(b"ISA*00*          *00*   ")
    out.flush()
    die()


def arrange(step, form="837p"):
    """Put the death into its place."""
    of = type(form_files.form_called(form))
    patches = {
        "numbers taken": lambda: setattr(journal.Journal, "reserve", then_die(journal.Journal.reserve)),
        "reserved noted": lambda: setattr(journal.Journal, "record", noting(RESERVED, before=False)),
        "file half written": lambda: setattr(of, "write", half_written),
        "file written, not verified": lambda: setattr(of, "verify", die),
        "file verified, not renamed": lambda: setattr(Path, "replace", die),
        "file renamed, not kept": lambda: setattr(batch_job, "keep", die),
        "file kept, not noted": lambda: setattr(journal.Journal, "record", noting(WRITTEN, before=True)),
        "written noted": lambda: setattr(journal.Journal, "record", noting(WRITTEN, before=False)),
        "rows booked, not saved": lambda: setattr(host.FileWorkbook, "save", die),
        "workbook saved, not noted": lambda: setattr(journal.Journal, "record", noting(BOOKED, before=True)),
        "booked noted": lambda: setattr(journal.Journal, "record", noting(BOOKED, before=False)),
    }
    patches[step]()


if __name__ == "__main__":
    FORM = sys.argv[3] if len(sys.argv) > 3 else "837p"
    arrange(sys.argv[2], FORM)
    export.export(host.FileWorkbook(sys.argv[1]), NOW.date(), NOW, form=FORM)
