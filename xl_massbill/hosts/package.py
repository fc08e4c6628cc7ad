"""A workbook file as what it is: a zip of parts, read with care and copied as its bytes lie.

Python's zipfile writes every entry anew when a file is changed. Here an untouched part keeps its compressed
bytes, order, dates and flags, so that nobody's charts or macros can be harmed by a status in another sheet.

Source: PKWARE APPNOTE 6.3.10 §4.3-4.5; ECMA-376 part 2 (part names compare without case).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from xl_massbill.errors import Unreadable

Piece = bytes | memoryview

MOST_PARTS = 20_000
MOST_BYTES = 2 << 30
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP64_EXTRA = 1
_KEPT = ("compress_type", "create_version", "create_system", "internal_attr", "external_attr", "comment")
_DESCRIPTOR_FOLLOWS = 0x08
_LARGE = 4 << 20
_LUMP = 1 << 20
_FEED = 1 << 16
_HEAD = 2_048
UNTRUSTED = "The workbook holds a document type declaration, which no Excel workbook has: it was not read."
PROTECTED = "The workbook is protected with a password: take the password off and run again."
DAMAGED = "The workbook is damaged or cut short: open it in Excel, let Excel repair it, and save it."


class Package:
    """The parts of a workbook file, from the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._zip = _opened(data)
        self._infos = self._zip.infolist()
        self._by_name = {info.filename.casefold(): info for info in self._infos}
        self._ends = self._spans()
        self._ahead: dict[str, Future[bytes]] = {}
        self._check()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all parts in the order of the file."""
        return tuple(info.filename for info in self._infos)

    def find(self, name: str) -> str | None:
        """Return the name of a part as it is spelled in this file, or None if it is not there."""
        info = self._by_name.get(name.casefold())
        return info.filename if info else None

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, no more than the file declares, with its checksum verified."""
        begun = self._ahead.pop(name, None)
        return begun.result() if begun else self._read(name)

    def read_ahead(self, names: Iterable[str]) -> None:
        """Begin to unpack large parts in the background: unpacking works beside Python."""
        large = [name for name in names if self.size(name) >= _LARGE]
        if large:
            unpackers = ThreadPoolExecutor(len(large), thread_name_prefix="massbill-unpack")
            self._ahead |= {name: unpackers.submit(self._read, name) for name in large}
            unpackers.shutdown(wait=False)

    def _read(self, name: str) -> bytes:
        info = self._by_name[name.casefold()]
        return _inflated(info, memoryview(self.data)[slice(*self._body(info))])

    def open(self, name: str) -> IO[bytes]:
        """Return a part to be read piece by piece, with its checksum verified at the end."""
        return self._zip.open(self._by_name[name.casefold()])

    def size(self, name: str) -> int:
        """Return the declared size of a part in bytes."""
        return self._by_name[name.casefold()].file_size

    def record(self, name: str) -> memoryview:
        """Return the whole record of a part as it lies in the file: header, compressed bytes, trailer."""
        info = self._by_name[name.casefold()]
        return memoryview(self.data)[info.header_offset : self._ends[info.header_offset]]

    def infos(self) -> Iterable[zipfile.ZipInfo]:
        """Return what the file's directory says of each part, in order."""
        return tuple(self._infos)

    @property
    def comment(self) -> bytes:
        """Return the comment at the end of the file."""
        return self._zip.comment

    def local_name(self, info: zipfile.ZipInfo) -> bytes:
        """Return the name of a part as bytes of the file."""
        at = info.header_offset + _LOCAL.size
        return self.data[at : at + _LOCAL.unpack_from(self.data, info.header_offset)[9]]

    def _spans(self) -> dict[int, int]:
        starts = sorted(info.header_offset for info in self._infos)
        return dict(zip(starts, [*starts[1:], self._zip.start_dir], strict=bool(starts)))

    def _body(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        if not 0 <= info.header_offset <= len(self.data) - _LOCAL.size:
            raise Unreadable(DAMAGED)
        local = _LOCAL.unpack_from(self.data, info.header_offset)
        start = info.header_offset + _LOCAL.size + local[9] + local[10]
        if local[0] != b"PK\x03\x04" or start + info.compress_size > self._ends[info.header_offset]:
            raise Unreadable(DAMAGED)
        return start, start + info.compress_size

    def _check(self) -> None:
        if len(self._infos) != len(self._by_name):
            raise Unreadable("The workbook is damaged: it holds two parts with one name.")
        total = sum(info.file_size for info in self._infos)
        if len(self._infos) > MOST_PARTS or total > MOST_BYTES or len(self.data) > MOST_BYTES:
            raise Unreadable("The workbook is larger than this program can handle (2 GB unpacked).")
        for info in self._infos:
            if info.flag_bits & 1:
                raise Unreadable(PROTECTED)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Unreadable(DAMAGED)
            self._body(info)
            if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in self._head(info):
                raise Unreadable(UNTRUSTED)

    def _head(self, info: zipfile.ZipInfo) -> bytes:
        """Return the beginning of a part, where a document type would be declared."""
        start, end = self._body(info)
        if info.compress_type == zipfile.ZIP_STORED:
            return self.data[start : min(end, start + _HEAD)]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.data[start:end][:_HEAD], _HEAD)
        except zlib.error:
            raise Unreadable(DAMAGED) from None


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable(PROTECTED)
        raise Unreadable("This is a workbook of the old Excel 97-2003 kind: save it as .xlsx in Excel.")
    if not data.startswith(b"PK"):
        raise Unreadable("This is not an Excel workbook (.xlsx or .xlsm).")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise Unreadable(DAMAGED) from None


