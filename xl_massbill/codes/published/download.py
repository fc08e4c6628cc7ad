"""A downloaded file: what is inside it, without trusting its name or its size.

CMS publishes zips with the same table as text and as workbook, or in parts. Nothing is ever unpacked to the
disk and no path of an archive is used: its members are read one after the other, and one that unpacks to
more than any published table, or out of proportion, is refused.

Source: DESIGN §1 (files from outside), handbook §2.6.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from xl_massbill.errors import Unreadable

MOST_BYTES = 400 << 20
MOST_TIMES = 250
MOST_MEMBERS = 200
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""How the reader of zips says that one is damaged, locked, or packed in a way it does not know."""
_SMALL = 1 << 20
_READ = ("txt", "csv", "tsv", "xlsx", "xml", "")
"""Endings that hold tables, those that are read fastest first."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file as published: its own name without folders, and its bytes."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """Return what stands behind the last dot, in small letters.

        >>> Member("ccipra-v323r0-f1.TXT", b"").ending
        'txt'
        """
        return PurePosixPath(self.name).suffix.lower().lstrip(".")


def members(name: str, data: bytes) -> Iterator[Member]:
    """Yield the file itself, or what a zip holds, text before workbooks.

    Raises Unreadable for an empty, damaged or outsized file.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable(f"{_plain(name)} is empty. Download it again.")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{_plain(name)} is far larger than any published list.")
    if not data.startswith(b"PK"):
        yield Member(_plain(name), data)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename == "[Content_Types].xml" for info in inside):
                _check(name, inside)
                yield Member(_plain(name), data)
                return
            wanted = [info for info in inside if Member(info.filename, b"").ending in _READ]
            if not wanted:
                raise Unreadable(f"{_plain(name)} holds no table{_more(inside)}.")
            _check(name, wanted)
            wanted.sort(key=lambda info: _READ.index(Member(info.filename, b"").ending))
            for info in wanted:
                yield Member(_plain(info.filename), archive.read(info))
    except _BROKEN as broken:
        raise Unreadable(f"{_plain(name)} is damaged, locked or cut short. Download it again.") from broken


def _check(name: str, inside: list[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to more than it should; reading gives no more than the directory says."""
    total = sum(info.file_size for info in inside)
    swollen = any(
        info.file_size > _SMALL and info.file_size > MOST_TIMES * max(info.compress_size, 1)
        for info in inside
    )
    if total > MOST_BYTES or swollen or len(inside) > MOST_MEMBERS:
        raise Unreadable(f"{_plain(name)} would unpack to far more than any published list. It is not read.")


def _more(inside: list[zipfile.ZipInfo]) -> str:
    zips = [_plain(info.filename) for info in inside if info.filename.lower().endswith(".zip")]
    return f", but {zips[0]}: unpack that one first" if zips else ""


def _plain(name: str) -> str:
    r"""Return a name without folders and control characters, short enough for a sentence.

    >>> _plain("../../etc/passwd"), _plain(r"C:\x\list.csv")
    ('passwd', 'list.csv')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:80] or "The file"
