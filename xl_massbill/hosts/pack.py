"""Write a workbook file: changed parts packed anew, all others as their bytes lie.

Source: PKWARE APPNOTE 6.3.10 §4.3-4.5.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from xl_massbill.hosts.package import LOCAL_HEADER, Package

Piece = bytes | memoryview

_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ZIP64_EXTRA = 1
_KEPT = ("compress_type", "create_version", "create_system", "internal_attr", "external_attr", "comment")
_DESCRIPTOR_FOLLOWS = 0x08
_LARGE = 4 << 20
_LUMP = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A part with new bytes: its record as it shall lie in the file, and what the directory says of it."""

    record: Sequence[Piece]
    entry: zipfile.ZipInfo


def pack(package: Package, name: str, pieces: Sequence[Piece]) -> Packed:
    """Pack the new bytes of a part, given as pieces; date and flags stay."""
    info, spelled = package.info(name), package.local_name(package.info(name))
    size = sum(memoryview(piece).nbytes for piece in pieces)
    # A large sheet is packed for speed: level 6 takes three times as long and saves a quarter.
    stream = zlib.compressobj(1 if size > _LARGE else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    store = info.compress_type == zipfile.ZIP_STORED
    crc, body = 0, list[bytes]()
    for lump in _lumps(pieces):
        crc = zlib.crc32(lump, crc)
        body.append(lump if store else stream.compress(lump))
    if not store:
        body.append(stream.flush())
    new = zipfile.ZipInfo(info.filename, info.date_time)
    for kept in _KEPT:
        setattr(new, kept, getattr(info, kept))
    new.extract_version = max(20, min(info.extract_version, 45))
    new.flag_bits = info.flag_bits & ~_DESCRIPTOR_FOLLOWS
    new.CRC, new.file_size, new.compress_size = crc, size, sum(map(len, body))
    clock, day = _dos(info)
    header = LOCAL_HEADER.pack(
        b"PK\x03\x04", new.extract_version, new.flag_bits, new.compress_type, clock, day,
        crc, new.compress_size, size, len(spelled), 0,
    )  # fmt: skip
    return Packed([header, spelled, *body], new)


def _lumps(pieces: Sequence[Piece]) -> Iterator[bytes]:
    """Yield the pieces joined to lumps that are worth a call each."""
    lump: list[Piece] = []
    size = 0
    for piece in pieces:
        lump.append(piece)
        size += len(piece)
        if size >= _LUMP:
            yield b"".join(lump)
            lump, size = [], 0
    yield b"".join(lump)


def repack(package: Package, changed: Mapping[str, Packed], dropped: frozenset[str], out: IO[bytes]) -> None:
    """Write the package with some parts changed or dropped, all others byte for byte."""
    directory = []
    at = 0
    for info in package.infos():
        if info.filename in dropped:
            continue
        new = changed.get(info.filename)
        directory.append(_entry(new.entry if new else info, package.local_name(info), at))
        for piece in new.record if new else [package.record(info.filename)]:
            at += out.write(piece)
    size = sum(map(len, directory))
    out.writelines(directory)
    count = len(directory)
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, len(package.comment)) + package.comment)


def _entry(info: zipfile.ZipInfo, name: bytes, at: int) -> bytes:
    clock, day = _dos(info)
    extra = _without_zip64(info.extra)
    fixed = _CENTRAL.pack(
        b"PK\x01\x02", info.create_version, info.create_system, info.extract_version, info.reserved,
        info.flag_bits, info.compress_type, clock, day, info.CRC, info.compress_size, info.file_size,
        len(name), len(extra), len(info.comment), 0, info.internal_attr, info.external_attr, at,
    )  # fmt: skip
    return fixed + name + extra + info.comment


def _dos(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _without_zip64(extra: bytes) -> bytes:
    """Drop the field for sizes over 4 GB from a directory entry: ours are all smaller."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64_EXTRA:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]
