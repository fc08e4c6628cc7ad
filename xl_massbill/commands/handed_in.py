"""Files that a person hands in: single ones, folders, zips; each as its bytes, its name for the eye only.

No name out of a zip or a file ever becomes a path. What is too large, too much, locked or packed in a strange
way is told and left alone, and a zip that unpacks to more than the limit is not unpacked further.

Source: DESIGN §4 (a payer file to the ledger), §1.10.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

MOST_BYTES = 100 << 20
"""A file: 10,000 claims of an 835 are some 15 MB."""
MOST_FILES = 2_000
_ZIP = b"PK\x03\x04"
_ENCRYPTED = 0x1
_OFFICE = "[Content_Types].xml"


@dataclass(frozen=True, slots=True, repr=False)
class HandedIn:
    """One file: its name as it came, and its bytes."""

    name: str
    data: bytes

    def __repr__(self) -> str:
        """Show the size: names of files may hold names of people."""
        return f"HandedIn({len(self.data)} bytes)"


@dataclass(slots=True)
class Tray:
    """What was left alone, in sentences, and how many files were taken."""

    left: list[str] = field(default_factory=list)
    taken: int = 0


def handed_in(paths: Iterable[Path], tray: Tray) -> Iterator[HandedIn]:
    """Yield every file, those of folders and zips unfolded, in the order of their names."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                inside = file.relative_to(path).parts
                if (
                    file.is_file()
                    and not file.is_symlink()
                    and not any(part.startswith(".") for part in inside)
                ):
                    yield from _file(file, tray)
        elif path.exists():
            yield from _file(path, tray)
        else:
            tray.left.append(f"There is no file {path.name}.")


def _file(path: Path, tray: Tray) -> Iterator[HandedIn]:
    try:
        if path.stat().st_size > MOST_BYTES:
            tray.left.append(f"{path.name} is too large ({path.stat().st_size >> 20} MB).")
            return
        data = path.read_bytes()
    except OSError:
        tray.left.append(f"{path.name} cannot be opened: close it elsewhere, or ask who may read it.")
        return
    yield from _unpacked(path.name, data, tray)


def _unpacked(name: str, data: bytes, tray: Tray) -> Iterator[HandedIn]:
    if not data.startswith(_ZIP):
        if tray.taken >= MOST_FILES:
            tray.left.append(f"{name} was left alone: {MOST_FILES:,} files are enough for once.")
            return
        tray.taken += 1
        yield HandedIn(name, data)
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from _members(name, archive, tray)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error):
        tray.left.append(f"{name} is a damaged zip: what could be unpacked was taken.")


def _members(name: str, archive: zipfile.ZipFile, tray: Tray) -> Iterator[HandedIn]:
    if _OFFICE in archive.namelist():
        tray.left.append(f"{name} is a workbook or a document, not an answer.")
        return
    room = MOST_BYTES
    for info in sorted(archive.infolist(), key=lambda one: one.filename):
        short = info.filename.replace("\\", "/").rstrip("/").rpartition("/")[2]
        if info.is_dir() or not short or short.startswith("."):
            continue
        shown = f"{short} in {name}"
        if info.flag_bits & _ENCRYPTED:
            tray.left.append(f"{shown} is locked with a password: unpack it by hand.")
            continue
        with archive.open(info) as member:
            data = member.read(room + 1)  # the size that a zip tells may be a lie
        if len(data) > room:
            tray.left.append(f"{shown} is too large: unpack the zip by hand.")
            return
        room -= len(data)
        if data.startswith(_ZIP):
            tray.left.append(f"{shown} is a zip in a zip: unpack it by hand.")
            continue
        yield from _unpacked(shown, data, tray)
