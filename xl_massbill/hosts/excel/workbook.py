"""A workbook that is open in Excel, behind the workbook port.

Nothing reaches a sheet before `save`. A save makes a copy of the file first, writes every table or none, and
lets Excel save the workbook; what a person has typed since the last save is saved with it.

Source: DESIGN §1, §3, §4.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xl_massbill.book.folder import Folder
from xl_massbill.errors import Refused
from xl_massbill.hosts.backup import back_up
from xl_massbill.hosts.draft import Draft, Registry, known_tables
from xl_massbill.hosts.drafted import Drafted
from xl_massbill.hosts.excel import native
from xl_massbill.hosts.excel.book import ExcelBook, Spot
from xl_massbill.hosts.excel.quiet import quiet
from xl_massbill.hosts.excel.writing import TableWrite, planned, take_back
from xl_massbill.hosts.handed import Handed
from xl_massbill.hosts.lock import take

if TYPE_CHECKING:
    import xlwings as xw

_OFTEN = 0.2
"""Seconds between two words in the status bar; Excel takes its time for each."""


class ExcelWorkbook(Drafted):
    """The workbook behind a button: `book` is the one that the button was clicked in.

    `tell` receives what the person shall be told; how far work has come stands in Excel's status bar. Raise
    Refused for a workbook that has no file on this computer.
    """

    def __init__(
        self,
        book: xw.Book,
        *,
        registry: Registry | None = None,
        fill: bool = False,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._book = book
        self._path = _place(book)
        self._registry = known_tables() if registry is None else registry
        self._fill = fill
        self._tell = tell
        self._said_at = 0.0
        self._ground = ExcelBook(book, self._registry)
        self._draft = Draft(self._ground, self._registry, fill=fill)

    @property
    def path(self) -> str:
        """Return the path of the file."""
        return str(self._path)

    def tables(self) -> frozenset[str]:
        """Return the internal names of our tables that this workbook holds."""
        return self._ground.tables()

    def must_be_writable(self, tables: Iterable[str] | None = None) -> None:
        """Raise Refused if Excel would not let tables be written (all of ours, unless named)."""
        if native.is_read_only(self._book):
            raise Refused(
                f"The workbook {self._path.name} was opened read-only: close it, open it for editing, "
                "and run again."
            )
        for name in sorted(self.tables() if tables is None else tables):
            sheet = self._ground.spot(name).sheet
            if native.is_protected(sheet):
                raise Refused(
                    f"Sheet {sheet.name} is protected: unprotect it (Review, Unprotect Sheet) and run again."
                )

    def handed(self, table: str) -> Handed:
        """Return a table as it can be handed to another process; raise NoTable if it is not there."""
        return Handed(self.read(table), self._ground.filled_down(table))

    def spot(self, table: str) -> Spot:
        """Return where a table stands; raise NoTable if it is not there."""
        return self._ground.spot(table)

    def save(self) -> None:
        """Write what differs and let Excel save the workbook; raise Refused with nothing changed."""
        works = self._draft.works()
        if not works:
            return
        self.must_be_writable(works)
        moved = next((name for name in works if self._ground.has_moved(name)), None)
        if moved is not None:
            excel = self._registry[moved].facts.excel
            raise Refused(f"The table {excel} has changed since it was read: run again.")
        writes = planned(self._ground, works)
        if writes or not native.has_been_saved(self._book):
            try:
                with Folder.of(self._path).locked("saving"):
                    self.back_up()
                    self._save(writes)
            except OSError as error:
                raise Refused(
                    f"The workbook could not be saved ({error.strerror}): nothing was changed."
                ) from error
        self._ground.adopt(self._draft.grids().values())
        self._draft = Draft(self._ground, self._registry, fill=self._fill)

    def keep(self) -> Path:
        """Let Excel save what people have typed, keep a copy and return where it is; raise Refused."""
        self.must_be_writable(())
        try:
            self._book.save()
            _must_be_saved(self._book)
            return self.back_up()
        except Exception as error:  # Excel has an exception of its own on each system
            raise Refused(
                "The workbook could not be saved and copied: end the editing of cells, and look "
                "whether the disk is full."
            ) from error

    def back_up(self) -> Path:
        """Keep a copy of the workbook's file as it lies there now, and return where it is."""
        data, _ = take(self._path)
        return back_up(self._path, data, dt.datetime.now().astimezone())

    def _save(self, writes: list[TableWrite]) -> None:
        done: list[TableWrite] = []
        step = ""
        try:
            with quiet(self._book.app):
                for i, write in enumerate(writes):
                    self.progress(i, len(writes), "writing sheets")
                    done.append(write)
                    step = f"Excel did not take the rows of sheet {write.spot.sheet.name}"
                    write.do()
            step = "Excel did not save the workbook"
            self._book.save()
            _must_be_saved(self._book)
        except BaseException as error:
            # whatever stops it, also an interrupt: what was written is taken back
            sentence = f"{step}: {self._restored(done)}"
            if isinstance(error, Exception):
                raise Refused(sentence) from error
            raise

    def _restored(self, done: list[TableWrite]) -> str:
        try:
            with quiet(self._book.app):
                went_well = take_back(done)
        except Exception:  # noqa: BLE001 - Excel does not even stand still
            went_well = not done
        if went_well:
            return "nothing was changed. End the editing of cells, lift filters, and run again."
        return (
            "some cells could not be put back. Close the workbook without saving and open it again; "
            "its file is unchanged."
        )

    def tell(self, sentence: str) -> None:
        """Show one plain sentence to the person."""
        if self._tell:
            self._tell(sentence)

    def progress(self, done: int, total: int, what: str) -> None:
        """Show in the status bar how far long work has come; at its end the bar is Excel's again."""
        now = time.monotonic()
        if done >= total:
            self._book.app.status_bar = False
        elif now - self._said_at >= _OFTEN:
            self._said_at = now
            self._book.app.status_bar = f"MassBill: {what} ({done:,} of {total:,})"


def _must_be_saved(book: xw.Book) -> None:
    """Raise Refused if Excel said nothing and yet did not save, as when a macro keeps it from it."""
    if not native.has_been_saved(book):
        raise Refused("The workbook still has changes that its file lacks.")


def _place(book: xw.Book) -> Path:
    """Return where the workbook's file lies; raise Refused if that is not on this computer."""
    name = native.full_name(book)
    if "://" in name:
        raise Refused(
            "This workbook lies in the cloud (OneDrive or SharePoint): save a copy in a folder of this "
            "computer that is not synchronised (File, Save As), and work with that one."
        )
    # Excel says the name alone of a workbook that was never saved.
    if "/" not in name and "\\" not in name:
        raise Refused("This workbook was never saved: save it in a folder of this computer first.")
    return Path(name)
