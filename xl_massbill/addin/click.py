"""One click on a button: opens the workbook, runs the command, catches everything, ends with one sentence.

Whatever happens, Excel's state is as it was before, and nothing but a plain sentence reaches the person.
"""

from __future__ import annotations

import datetime as dt
import functools
import getpass
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_massbill.addin import log
from xl_massbill.addin.desk import TITLE, Desk, ExcelDesk
from xl_massbill.addin.fault import fault_words
from xl_massbill.addin.long_work import WORK
from xl_massbill.book.folder import Folder
from xl_massbill.errors import NoTable, Refused, Unreadable
from xl_massbill.hosts.excel import ExcelWorkbook
from xl_massbill.hosts.excel.quiet import kept

if TYPE_CHECKING:
    import xlwings as xw

MOST_LINES = 60_000
"""Visit lines beyond which work inside a click could hold up Excel for more than a minute and a half.

Up to here it is done inside: handing the tables over and comparing them takes longer than it saves.
"""
_SHOWN = 900
"""Characters that a message box surely shows."""


class Hint(str):
    """A sentence that goes into the status bar: it asks for no answer."""

    __slots__ = ()


class Click:
    """What a button's function works with: the workbook it was clicked in, the person, the day."""

    def __init__(self, book: xw.Book, desk: Desk, button: str, moment: dt.datetime) -> None:
        self.book, self.desk, self.button = book, desk, button
        self.now = moment.replace(microsecond=0)
        self.began = time.monotonic()
        self._hinted = ""
        self.said: list[str] = []

    @property
    def today(self) -> dt.date:
        """Return the clinic's own day."""
        return self.now.date()

    @cached_property
    def user(self) -> str:
        """Return who is at the computer, "" if nobody knows."""
        try:
            return getpass.getuser()
        except (KeyError, OSError, ImportError):
            return ""

    @cached_property
    def workbook(self) -> ExcelWorkbook:
        """Return the workbook behind the port; raise NoTable for one that is none of ours."""
        workbook = ExcelWorkbook(self.book, tell=self.said.append)
        if not workbook.tables():
            raise NoTable(
                "This workbook has no table of MassBill: open the clinic's workbook and click there."
            )
        return workbook

    def writable(self, *, settles: bool = True) -> ExcelWorkbook:
        """Return the workbook, if Excel lets it be written; what a crash left half done is finished first.

        `settles` is False where the command does that itself.
        """
        self.workbook.must_be_writable()
        if settles and Folder.of(self.workbook.path).journal.exists():
            from xl_massbill.commands.settle import settle_if_needed  # noqa: PLC0415 - loads pandas

            self.said += settle_if_needed(self.workbook, self.now, self.user)
        return self.workbook

    def renewed(self) -> ExcelWorkbook:
        """Return the workbook as Excel shows it now: nothing that was read before counts any more."""
        self.__dict__.pop("workbook", None)
        return self.workbook

    def long(self, name: str, *, beside: bool = False, **wish: Any) -> Any:
        """Do long work of this name and return what it says; in a large workbook beside Excel.

        What it orders to be written stands in `workbook`, not saved. `beside` does it beside Excel however
        small the workbook is. Raise Refused with nothing changed.
        """
        if not beside and self._lines() <= MOST_LINES:
            return WORK[name].does(self.workbook, self.today, **wish)
        from xl_massbill.addin import aside  # noqa: PLC0415 - rarely needed

        return aside.done(self, name, wish)

    def hint(self, words: str) -> None:
        """Show in the status bar how far the click is; the same words are not shown twice."""
        if words != self._hinted:
            self._hinted = words
            self.desk.hint(words)

    def _lines(self) -> int:
        return self.workbook.spot("visits").height if "visits" in self.workbook.tables() else 0

    def must_not_take_long(self, command: str) -> None:
        """Raise Refused for a workbook whose work would hold up Excel, with the command that does it."""
        if self._lines() > MOST_LINES:
            name = Path(self.workbook.path).name
            raise Refused(
                f"The workbook has more than {MOST_LINES:,} visit lines, which would hold up Excel: "
                f"save and close it, and run “xl-massbill {command.format(name)}” in a terminal."
            )

    def report(self, name: str, text: str) -> str:
        """Return a text as it can be shown; one that is too long is put into the folder `out` as well."""
        if len(text) <= _SHOWN:
            return text
        folder = Folder.of(self.workbook.path).out
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}_{self.today:%Y%m%d}.txt"
        file.write_text(text + "\n", encoding="utf-8-sig")
        lines = text.splitlines()
        shown = _first(lines[:-1], _SHOWN - len(lines[-1]) - 150)
        return f"{shown}\n… The whole list is in {file.parent.parent.name}/out/{file.name}.\n{lines[-1]}"


