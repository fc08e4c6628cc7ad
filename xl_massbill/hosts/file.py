"""A closed workbook file behind the workbook port: read fast, written without losing anything.

Only cells of program columns and rows of program tables change, and the remembered results of our own
formulas that look at them; every other byte of the file stays, and so do macros, charts, slicers, comments
and the clinic's own columns and sheets.

Source: DESIGN §1 and §3a.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.draft import Draft, Registry, known_tables
from xl_massbill.hosts.drafted import Drafted
from xl_massbill.hosts.lock import Fingerprint, take
from xl_massbill.hosts.memory_freed import keep_large_apart
from xl_massbill.hosts.patch import patch
from xl_massbill.hosts.results import results
from xl_massbill.hosts.save import save


class FileWorkbook(Drafted):
    """A workbook file that nobody has open.

    `registry` are the tables the program knows; `ahead` those that the caller will surely read, which begins
    at once; `fill` allows people's columns and tables to be written, for making a new workbook; `tell` and
    `progress` receive what the person shall see.
    """

    def __init__(  # noqa: PLR0913 - what one may wish, each by name
        self,
        path: str | os.PathLike[str],
        *,
        registry: Registry | None = None,
        ahead: Iterable[str] = (),
        fill: bool = False,
        tell: Callable[[str], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        self._path = Path(path)
        self._registry = known_tables() if registry is None else registry
        self._fill = fill
        self._tell = tell
        self._progress = progress
        keep_large_apart()
        self._open(*take(self._path))
        self._book.read_ahead(ahead)

    def _open(self, data: bytes, seen: Fingerprint) -> None:
        self._seen = seen
        self._book = ClosedBook(data, self._registry)
        self._draft = Draft(self._book, self._registry, fill=self._fill)

    @property
    def path(self) -> str:
        """Return the path of the file."""
        return str(self._path)

    def tables(self) -> frozenset[str]:
        """Return the internal names of our tables that this workbook holds."""
        return self._book.tables()

    def save(self) -> None:
        """Put the changed workbook in the place of the old one; nothing is touched if no cell differs."""
        works = self._draft.works()
        found = results(self._book, self._draft, self._registry, works) if works else {}
        self._book.reader.close()
        if not works:
            return
        self._draft.release()
        self._book.release(but=works)
        made = patch(self._book, works, found)
        if not made.changed:
            return
        grids = self._draft.grids()
        self._open(*save(self._path, self._book, made, self._seen))
        for name, grid in grids.items():
            self._book.adopt(name, grid)

    def tell(self, sentence: str) -> None:
        """Show one plain sentence to the person."""
        if self._tell:
            self._tell(sentence)

    def progress(self, done: int, total: int, what: str) -> None:
        """Show how far long work has come."""
        if self._progress:
            self._progress(done, total, what)
