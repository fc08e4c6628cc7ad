"""A strict reader of compound files, written from [MS-CFB] apart from the writer: streams, and every breach."""

from __future__ import annotations

import struct

END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def name_order(name):
    return len(name.encode("utf-16-le")), name.upper()


class CompoundReader:
    """Read a file once; `streams` by path, `faults` in words."""

    def __init__(self, data):
        self.data, self.faults, self.streams = data, [], {}
        self.taken, self.mini_taken = set(), set()
        self._header()
        self._fat()
        self.entries = self._directory()
        self._mini()
        self._walk(self.entries[0][5], (), "")
        self._orphans()

    def bad(self, words):
        self.faults.append(words)

    def sector(self, number):
        return self.data[512 * (number + 1) : 512 * (number + 2)]

    def _header(self):
        d = self.data
        if d[:8].hex() != "d0cf11e0a1b11ae1" or any(d[8:24]):
            self.bad("header: signature or class")
        if struct.unpack_from("<HHHHH", d, 24) != (0x3E, 3, 0xFFFE, 9, 6) or any(d[34:40]):
            self.bad("header: version, order or sizes")
        (no_dir, self.fats, self.dir, trans, cutoff, self.mini, self.minis, difat, difats) = (
            struct.unpack_from("<9I", d, 40)
        )
        if no_dir or trans or cutoff != 4096 or difat != END or difats:
            self.bad("header: counts")
        if len(d) % 512:
            self.bad("length is no whole number of sectors")

    def _fat(self):
        listed = struct.unpack_from("<109I", self.data, 76)
        if any(place != FREE for place in listed[self.fats :]):
            self.bad("header: more FAT sectors listed than counted")
        self.fat = [n for place in listed[: self.fats] for n in struct.unpack("<128I", self.sector(place))]
        for place in listed[: self.fats]:
            self.taken.add(place)
            if self.fat[place] != FAT:
                self.bad("a FAT sector is not marked as one")

    def chain(self, start):
        out, place = [], start
        while place != END:
            if place >= len(self.data) // 512 - 1 or place in self.taken:
                self.bad(f"sector {place} is shared or past the end")
                break
            self.taken.add(place)
            out.append(self.sector(place))
            place = self.fat[place]
        return b"".join(out)

    def _directory(self):
        raw, entries = self.chain(self.dir), []
        for at in range(0, len(raw), 128):
            e = raw[at : at + 128]
            length = struct.unpack_from("<H", e, 64)[0]
            kind, colour = e[66], e[67]
            if kind and (length % 2 or not 4 <= length <= 64 or e[length - 2 : 64].strip(b"\0")):
                self.bad(f"entry {at // 128}: length of its name")
            if kind not in (0, 1, 2, 5) or colour not in (0, 1):
                self.bad(f"entry {at // 128}: kind or colour")
            name = e[: max(length - 2, 0)].decode("utf-16-le", "replace")
            entries.append(
                (name, kind, colour, *struct.unpack_from("<III", e, 68), *struct.unpack_from("<IQ", e, 116))
            )
        if entries[0][:2] != ("Root Entry", 5) or [e[1] for e in entries].count(5) != 1:
            self.bad("directory: the root")
        return entries

    def _mini(self):
        root = self.entries[0]
        self.mini_stream = self.chain(root[6]) if root[7] else b""
        if root[7] % 64 or -(-root[7] // 512) * 512 != len(self.mini_stream):
            self.bad("length of the mini stream")
        table = self.chain(self.mini) if self.minis else b""
        if len(table) != 512 * self.minis:
            self.bad("number of mini FAT sectors")
        self.mini_fat = struct.unpack(f"<{len(table) // 4}I", table)

    def _mini_chain(self, start):
        out, place = b"", start
        while place != END:
            if place in self.mini_taken or place * 64 >= self.entries[0][7]:
                self.bad(f"mini sector {place} is shared or past the end")
                break
            self.mini_taken.add(place)
            out += self.mini_stream[64 * place : 64 * place + 64]
            place = self.mini_fat[place]
        return out

    def _walk(self, number, bounds, path):
        """Read a node and those below it; `bounds` are the names it must stand between."""
        if number == NONE:
            return
        name, kind, _, left, right, child, start, size = self.entries[number]
        low, high = bounds or (None, None)
        if (low and name_order(low) >= name_order(name)) or (high and name_order(name) >= name_order(high)):
            self.bad(f"{name} is out of order")
        if kind == 2:
            data = self._mini_chain(start) if 0 < size < 4096 else self.chain(start) if size else b""
            if len(data) != -(-size // (64 if size < 4096 else 512)) * (64 if size < 4096 else 512):
                self.bad(f"{name}: length of its chain")
            self.streams[path + name] = data[:size]
        elif kind == 1:
            if start or size:
                self.bad(f"{name}: a folder with a stream")
            self._walk(child, (), f"{path}{name}/")
        else:
            self.bad(f"{name}: kind {kind} in a folder")
        self._walk(left, (low, name), path)
        self._walk(right, (name, high), path)

    def _orphans(self):
        lost = [i for i, n in enumerate(self.fat) if n != FREE and i not in self.taken]
        lost += [i for i, n in enumerate(self.mini_fat) if n != FREE and i not in self.mini_taken]
        unnamed = [e for e in self.entries if e[1] == 0 and (any(e[0]) or e[3:6] != (NONE, NONE, NONE))]
        if lost or unnamed:
            self.bad(f"sectors or entries that nothing leads to: {lost[:5]}")