def _first(lines: Sequence[str], room: int) -> str:
    """Return as many of the first lines as there is room for; of a very long first line its beginning."""
    kept_lines: list[str] = []
    for line in lines:
        if sum(map(len, kept_lines)) + len(kept_lines) + len(line) > room:
            break
        kept_lines.append(line)
    return "\n".join(kept_lines) or (lines[0][: max(0, room)] if lines else "")


def clock() -> dt.datetime:
    """Return the time on the clinic's clock."""
    return dt.datetime.now()  # noqa: DTZ005 - the clinic's own clock


def calling_book() -> xw.Book:
    """Return the workbook that the button was clicked in; raise Refused if there is none."""
    import xlwings  # noqa: PLC0415 - only inside Excel

    try:
        return xlwings.Book.caller()
    except Exception as error:
        raise Refused("No workbook is open here: open the clinic's workbook and click again.") from error


def desk_of(book: xw.Book) -> Desk:
    """Return the person in front of the Excel that holds a workbook."""
    return ExcelDesk(book.app)


def button(work: Callable[[Click], str]) -> Callable[[], None]:
    """Make a button's function out of one that returns its sentence; "" says nothing more."""

    @functools.wraps(work)
    def clicked() -> None:
        name, began = work.__name__, time.monotonic()
        try:
            book = calling_book()
            desk = desk_of(book)
        except Exception as error:  # noqa: BLE001 - without a workbook there is nobody to tell
            log.fault(name, error)
            sys.stderr.write(f"{TITLE}: {_sentence(name, error)}\n")
            return
        sentence, how = _run(work, book, desk)
        log.ended(name, how, time.monotonic() - began)
        if sentence:
            with suppress(Exception):  # Excel itself is gone, or shows another box
                (desk.hint if isinstance(sentence, Hint) else desk.show)(sentence)

    return clicked


def _run(work: Callable[[Click], str], book: xw.Book, desk: Desk) -> tuple[str, str]:
    """Run a button's work and return what to say, and how it ended."""
    name = work.__name__
    click = Click(book, desk, name, clock())
    try:
        _clear_hint(book)
        with kept(book.app):
            sentence, how = work(click), "done"
    except (Unreadable, Refused, NoTable) as stop:
        sentence, how = str(stop), "refused"
        if stop.__cause__ is not None:  # what lay beneath is told to nobody else
            log.fault(name, stop)
    except BaseException as error:  # noqa: BLE001 - the rim: nothing may reach Excel but a sentence
        sentence, how = _sentence(name, error), "failed"
    return ("\n".join(filter(None, [*click.said, sentence])) if click.said else sentence), how


def _clear_hint(book: xw.Book) -> None:
    """Give the status bar back to Excel if the last click has left a word in it."""
    if str(book.app.status_bar).startswith(TITLE):
        book.app.status_bar = False


def _sentence(name: str, error: BaseException) -> str:
    """Return what to say of an exception; a fault of the program is noted under a number."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "Stopped. Nothing is half done; the next click settles what was under way."
    return fault_words(log.fault(name, error))
