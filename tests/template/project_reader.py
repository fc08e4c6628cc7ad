"""A strict reader of vbaProject.bin, written from [MS-OVBA] apart from the writer: modules, and every breach."""

from __future__ import annotations

import re
import struct

from tests.template.compound_reader import CompoundReader

# the records of `dir`, in the order of [MS-OVBA] §2.3.4.2; what stands in brackets comes once a library or module
FACTS = [0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40, 0x06, 0x3D, 0x07, 0x08, 0x09, 0x0C, 0x3C]
LIBRARY, MODULE = (
    [0x16, 0x3E, 0x0D],
    [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C, None, 0x2B],
)


def decompress(data, bad):
    """Return what a compressed container holds; `bad` takes each breach in words."""
    if data[:1] != b"\x01":
        bad("container without its first byte 01")
        return b""
    out, at = bytearray(), 1
    while at < len(data):
        header = struct.unpack_from("<H", data, at)[0]
        end, start = at + (header & 0xFFF) + 3, len(out)
        if header >> 12 & 7 != 3 or end > len(data):
            bad("header of a chunk")
            return bytes(out)
        body = data[at + 2 : end]
        if header & 0x8000:
            _tokens(body, out, bad)
        else:
            if len(body) != 4096:
                bad("raw chunk that is not 4096 bytes")
            out += body
        if len(out) - start > 4096 or (end < len(data) and len(out) - start != 4096):
            bad("length of a chunk")
        at = end
    return bytes(out)


def _tokens(body, out, bad):
    start, at = len(out), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            token, at = struct.unpack_from("<H", body, at)[0], at + 2
            done = len(out) - start
            bits = max((done - 1).bit_length(), 4)
            length, back = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
            if back > done:
                bad("a copy from before its chunk")
                return
            for _ in range(length):
                out.append(out[-back])


