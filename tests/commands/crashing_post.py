"""Post one answer and pull the plug at a named step: `python -m tests.commands.crashing_post BOOK FILE STEP`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from tests.commands.crashing_export import die, noting, then_die
from xl_massbill.claims import journal, kept_files
from xl_massbill.commands import deeds, post
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.hosts import file as host

NOW = dt.datetime(2026, 6, 20, 9)
STEPS = (
    "file half kept",
    "file kept, not read into the workbook",
    "worked out, not begun",
    "begun, not saved",
    "saved, not noted",
    "noted",
)


def half_kept(file, data):
    file.with_name(file.name + ".part").write_bytes(data[:100])
    die()


def arrange(step):
    """Put the death into its place."""
    record = journal.Journal
    patches = {
        "file half kept": lambda: setattr(kept_files, "put", half_kept),
        "file kept, not read into the workbook": lambda: setattr(post, "apply_answer", die),
        "worked out, not begun": lambda: setattr(record, "record", noting(deeds.TAKING_IN, before=True)),
        "begun, not saved": lambda: setattr(host.FileWorkbook, "save", die),
        "saved, not noted": lambda: setattr(host.FileWorkbook, "save", then_die(host.FileWorkbook.save)),
        "noted": lambda: setattr(record, "record", noting(deeds.TAKEN_IN, before=False)),
    }
    patches[step]()


if __name__ == "__main__":
    _, book, answer, step = sys.argv
    arrange(step)
    file = Path(answer)
    wish = post.Wish(NOW.date(), "Kim", "kim")
    post.post(host.FileWorkbook(book), [HandedIn(file.name, file.read_bytes())], wish, NOW)
