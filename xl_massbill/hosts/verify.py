"""Read a freshly written workbook back before it takes the place of the old one.

Nothing of the writer is trusted here: untouched parts must be the same bytes, untouched rows and cells of a
touched sheet too, and the touched cells must read back, with the reader of the other side, as was meant.
One sheet is looked at after the other, and its values by a thousand rows, so that little is held at once.

Source: DESIGN §1 (what a person typed survives, byte for byte in a closed file).
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.edits import Edits
from xl_massbill.hosts.memory_freed import give_back
from xl_massbill.hosts.package import Package
from xl_massbill.hosts.parts import parts
from xl_massbill.hosts.patch import Patch
from xl_massbill.hosts.read_back import reads_as_meant
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import SheetXml
from xl_massbill.hosts.touched import Touched, TouchedRows

# So many times some rows may wait to be read back: a sheet that is slow to read gains on one slow to look at.
_READ_AHEAD = 6


def verify(book: ClosedBook, patch: Patch, data: bytes) -> None:
    """Raise Refused unless the new file holds exactly what was meant and nothing else differs."""
    try:
        new = Package(data)
        reader = Reader(new, parts(new))
        _check_parts(book.package, new, patch)
        with ThreadPoolExecutor(1, thread_name_prefix="massbill-verify") as beside:
            # The fast reader lets go of Python while it parses: the next rows are looked at meanwhile.
            reading = _Reading(reader, beside)
            for part, edits in patch.edits.items():
                _check_sheet(reading, book, new, part, edits)
                give_back()
            reading.finish()
    except (Unreadable, Refused, LookupError, ValueError):
        raise _failed() from None


def _failed() -> Refused:
    return Refused("The workbook did not read back as it was written: nothing was changed.")


def _check_parts(old: Package, new: Package, patch: Patch) -> None:
    """Check which parts there are, and the bytes of those that are no sheets with edits."""
    if new.names != tuple(name for name in old.names if name not in patch.dropped):
        raise _failed()
    for name in new.names:
        if name in patch.whole:
            is_same = new.read(name) == patch.whole[name]
        else:
            is_same = name in patch.edits or new.record(name) == old.record(name)
        if not is_same:
            raise _failed()


class _Reading:
    """The reading back of edited cells, some rows at a time, in a thread beside."""

    def __init__(self, reader: Reader, beside: ThreadPoolExecutor) -> None:
        self._reader, self._beside = reader, beside
        self._begun: deque[Future[bool]] = deque()

    def begin(self, sheet: SheetXml, some: TouchedRows) -> None:
        """Have some rows read back; raise what an earlier reading has found."""
        self._begun.append(self._beside.submit(reads_as_meant, self._reader, sheet, some))
        if len(self._begun) > _READ_AHEAD:
            self._one()

    def finish(self) -> None:
        """Wait for all that was begun."""
        while self._begun:
            self._one()

    def _one(self) -> None:
        if not self._begun.popleft().result():
            raise _failed()


def _check_sheet(reading: _Reading, book: ClosedBook, new: Package, part: str, edits: Edits) -> None:
    old = book.sheet(part)
    for some in Touched(old, SheetXml(new.read(part), old.sheet), edits).rows():
        reading.begin(old, some)