def decrypt(text, guid, bad):
    """Return what CMG, DPB or GC hides ([MS-OVBA] §2.4.3.3)."""
    data = bytes.fromhex(text)
    seed, version, key = data[0], data[0] ^ data[1], data[0] ^ data[2]
    if version != 2 or key != sum(guid.encode()) & 0xFF:
        bad("encrypted value: version or key of the project")
    clear, last, before, out = key, data[2], data[1], bytearray()
    for coded in data[3:]:
        byte = coded ^ ((before + clear) & 0xFF)
        before, last, clear = last, coded, byte
        out.append(byte)
    out = out[(seed & 6) // 2 :]
    if struct.unpack_from("<I", out)[0] != len(out) - 4:
        bad("encrypted value: its length")
    return bytes(out[4:])


class ProjectReader:
    """Read a project once; `modules` are texts by name, `kinds` those of PROJECT, `faults` in words."""

    def __init__(self, data):
        compound = CompoundReader(data)
        self.faults, self.streams = compound.faults, compound.streams
        self.modules, self.kinds, self.sources = {}, {}, {}
        missing = {"VBA/dir", "VBA/_VBA_PROJECT", "PROJECT", "PROJECTwm"} - set(self.streams)
        if missing:
            self.bad(f"no stream {sorted(missing)}")
            return
        if self.streams["VBA/_VBA_PROJECT"] != bytes.fromhex("CC61FFFF000000"):
            self.bad("_VBA_PROJECT of a writer that keeps caches")
        self._dir(decompress(self.streams["VBA/dir"], self.bad))
        self._project(self.streams["PROJECT"])
        self._projectwm(self.streams["PROJECTwm"])
        for name in self.sources:
            self._module(name)
        extra = set(self.streams) - {"VBA/dir", "VBA/_VBA_PROJECT", "PROJECT", "PROJECTwm"}
        if extra != {f"VBA/{name}" for name in self.sources}:
            self.bad("streams and modules do not agree")

    def bad(self, words):
        self.faults.append(words)

    def _records(self, raw):
        at = 0
        while at + 6 <= len(raw):
            number, size = struct.unpack_from("<HI", raw, at)
            size = 6 if number == 0x09 else size
            yield number, raw[at + 6 : at + 6 + size]
            at += 6 + size
        if at != len(raw):
            self.bad("dir: a record is cut off")

    def _dir(self, raw):
        records = list(self._records(raw))
        numbers = [n for n, _ in records]
        modules = [v.decode("cp1252") for n, v in records if n == 0x19]
        count = [struct.unpack("<H", v)[0] for n, v in records if n == 0x0F]
        kinds = [n for n, _ in records if n in (0x21, 0x22)]
        expected = FACTS + LIBRARY * numbers.count(0x16) + [0x0F, 0x13] + MODULE * len(modules) + [0x10]
        if len(numbers) != len(expected) or any(
            b not in (a, None) for a, b in zip(numbers, expected, strict=True)
        ):
            self.bad("dir: order of the records")
        if count != [len(modules)] or len(kinds) != len(modules):
            self.bad("dir: number of the modules")
        for one, other in (
            (0x19, 0x47),
            (0x1A, 0x32),
            (0x16, 0x3E),
            (0x1C, 0x48),
            (0x05, 0x40),
            (0x0C, 0x3C),
        ):
            narrow = [v.decode("cp1252") for n, v in records if n == one]
            if narrow != [v.decode("utf-16-le") for n, v in records if n == other]:
                self.bad(f"dir: {one:#x} and {other:#x} differ")
        if any(any(v) for n, v in records if n == 0x31):
            self.bad("dir: an offset without caches")
        if dict(records).get(0x03) != b"\xe4\x04" or dict(records).get(0x01) != b"\x03\0\0\0":
            self.bad("dir: code page or system")
        self.name = dict(records).get(0x04, b"").decode("cp1252")
        self.sources = dict(zip(modules, kinds, strict=False))

    def _project(self, raw):
        text = raw.decode("cp1252")
        head, hosts, work = (*text.split("\r\n\r\n"), "", "")[:3]
        pairs = [line.partition("=")[::2] for line in head.split("\r\n")]
        values = {k: v.strip('"') for k, v in pairs}
        for kind, value in pairs:
            if kind in ("Document", "Class", "Module"):
                name, _, version = value.partition("/")
                self.kinds[name] = kind
                if (version == "&H00000000") != (kind == "Document"):
                    self.bad(f"PROJECT: {name} with version {version!r}")
        if not re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", values.get("ID", "")):
            self.bad("PROJECT: its id")
        if list(self.kinds) != list(self.sources):
            self.bad("PROJECT: its modules are not those of dir")
        if values.get("Name") != self.name or values.get("VersionCompatible32") != "393222000":
            self.bad("PROJECT: name or version")
        plain = [
            decrypt(values.get(k, "000000"), values.get("ID", ""), self.bad) for k in ("CMG", "DPB", "GC")
        ]
        if plain != [bytes(4), b"\0", b"\xff"]:
            self.bad(f"PROJECT: protection {plain}")
        if not hosts.startswith("[Host Extender Info]\r\n&H00000001="):
            self.bad("PROJECT: host extender")
        windows = re.findall(r"^(\w+)=0, 0, 0, 0, C\r?$", work, re.MULTILINE)
        if not work.startswith("[Workspace]\r\n") or windows != list(self.sources):
            self.bad("PROJECT: windows")

    def _projectwm(self, raw):
        names, at = [], 0
        while raw[at : at + 2] not in (b"\0\0", b""):
            end = raw.index(b"\0", at)
            narrow, at = raw[at:end].decode("cp1252"), end + 1
            end = at
            while raw[end : end + 2] not in (b"\0\0", b""):
                end += 2
            if raw[at:end].decode("utf-16-le", "replace") != narrow:
                self.bad(f"PROJECTwm: {narrow} has another name beside it")
            names.append(narrow)
            at = end + 2
        if raw[at:] != b"\0\0" or names != list(self.sources):
            self.bad("PROJECTwm: its names are not those of dir")

    def _module(self, name):
        data = self.streams.get(f"VBA/{name}")
        if data is None:
            self.bad(f"no stream for {name}")
            return
        text = decompress(data, self.bad).decode("cp1252", "replace")
        self.modules[name] = text
        kind = self.kinds.get(name)
        if (kind == "Module") != (self.sources[name] == 0x21):
            self.bad(f"{name}: {kind} of another type in dir")
        if not text.startswith(f'Attribute VB_Name = "{name}"\r\n'):
            self.bad(f"{name}: its head")
        if kind != "Module" and text.count('\r\nAttribute VB_Base = "0{') != 1:
            self.bad(f"{name}: no VB_Base")
        if "VERSION 1.0 CLASS" in text[:400]:
            self.bad(f"{name}: the head of an exported file")
        if re.search(r"(?<!\r)\n|\r(?!\n)|\0", text) or not text.endswith("\r\n"):
            self.bad(f"{name}: line ends")
