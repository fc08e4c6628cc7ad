"""Claim files after they were written: kept byte for byte, found again, restored, withdrawn.

A file that went to a payer is evidence. It is never made anew from the workbook, which may have changed; it
comes back from the bytes that were kept under their fingerprint, or not at all.

Source: handbook §7.2 (hash stored), §11.2 (retention), §11.5 (each file written).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from xl_massbill.book.folder import Folder
from xl_massbill.claims.batches import WITHDRAWN

_PART = ".part"


def fingerprint(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def keep(folder: Folder, file: Path, sha256: str) -> None:
    """Keep a copy of a file under its fingerprint; one that is kept already stays."""
    if kept(folder, sha256) is None:
        folder.kept.mkdir(parents=True, exist_ok=True)
        put(folder.kept / sha256, file.read_bytes())


def kept(folder: Folder, sha256: str) -> bytes | None:
    """Return the bytes kept under a fingerprint, None if there are none or they are damaged."""
    return whole(folder.kept / sha256, sha256) if sha256 else None


def take_in(folder: Folder, data: bytes) -> str:
    """Keep what was handed in, byte for byte, and return its fingerprint; what is there already stays."""
    sha256 = fingerprint(data)
    if taken_in(folder, sha256) is None:
        folder.inbox.mkdir(parents=True, exist_ok=True)
        put(folder.inbox / sha256, data)
    return sha256


def taken_in(folder: Folder, sha256: str) -> bytes | None:
    """Return the bytes of an answer by its fingerprint, None if there are none or they are damaged."""
    return whole(folder.inbox / sha256, sha256)


def whole(file: Path, sha256: str) -> bytes | None:
    """Return the bytes of a file if they have this fingerprint, None if they have not or it is not there."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data if fingerprint(data) == sha256 else None


def put(file: Path, data: bytes) -> None:
    """Write a file whole or not at all; the disk has it when this returns."""
    part = file.with_name(file.name + _PART)
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def place_of(folder: Folder, told: str) -> Path:
    """Return where a file lies now: beside a workbook that may have moved, else where the journal says."""
    file = Path(told)
    beside = folder.out / told.replace("\\", "/").rpartition("/")[2]
    is_here = file.is_absolute() and file.parent.is_dir()
    return file if is_here and not beside.exists() else beside


def withdrawn(file: Path) -> Path:
    """Return where a file lies that must not be sent."""
    return file.parent / WITHDRAWN / file.name


def withdraw(file: Path) -> bool:
    """Move a file to those that must not be sent; False if the system does not let go of it."""
    if not file.exists():
        return True
    try:
        withdrawn(file).parent.mkdir(parents=True, exist_ok=True)
        file.replace(withdrawn(file))
    except OSError:
        return False
    return True
