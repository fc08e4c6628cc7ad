"""Long work in a process beside Excel: Excel is never held up for long, and nothing is half done.

The click reads the tables through the Excel port, as it always does, and hands them to a process of its own
on standard input: they never lie on the disk, no copy of the workbook is made, and no copy has a journal of
its own. The process has tables and nothing else: its workbook has no path, so that no command in it finds the
journal. It cannot take a number, post, or save; it works out an answer (orders to write the program's columns
and tables, and words) and leaves it in a folder that is the user's alone, beside the workbook like the
backups. On the command line stands a fixed module name and nothing else: no path, no word of the workbook.

The click shows in the status bar how far the work is, and takes the answer in: it reads the tables anew,
proves that every table the work has looked at stands where and as it stood, cell by cell, and only then
gives the orders to the Excel port, which writes all or nothing. What is to be booked the click books, in the
journal of the real workbook. After 45 seconds it hands Excel back; the work goes on, and the next click on
the same button waits for it, stops it, or takes the answer in. An answer about tables that have changed since
is thrown away. (On a Mac a person can type while a click runs, so this is no rare thing.)

What takes numbers or posts money is not done this way: it must look and book under one lock.

Source: issue of the add-in, point 4; DESIGN §1 (decision 2), §4.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_massbill.addin import log
from xl_massbill.addin.aside_job import Job
from xl_massbill.addin.fault import fault_words
from xl_massbill.addin.long_work import WORK
from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts import transfer
from xl_massbill.hosts.excel import ExcelWorkbook
from xl_massbill.template.buttons import BUTTONS

if TYPE_CHECKING:
    from xl_massbill.addin.click import Click

LONGEST = 45.0
"""Seconds after which a click that waits hands Excel back: as much again is left for writing and saving."""
TO_BEGIN = 15.0
"""Seconds that a process is given to take the tables, however long reading them took."""
LOOK = 0.2
"""Seconds between two looks at how far the work is."""
_LEFT_OUT = frozenset({"audit_log"})
"""Tables that no long work looks at, and that can be very long."""


def done(click: Click, name: str, wish: dict[str, Any]) -> Any:
    """Let a process of its own do the work of this name, give its orders, and return what it says.

    The writes stand in `click.workbook`, which is another one than before, and are not saved. Raise Refused,
    with nothing changed, if the work goes on, was stopped, failed, or is about tables that have changed.
    """
    errand = _Errand(click, name, wish)
    job = errand.earlier()
    if job is not None:
        answer = errand.waited(job)
        if errand.is_current(job, answer):
            return errand.taken_in(job, answer)
        job.drop()
        click.said.append(f"The workbook has changed since {job.facts['at']}, so it was done anew.")
    job = errand.started()
    answer = errand.waited(job)
    if not errand.is_current(job, answer):
        job.drop()
        raise Refused("The workbook has changed meanwhile. Nothing was written: click again.")
    return errand.taken_in(job, answer)


class _Errand:
    """One click's wish to have long work done: which, on what day, with what wishes."""

    def __init__(self, click: Click, name: str, wish: dict[str, Any]) -> None:
        self._click, self._work = click, WORK[name]
        self._command = self._work.command.format(Path(click.workbook.path).name, **wish)
        self._until = click.began + LONGEST
        self._label = next((b.label for b in BUTTONS if b.function == click.button), self._work.what)
        self._asked: dict[str, Any] = {"work": name, "day": click.today.isoformat(), "wish": wish}
        self._folder = Folder.of(click.workbook.path).aside / name

    def earlier(self) -> Job | None:
        """Return the work of an earlier click, if it is what is wished now and not lost."""
        job = Job.found(self._folder)
        if job is None:
            return None
        runs, waits = job.is_running(), not job.has_answer()
        if job.facts["asked"] != self._asked or (waits and not runs):
            job.drop()
            return None
        if waits:
            question = (
                f"{self._work.what} of {job.facts['at']} still goes on beside Excel{_far(job)}. Wait for it, "
                f"up to {LONGEST:.0f} seconds? (No: it is stopped, and nothing is changed.)"
            )
            if not self._click.desk.confirm(question):
                job.drop()
                raise Refused(f"{self._work.what} was stopped. Nothing was changed.")
            self._until = time.monotonic() + LONGEST
        return job

    def started(self) -> Job:
        """Start a process and hand it every table as Excel shows it now."""
        click, port = self._click, ExcelWorkbook(self._click.book)
        held = port.tables()
        try:
            job = Job.start(self._folder, self._asked | {"held": sorted(held)})
        except OSError as error:
            raise self._failed("could not be started") from error
        names, prints, lines = sorted(held - _LEFT_OUT), {}, []
        try:
            for i, name in enumerate(names, 1):
                self._say(f"reading {TABLES[name].facts.excel}, {i} of {len(names)}")
                handed = port.handed(name)
                prints[name] = transfer.fingerprint(handed.grid, TABLES)
                lines.append(transfer.table_line(handed))
            facts = {"asked": self._asked, "prints": prints, "at": f"{click.now:%H:%M}"}
            until = time.monotonic() + TO_BEGIN
            is_handed = job.hand(lines, facts, until, lambda: self._say("handing over"))
        except BaseException:
            job.drop()
            raise
        if not is_handed:
            job.drop()
            raise self._failed("did not begin")
        return job

    def waited(self, job: Job) -> dict[str, Any]:
        """Return the answer; raise Refused if there is none in time, or never will be."""
        while True:
            is_running = job.is_running()  # asked first: what ends now has left its answer
            answer = job.answer()
            if answer is not None:
                return self._proper(job, answer)
            if not is_running:
                status = job.status()
                job.drop()
                raise self._failed(f"ended before it was done{f' (status {status})' if status else ''}")
            if time.monotonic() > self._until:
                raise Refused(
                    f"{self._work.what} goes on beside Excel{_far(job)}: click “{self._label}” again in a "
                    "while to take in what it finds. If rows change meanwhile, it must be done anew."
                )
            self._say(f"at work{_far(job)}")
            time.sleep(LOOK)

    def _proper(self, job: Job, answer: dict[str, Any]) -> dict[str, Any]:
        """Return an answer that is a result; raise Refused for one that says why there is none."""
        if "refused" in answer or "fault" in answer:
            job.finish()
        if "refused" in answer:
            raise Refused(answer["refused"])
        if "fault" in answer:
            number = log.fault_at(self._click.button, answer["fault"], answer["places"])
            raise Refused(fault_words(number))
        return answer

    def is_current(self, job: Job, answer: dict[str, Any]) -> bool:
        """Return whether every table that the work looked at still stands as it was handed over."""
        workbook = self._click.renewed()
        used = answer["used"]
        for i, name in enumerate(used, 1):
            self._say(f"comparing {TABLES[name].facts.excel}, {i} of {len(used)}")
            try:
                now = transfer.fingerprint(workbook.read(name), TABLES)
            except NoTable:
                return False
            if now != job.facts["prints"][name]:
                return False
        return True

    def taken_in(self, job: Job, answer: dict[str, Any]) -> Any:
        """Give the orders to the workbook and return what the work says."""
        job.finish()
        self._say("writing")
        for order in transfer.orders_in(answer):
            if order.by and order.by != self._asked["wish"].get("by"):
                raise ValueError("an order in the name of a person who gave none")
            order.give(self._click.workbook)
        return answer["said"]

    def _say(self, words: str) -> None:
        self._click.hint(f"{self._label}: {words}, {time.monotonic() - self._click.began:.0f} s")

    def _failed(self, how: str) -> Refused:
        return Refused(
            f"{self._work.what} {how}. Nothing was changed: click again, or save and close the workbook "
            f"and run “xl-massbill {self._command}” in a terminal."
        )


def _far(job: Job) -> str:
    """Return in words how far the work is."""
    done, total = job.step()
    return f" ({done:,} of {total:,})" if total else ""
