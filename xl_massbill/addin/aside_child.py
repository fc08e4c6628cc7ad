"""The process beside Excel that does long work: `python -m xl_massbill.addin.aside_child`, nothing else.

All it is to do comes in on standard input: an order, the tables, and the word "end". It says on standard
output how far it is, one line a step (done, total, what; parted by tabs), and puts its answer into a file
of the private folder that the order names. It holds a lock while it lives, and ends when a file "stop" lies
in the folder.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from xl_massbill.addin.log import places
from xl_massbill.book.folder import Folder
from xl_massbill.errors import NoTable, Refused, Unreadable
from xl_massbill.hosts import transfer
from xl_massbill.hosts.handed import HandedWorkbook

RUNNING, STOP, RESULT, PROGRESS = "running", "stop", "result", "progress"
"""Files in the folder: the lock, the wish to end, the answer, the steps."""
END = b"end\n"


def main() -> None:
    """Do the work that stands on standard input; without an order, or with half of one, do nothing."""
    gc.set_threshold(200_000, 20, 100)
    given = sys.stdin.buffer
    first = given.readline()
    if not first:
        return
    order = transfer.read_line(first)
    folder = Path(order["folder"])
    with Folder(folder).locked(RUNNING):
        lines = list(_until_end(given))
        if not lines or lines.pop() != END:
            return  # Excel or its Python is gone
        answer = _answer(order, lines, folder)
        if not (folder / STOP).exists():
            _put(folder / RESULT, answer)


def _until_end(given: IO[bytes]) -> Iterator[bytes]:
    for line in given:
        yield line
        if line == END:
            return


def _answer(order: dict[str, Any], lines: Sequence[bytes], folder: Path) -> bytes:
    """Return the result, or why there is none; of a fault no word that could hold personal data."""

    def step(done: int, total: int, what: str) -> None:
        if (folder / STOP).exists():
            raise KeyboardInterrupt
        sys.stdout.write(f"{done}\t{total}\t{what}\n")
        sys.stdout.flush()

    try:
        from xl_massbill.addin.long_work import WORK  # noqa: PLC0415 - what it needs is a fault like others

        held = order["held"]
        workbook = HandedWorkbook([transfer.table_in(line) for line in lines], held, progress=step)
        day = dt.date.fromisoformat(order["day"])
        said = WORK[order["work"]].does(workbook, day, **order["wish"])
        return transfer.orders_line(workbook.orders, said=said, used=sorted(workbook.used))
    except (Unreadable, Refused, NoTable) as stop:
        return transfer.orders_line([], refused=str(stop))
    except BaseException as error:  # noqa: BLE001 - the rim of this process
        return transfer.orders_line([], fault=type(error).__name__, places=places(error))


def _put(file: Path, data: bytes) -> None:
    """Write a file that is whole as soon as it has its name."""
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


if __name__ == "__main__":
    main()
