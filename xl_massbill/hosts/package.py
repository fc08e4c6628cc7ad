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
from collections.abc import Iterable

from xl_massbill.errors import Unreadable

MOST_PARTS = 20_000
MOST_BYTES = 2 << 30
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
        info = self._by_name[name.casefold()]
        return _inflated(info, memoryview(self.data)[slice(*self._body(info))])

    def size(self, name: str) -> int:
        """Return the declared size of a part in bytes."""
        return self._by_name[name.casefold()].file_size

    def record(self, name: str) -> memoryview:
        """Return the whole record of a part as it lies in the file: header, compressed bytes, trailer."""
        info = self._by_name[name.casefold()]
        return memoryview(self.data)[info.header_offset : self._ends[info.header_offset]]

    def info(self, name: str) -> zipfile.ZipInfo:
        """Return what the file's directory says of a part."""
        return self._by_name[name.casefold()]

    def infos(self) -> Iterable[zipfile.ZipInfo]:
        """Return what the file's directory says of each part, in order."""
        return tuple(self._infos)

    @property
    def comment(self) -> bytes:
        """Return the comment at the end of the file."""
        return self._zip.comment

    def local_name(self, info: zipfile.ZipInfo) -> bytes:
        """Return the name of a part as bytes of the file."""
        at = info.header_offset + LOCAL_HEADER.size
        return self.data[at : at + LOCAL_HEADER.unpack_from(self.data, info.header_offset)[9]]

    def _spans(self) -> dict[int, int]:
        starts = sorted(info.header_offset for info in self._infos)
        return dict(zip(starts, [*starts[1:], self._zip.start_dir], strict=bool(starts)))

    def _body(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        if not 0 <= info.header_offset <= len(self.data) - LOCAL_HEADER.size:
            raise Unreadable(DAMAGED)
        local = LOCAL_HEADER.unpack_from(self.data, info.header_offset)
        start = info.header_offset + LOCAL_HEADER.size + local[9] + local[10]
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
    """Unpack by pieces into one buffer: all at once would take the room of a large part twice."""
    stream, out, crc = zlib.decompressobj(-zlib.MAX_WBITS), io.BytesIO(), 0
    for at in range(0, len(body), _FEED):
        try:
            piece = stream.decompress(body[at : at + _FEED], info.file_size + 1 - out.tell())
        except zlib.error:
            raise Unreadable(DAMAGED) from None
        crc = zlib.crc32(piece, crc)
        out.write(piece)
        if out.tell() > info.file_size:
            break
    return stream.eof, crc, out.getvalue()
