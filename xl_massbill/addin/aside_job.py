"""The process beside Excel as the click sees it: start it, hand it the tables, look how far it is, end it.

Each long work of a workbook has one folder, `clinic.xlsx.massbill/aside/<work>`, which only the user may
open. In it lie the steps, the answer, and the fingerprints of what was handed over; never the tables. Whether
the process lives is told by its lock, so that a later click knows it even if the first click's Python is
gone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import xl_massbill
from xl_massbill.addin.aside_child import END, PROGRESS, RESULT, RUNNING, STOP
from xl_massbill.book.folder import Folder
from xl_massbill.errors import Refused
from xl_massbill.hosts.transfer import read_line

COMMAND = ("-m", "xl_massbill.addin.aside_child")
"""The whole command line after the interpreter's own path."""
_FACTS = "handed"
_ENDING = 5.0
"""Seconds that a process is given to end."""
_STALE = 86_400.0
"""Seconds after which an answer that nobody has taken in goes."""
_ours: dict[Path, subprocess.Popen[bytes]] = {}
"""The processes that this Python has started."""


class Job:
    """One long work: `facts` says what was asked for, of which tables, and at what time."""

    def __init__(self, folder: Path, facts: dict[str, Any]) -> None:
        self._folder, self.facts = folder, facts

    @classmethod
    def found(cls, folder: Path) -> Job | None:
        """Return the work that an earlier click has handed over and nobody has dropped."""
        try:
            facts = json.loads((folder / _FACTS).read_bytes())
        except (OSError, ValueError):
            return None
        return None if (folder / STOP).exists() else cls(folder, facts)

    @classmethod
    def start(cls, folder: Path, order: dict[str, Any]) -> Job:
        """Start a process and tell it what to do; raise Refused or OSError if that is not possible."""
        _clear(folder)
        _sweep(folder.parent)
        folder.mkdir(mode=0o700, parents=True)
        try:
            _ours[folder] = _process(folder / PROGRESS)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(folder, {"line": json.dumps(order | {"folder": str(folder)}).encode() + b"\n"})

    def hand(
        self, lines: Sequence[bytes], facts: dict[str, Any], until: float, look: Callable[[], Any]
    ) -> bool:
        """Hand over the tables and keep the facts; return whether the process took them in time."""
        process = _ours[self._folder]
        assert process.stdin is not None
        whole = [self.facts["line"], *lines, END]
        feeder = threading.Thread(target=_feed, args=(process.stdin, whole), daemon=True)
        feeder.start()
        while feeder.is_alive() and time.monotonic() < until:
            feeder.join(0.1)
            look()
        self.facts = facts
        if feeder.is_alive():
            return False
        (self._folder / _FACTS).write_text(json.dumps(facts), encoding="ascii")
        return True

    def is_running(self) -> bool:
        """Return whether the process lives."""
        process = _ours.get(self._folder)
        return _is_locked(self._folder) if process is None else process.poll() is None

    def status(self) -> str:
        """Return how the process ended, if that is known."""
        process = _ours.get(self._folder)
        return "" if process is None or process.poll() is None else str(process.returncode)

    def answer(self) -> dict[str, Any] | None:
        """Return the answer, None while there is none."""
        try:
            return read_line((self._folder / RESULT).read_bytes())
        except OSError:
            return None

    def has_answer(self) -> bool:
        """Return whether there is an answer."""
        return (self._folder / RESULT).exists()

    def step(self) -> tuple[int, int]:
        """Return how many steps are done, and of how many; 0 of 0 before the first."""
        try:
            lines = (self._folder / PROGRESS).read_bytes().splitlines()
        except OSError:
            return 0, 0
        for line in reversed(lines):
            words = line.split(b"\t")
            if len(words) == 3 and words[0].isdigit() and words[1].isdigit():
                return int(words[0]), int(words[1])
        return 0, 0

    def drop(self) -> None:
        """End the process and leave nothing behind; one that another Python started ends at its next step."""
        with suppress(OSError):
            (self._folder / STOP).touch()
        process = _ours.pop(self._folder, None)
        if process is not None:
            process.kill()
            _reap(process)
        if process is not None or not _is_locked(self._folder):
            shutil.rmtree(self._folder, ignore_errors=True)
            with suppress(OSError):  # other work has its folder there
                self._folder.parent.rmdir()

    def finish(self) -> None:
        """Let the process end by itself, now that its answer is known, and leave nothing behind."""
        process = _ours.get(self._folder)
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_ENDING)
        self.drop()


def _process(steps: Path) -> subprocess.Popen[bytes]:
    """Start the process; what it says about its steps goes into a file."""
    with steps.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,  # a traceback could hold what stands in a cell
            cwd=Path(xl_massbill.__file__).parents[1],  # never a folder in which others put files
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=os.name == "posix",
        )


def _clear(folder: Path) -> None:
    """Clear away what earlier clicks left; raise Refused while a process is still ending there."""
    until = time.monotonic() + _ENDING
    while folder.exists():
        Job(folder, {}).drop()
        if folder.exists() and time.monotonic() > until:
            raise Refused("The work that was stopped is still ending: click again in a moment.")
        if folder.exists():
            time.sleep(0.1)


def _sweep(aside: Path) -> None:
    """Clear away answers that nobody has taken in for a day."""
    with suppress(OSError):
        for folder in aside.iterdir():
            if time.time() - folder.stat().st_mtime > _STALE:
                Job(folder, {}).drop()


def _is_locked(folder: Path) -> bool:
    if not (folder / RUNNING).exists():
        return False
    try:
        with Folder(folder).locked(RUNNING):
            return False
    except (Refused, OSError):
        return True


def _feed(pipe: IO[bytes], lines: Sequence[bytes]) -> None:
    """Write all lines; a process that has ended meanwhile is noticed by who waits for it."""
    with suppress(OSError, ValueError):
        for line in lines:
            pipe.write(line)
    with suppress(OSError, ValueError):
        pipe.close()


def _reap(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDING)
    # a feeder that still writes gets an error from the closed end, and closes its own
