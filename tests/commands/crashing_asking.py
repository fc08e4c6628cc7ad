"""Ask about benefits and pull the plug at a named step: `python -m tests.commands.crashing_asking BOOK STEP`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.commands.benefit_clinic import ask
from tests.commands.crashing_export import die, noting, then_die
from xl_massbill.claims import journal
from xl_massbill.commands import inquiries
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


def half_written(questions, inquiry, out):
    out.write(b"ISA*00*          *00*   ")
    out.flush()
    die()


def arrange(step):
    """Put the death into its place."""
    record = journal.Journal
    patches = {
        "numbers taken": lambda: setattr(record, "reserve", then_die(record.reserve)),
        "reserved noted": lambda: setattr(record, "record", noting(inquiries.RESERVED, before=False)),
        "file half written": lambda: setattr(inquiries, "write", half_written),
        "file written, not verified": lambda: setattr(inquiries, "verify", die),
        "file verified, not renamed": lambda: setattr(Path, "replace", die),
        "file renamed, not kept": lambda: setattr(inquiries, "keep", die),
        "file kept, not noted": lambda: setattr(record, "record", noting(inquiries.WRITTEN, before=True)),
        "written noted": lambda: setattr(record, "record", noting(inquiries.WRITTEN, before=False)),
        "rows booked, not saved": lambda: setattr(host.FileWorkbook, "save", die),
        "workbook saved, not noted": lambda: setattr(record, "record", noting(inquiries.BOOKED, before=True)),
        "booked noted": lambda: setattr(record, "record", noting(inquiries.BOOKED, before=False)),
    }
    patches[step]()


if __name__ == "__main__":
    arrange(sys.argv[2])
    ask(Path(sys.argv[1]))