def _inflated(info: zipfile.ZipInfo, body: memoryview) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        whole, crc, out = True, zlib.crc32(body), bytes(body)
    else:
        whole, crc, out = _unpacked(info, body)
    if not whole or len(out) != info.file_size or crc != info.CRC:
        raise Unreadable(DAMAGED)
    return out


def _unpacked(info: zipfile.ZipInfo, body: memoryview) -> tuple[bool, int, bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        out = stream.decompress(body, info.file_size + 1)
    except zlib.error:
        raise Unreadable(DAMAGED) from None
    return stream.eof, zlib.crc32(out), out


def repack(
    package: Package, changed: Mapping[str, Sequence[Piece]], dropped: frozenset[str], out: IO[bytes]
) -> None:
    """Write the package with some parts changed (given as pieces) or dropped, all others byte for byte."""
    directory = []
    at = 0
    kept = [info for info in package.infos() if info.filename not in dropped]
    with ThreadPoolExecutor(thread_name_prefix="massbill-pack") as packers:
        packed = {
            info.filename: packers.submit(_packed, info, package.local_name(info), changed[info.filename])
            for info in kept
            if info.filename in changed
        }
    for info in kept:
        name = package.local_name(info)
        if info.filename in packed:
            record, entry = packed.pop(info.filename).result()
        else:
            record, entry = [package.record(info.filename)], info
        directory.append(_entry(entry, name, at))
        for piece in record:
            at += out.write(piece)
    size = sum(map(len, directory))
    out.writelines(directory)
    count = len(directory)
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, len(package.comment)) + package.comment)


def _packed(
    info: zipfile.ZipInfo, name: bytes, pieces: Sequence[Piece]
) -> tuple[list[Piece], zipfile.ZipInfo]:
    """Return a part's new record and directory facts; date and flags stay."""
    size = sum(memoryview(piece).nbytes for piece in pieces)
    # A large sheet is packed for speed: level 6 takes three times as long and saves a quarter.
    stream = zlib.compressobj(1 if size > _LARGE else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    store = info.compress_type == zipfile.ZIP_STORED
    crc, body = 0, list[bytes]()
    for lump in lumps(pieces):
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
    version = new.extract_version
    header = _LOCAL.pack(
        b"PK\x03\x04", version, new.flag_bits, new.compress_type, clock, day,
        crc, new.compress_size, size, len(name), 0,
    )  # fmt: skip
    return [header, name, *body], new


def lumps(pieces: Sequence[Piece]) -> Iterator[bytes]:
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
