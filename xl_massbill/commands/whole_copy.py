"""A copy of everything: the workbook and the folder beside it, in one file that can be put elsewhere.

The copy is read back whole before it gets its name. It holds what the workbook holds, names of patients too:
it belongs where the workbook belongs.

Source: DESIGN §1 (decision 1: the workbook is the record, and one folder beside it).
"""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from xl_massbill.book.folder import Folder
from xl_massbill.errors import Refused

_NOT_COPIED = ("backups", "lock", "saving", "aside")
"""Copies of copies, the marks of commands at work, and work that is under way beside Excel."""


def whole_copy(workbook: Path, now: dt.datetime) -> Path:
    """Put workbook and folder into one file among the backups and return its path; raise Refused."""
    folder = Folder.of(workbook)
    try:
        with folder.locked():
            folder.backups.mkdir(parents=True, exist_ok=True)
            copy = _free(folder.backups / f"{workbook.stem}-{now:%Y%m%d-%H%M%S}-whole.zip")
            files = _files(folder.path)  # before the copy itself begins to grow among them
            part = copy.with_name(copy.name + ".part")
            try:
                _pack(part, workbook, folder.path, files)
                part.replace(copy)
            finally:
                part.unlink(missing_ok=True)
            return copy
    except OSError as error:
        raise Refused(f"The copy could not be made ({error.strerror}).") from error


def _files(folder: Path) -> list[Path]:
    """Return what lies beside the workbook and belongs into a copy."""
    found = sorted(folder.rglob("*"))
    return [f for f in found if f.is_file() and f.relative_to(folder).parts[0] not in _NOT_COPIED]


def _pack(part: Path, workbook: Path, folder: Path, files: Sequence[Path]) -> None:
    with part.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.write(workbook, workbook.name)
            for file in files:
                packed.write(file, f"{folder.name}/{file.relative_to(folder).as_posix()}")
        out.flush()
        os.fsync(out.fileno())
    part.chmod(workbook.stat().st_mode & 0o777)
    with zipfile.ZipFile(part) as packed:
        if packed.testzip() is not None:
            raise Refused("The copy did not read back as it was written.")


def _free(path: Path) -> Path:
    """Return a name that is not taken, should two copies fall into one second."""
    found, count = path, 1
    while found.exists():
        count += 1
        found = path.with_name(f"{path.stem}-{count}{path.suffix}")
    return found
