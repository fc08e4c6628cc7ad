"""The folder beside the workbook: what was made, what was read, backups, and the journal.

`clinic.xlsx` has `clinic.xlsx.massbill/` with `journal.db`, `out/`, `kept/`, `in/`, `backups/`, and for
a while `aside/`. Names in it never hold personal data.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xl_massbill.errors import Refused


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything of one workbook lies."""

    path: Path

    @classmethod
    def of(cls, workbook: str | Path) -> Folder:
        """Return the folder that belongs to a workbook file."""
        file = Path(workbook)
        return cls(file.with_name(file.name + ".massbill"))

    @property
    def journal(self) -> Path:
        """Return the path of the journal."""
        return self.path / "journal.db"

    @property
    def out(self) -> Path:
        """Return where claim files go."""
        return self.path / "out"

    @property
    def kept(self) -> Path:
        """Return where the bytes of every claim file are kept, each under its fingerprint."""
        return self.path / "kept"

    @property
    def inbox(self) -> Path:
        """Return where every answer that was read is kept, byte for byte, each under its fingerprint."""
        return self.path / "in"

    @property
    def backups(self) -> Path:
        """Return where copies of the workbook are kept."""
        return self.path / "backups"

    @property
    def aside(self) -> Path:
        """Return where a process beside Excel puts its answer, until it is taken in."""
        return self.path / "aside"

    @contextmanager
    def locked(self, name: str = "lock") -> Iterator[None]:
        """Keep every other command that writes away from this workbook; Refused if one is at work.

        The lock belongs to the process, so that a crash frees it. Locks of different names do not
        know each other: a host that saves takes one of its own while its command holds the first.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle)
            yield
        finally:
            os.close(handle)


def _take(handle: int) -> None:
    try:
        if os.name == "nt":  # pragma: no cover - Windows only
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Refused(
            "Another command is working on this workbook right now. Wait until it has ended."
        ) from None
