"""A copy of the workbook as it was, before every change; the newest thirty are kept.

Source: DESIGN §1 (the folder beside the workbook).
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

from xl_massbill.book.folder import Folder

KEPT = 30


def back_up(workbook: Path, data: bytes, now: dt.datetime) -> Path:
    """Put a copy of the workbook's bytes into its backups folder and return its path."""
    folder = Folder.of(workbook).backups
    folder.mkdir(parents=True, exist_ok=True)
    copy = _free(folder, workbook, f"{now:%Y%m%d-%H%M%S}")
    part = copy.with_name(copy.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(workbook.stat().st_mode & 0o777)
    part.replace(copy)
    _prune(folder, workbook)
    return copy


def _free(folder: Path, workbook: Path, stamp: str) -> Path:
    """Return a name that is not taken, should two saves fall into one second."""
    path = folder / f"{workbook.stem}-{stamp}{workbook.suffix}"
    count = 1
    while path.exists():
        count += 1
        path = folder / f"{workbook.stem}-{stamp}-{count:02}{workbook.suffix}"
    return path


def _prune(folder: Path, workbook: Path) -> None:
    """Delete the oldest copies of ours; what else lies in the folder stays."""
    stem, suffix = re.escape(workbook.stem), re.escape(workbook.suffix)
    ours = re.compile(rf"{stem}-(\d{{8}}-\d{{6}}(?:-\d{{2,}})?){suffix}(\.part)?")
    found = [(match, path) for path in folder.iterdir() if (match := ours.fullmatch(path.name))]
    copies = sorted((match[1], path) for match, path in found if not match[2])
    broken = [path for match, path in found if match[2]]
    for path in [*(path for _, path in copies[:-KEPT]), *broken]:
        path.unlink(missing_ok=True)
