"""Take a file in, or take it back, and pull the plug at a named step.

`python -m tests.commands.crashing_take_in BOOK FILE STEP`; without a file IM0001 is taken back.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.commands.crashing_export import die, noting, then_die
from tests.intake.exports import NOW, take
from xl_massbill.claims import journal, kept_files
from xl_massbill.commands import intake_past as past
from xl_massbill.commands import take_in
from xl_massbill.commands.undo_import import undo_import
from xl_massbill.hosts import file as host

STEPS = (
    "map saved",
    "file half kept",
    "file kept",
    "numbers taken, not begun",
    "begun, not added",
    "added, not saved",
    "saved, not noted",
    "noted",
)
UNDO = ("undo not begun", "undo begun", "undo not saved", "undo saved, not noted", "undo noted")


def half_kept(file, data):
    file.with_name(file.name + ".part").write_bytes(data[:100])
    die()


def second_save():
    """Let the save of the map pass, and die instead of the save of the rows."""
    save, count = host.FileWorkbook.save, []

    def run(self):
        count.append(1)
        if len(count) > 1:
            die()
        save(self)

    host.FileWorkbook.save = run


def after_second_save():
    save, count = host.FileWorkbook.save, []

    def run(self):
        count.append(1)
        save(self)
        if len(count) > 1:
            die()

    host.FileWorkbook.save = run


def arrange(step):
    """Put the death into its place."""
    record = journal.Journal
    patches = {
        "map saved": lambda: setattr(host.FileWorkbook, "save", then_die(host.FileWorkbook.save)),
        "file half kept": lambda: setattr(kept_files, "put", half_kept),
        "file kept": lambda: setattr(take_in, "_numbered", die),
        "numbers taken, not begun": lambda: setattr(record, "record", noting(past.BEGUN, before=True)),
        "begun, not added": lambda: setattr(record, "record", noting(past.BEGUN, before=False)),
        "added, not saved": second_save,
        "saved, not noted": after_second_save,
        "noted": lambda: setattr(record, "record", noting(past.DONE, before=False)),
        "undo not begun": lambda: setattr(record, "record", noting(past.UNDOING, before=True)),
        "undo begun": lambda: setattr(record, "record", noting(past.UNDOING, before=False)),
        "undo not saved": lambda: setattr(host.FileWorkbook, "save", die),
        "undo saved, not noted": lambda: setattr(record, "record", noting(past.UNDONE, before=True)),
        "undo noted": lambda: setattr(record, "record", noting(past.UNDONE, before=False)),
    }
    patches[step]()


if __name__ == "__main__":
    _, book, export, step = sys.argv
    arrange(step)
    if step in UNDO:
        undo_import(host.FileWorkbook(book), "IM0001", NOW, "Kim")
    else:
        take(Path(book), Path(export).read_bytes())
