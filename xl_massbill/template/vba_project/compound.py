"""A compound file: folders and streams in one file, version 3 (sectors of 512 bytes).

Streams below 4,096 bytes lie in the mini stream in pieces of 64. The entries of a folder are a balanced tree
of black nodes, ordered by the length of their names and then by the names without case.

Source: [MS-CFB] §2.2 (header), §2.3 (FAT), §2.4 (mini FAT), §2.6 (directory; §2.6.4 allows all nodes black).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NONE = 0xFFFFFFFF
MOST_FAT_SECTORS = 109  # those the header has room for: 6.8 MB
STORAGE, STREAM, ROOT = 1, 2, 5

Tree = Mapping[str, "bytes | Tree"]


@dataclass(slots=True)
class _Entry:
    """An entry of the directory: a folder, a stream, or the root."""

    name: str
    kind: int
    data: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(name), self.kind, bool(name), self.left, self.right, self.child)
            + bytes(16 + 4 + 8 + 8)  # no class, no state, no times
            + struct.pack("<IQ", self.start, self.size)
        )


@dataclass(slots=True)
class _Sectors:
    """Pieces of one size with the table that says which piece follows which."""

    size: int
    body: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def store(self, data: bytes) -> int:
        """Append some bytes and return where they start; nothing is stored of nothing."""
        if not data:
            return END
        count, start = -(-len(data) // self.size), len(self.table)
        self.body += data.ljust(count * self.size, b"\0")
        self.table += [*range(start + 1, start + count), END]
        return start


def compound_file(tree: Tree) -> bytes:
    """Return the bytes of a file with these folders (mappings) and streams (bytes).

    Raises ValueError if the file became larger than its header can describe (6.8 MB).
    """
    root = _Entry("Root Entry", ROOT)
    entries = [root]
    root.child = _add(entries, tree)
    sectors, minis = _Sectors(SECTOR), _Sectors(MINI)
    for entry in entries:
        if entry.kind == STREAM:
            entry.size = len(entry.data)
            entry.start = (minis if entry.size < CUTOFF else sectors).store(entry.data)
    root.start, root.size = sectors.store(bytes(minis.body)), len(minis.body)
    mini_table = _table(minis.table)
    mini_start = sectors.store(mini_table)
    entries += [_Entry("", 0)] * (-len(entries) % 4)
    directory = sectors.store(b"".join(entry.packed() for entry in entries))
    fat = _close(sectors)
    return _header(fat, directory, mini_start, len(mini_table) // SECTOR) + bytes(sectors.body)


def _add(entries: list[_Entry], folder: Tree) -> int:
    """Append the entries of a folder and return the number of the one at the top of their tree."""
    numbers = []
    for name in sorted(folder, key=_order):
        content = folder[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, STREAM, content))
        else:
            entry = _Entry(name, STORAGE)
            entries.append(entry)
            entry.child = _add(entries, content)
    return _balanced(entries, numbers)


def _balanced(entries: list[_Entry], numbers: list[int]) -> int:
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left, top.right = _balanced(entries, numbers[:middle]), _balanced(entries, numbers[middle + 1 :])
    return numbers[middle]


def _order(name: str) -> tuple[int, str]:
    if not 1 <= len(name.encode("utf-16-le")) <= 62 or set(name) & set("/\\:!"):
        raise ValueError(f"{name!r} is no name for a stream")
    return len(name.encode("utf-16-le")), name.upper()


def _table(numbers: list[int]) -> bytes:
    packed = struct.pack(f"<{len(numbers)}I", *numbers)
    return packed.ljust(-(-len(packed) // SECTOR) * SECTOR, b"\xff")


def _close(sectors: _Sectors) -> range:
    """Append the table of all sectors, its own among them, and return which sectors it takes."""
    used, count = len(sectors.table), 0
    while count * SECTOR // 4 < used + count:
        count += 1
    if count > MOST_FAT_SECTORS:
        raise ValueError("The macros are larger than 6.8 MB")
    sectors.table += [FAT_SECTOR] * count
    sectors.body += _table(sectors.table)
    return range(used, used + count)


def _header(fat: range, directory: int, mini_start: int, mini_count: int) -> bytes:
    version = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<9I", 0, len(fat), directory, 0, CUTOFF, mini_start, mini_count, END, 0)
    places = struct.pack(f"<{len(fat)}I", *fat).ljust(MOST_FAT_SECTORS * 4, b"\xff")
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + version + bytes(6) + counts + places
