"""Whether a workbook file may be written now: nobody has it open, and it is still the file that was read.

Source: Excel's owner file (~$name) and LibreOffice's lock file (.~lock.name#), as both programs leave them.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from xl_massbill.errors import Refused, Unreadable


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells one state of a file from another."""

    size: int
    changed_ns: int
    sha256: str


def take(path: Path) -> tuple[bytes, Fingerprint]:
    """Return a file's bytes and its fingerprint; raise Unreadable if it cannot be read."""
    try:
        data = path.read_bytes()
        facts = path.stat()
    except FileNotFoundError:
        raise Unreadable(f"There is no workbook {path.name} in this folder.") from None
    except OSError as error:
        raise Unreadable(f"The workbook {path.name} could not be opened ({error.strerror}).") from None
    return data, Fingerprint(len(data), facts.st_mtime_ns, hashlib.sha256(data).hexdigest())


def check_closed(path: Path) -> None:
    """Raise Refused if another program has the workbook open, or if it is write-protected."""
    for program, lock in (("Excel", f"~${path.name}"), ("LibreOffice", f".~lock.{path.name}#")):
        if os.path.lexists(path.with_name(lock)):
            raise Refused(
                f"The workbook {path.name} is open in {program}: close it and run again. "
                f"(If nobody has it open, delete the file {lock} beside it.)"
            )
    try:
        # Excel on Windows keeps others from writing; asking for it shows that without changing a byte.
        with path.open("r+b"):
            pass
    except OSError:
        raise Refused(
            f"The workbook {path.name} cannot be written: it is open in another program or write-protected."
        ) from None


def check_unchanged(path: Path, seen: Fingerprint) -> None:
    """Raise Refused if the file is no longer the one that was read."""
    changed = Refused(f"The workbook {path.name} has changed since it was read: run again.")
    try:
        facts = path.stat()
        if (facts.st_size, facts.st_mtime_ns) != (seen.size, seen.changed_ns):
            raise changed
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != seen.sha256:
                raise changed
    except OSError:
        raise changed from None
