"""Where long work beside Excel lies, how long it has ended, and a click that gives Excel back at once."""

from __future__ import annotations

import time

from xl_massbill.addin import aside, aside_child
from xl_massbill.book.folder import Folder


def beside(office, name="check_all"):
    return Folder.of(office.path).aside / name


def slow(monkeypatch, seconds=0.0):
    """Give Excel back at once: whatever takes longer than this many seconds goes on beside it."""
    monkeypatch.setattr(aside, "LONGEST", seconds)


def ended(office, name="check_all", file=aside_child.RESULT):
    """Wait until the process has left its answer, or another file."""
    until = time.monotonic() + 30
    assert beside(office, name).exists()
    while not (beside(office, name) / file).exists():
        assert time.monotonic() < until
        time.sleep(0.05)
