"""The streams that describe a project: `dir`, `PROJECT`, and `PROJECTwm`.

Source: [MS-OVBA] §2.3.4.2 (dir), §2.3.1 (PROJECT), §2.3.3 (PROJECTwm), §2.4.3.2 (encryption of CMG, DPB, GC).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from xl_massbill.template.vba_project.module import CODE_PAGE, Kind, Module

_ENGLISH, _WINDOWS_64 = 0x409, 3
_NO_COOKIE = 0xFFFF
_SEED = 0x5D  # any byte serves; a fixed one gives the same file each time

REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        (
            r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
            r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
        ),
    ),
)
"""The libraries that Excel itself puts into a new project; Office has the types of the ribbon."""


def dir_stream(project: str, modules: Sequence[Module]) -> bytes:
    """Return the stream `dir`, not yet compressed: the project's facts, its libraries, its modules."""
    out = _record(0x01, struct.pack("<I", _WINDOWS_64))
    out += _record(0x02, struct.pack("<I", _ENGLISH)) + _record(0x14, struct.pack("<I", _ENGLISH))
    out += _record(0x03, struct.pack("<H", int(CODE_PAGE[2:])))
    out += _record(0x04, project.encode(CODE_PAGE))
    out += _twice(0x05, 0x40, "")
    out += _record(0x06, b"") + _record(0x3D, b"")
    out += _record(0x07, bytes(4)) + _record(0x08, bytes(4))
    out += struct.pack("<HIIH", 0x09, 4, 1, 0)  # the version: its size says 4, whatever follows
    out += _twice(0x0C, 0x3C, "")
    for name, library in REFERENCES:
        data = library.encode(CODE_PAGE)
        out += _twice(0x16, 0x3E, name)
        out += struct.pack("<HII", 0x0D, len(data) + 10, len(data)) + data + bytes(6)
    out += _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, struct.pack("<H", _NO_COOKIE))
    return out + b"".join(map(_module, modules)) + _record(0x10, b"")


def _module(module: Module) -> bytes:
    return (
        _twice(0x19, 0x47, module.name)
        + _twice(0x1A, 0x32, module.name)
        + _twice(0x1C, 0x48, "")
        + _record(0x31, bytes(4))  # the text begins at once: nothing compiled stands before it
        + _record(0x1E, bytes(4))
        + _record(0x2C, struct.pack("<H", _NO_COOKIE))
        + _record(0x21 if module.kind is Kind.STANDARD else 0x22, b"")
        + _record(0x2B, b"")
    )


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, wide: int, text: str) -> bytes:
    """Return a text in the code page and once more in UTF-16."""
    return _record(number, text.encode(CODE_PAGE)) + _record(wide, text.encode("utf-16-le"))


def project_stream(project: str, guid: str, modules: Sequence[Module]) -> bytes:
    """Return the stream `PROJECT`: the modules by kind, and that nothing is locked."""
    lines = [f'ID="{guid}"']
    for module in modules:
        version = "/&H00000000" if module.kind is Kind.DOCUMENT else ""
        lines.append(f"{module.kind.value}={module.name}{version}")
    lines += [
        f'Name="{project}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(bytes(4), guid)}"',  # not protected
        f'DPB="{_encrypted(bytes(1), guid)}"',  # no password
        f'GC="{_encrypted(bytes([0xFF]), guid)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(CODE_PAGE)


def _encrypted(data: bytes, guid: str) -> str:
    key = sum(guid.encode(CODE_PAGE)) & 0xFF
    out = [_SEED, _SEED ^ 2, _SEED ^ key]
    clear, last, before = key, out[2], out[1]
    ignored = bytes((_SEED & 6) // 2)
    for byte in ignored + struct.pack("<I", len(data)) + data:
        coded = byte ^ ((before + clear) & 0xFF)
        out.append(coded)
        before, last, clear = last, coded, byte
    return bytes(out).hex().upper()


def projectwm_stream(modules: Sequence[Module]) -> bytes:
    """Return the stream `PROJECTwm`: each name in both alphabets; it is never compressed."""
    pairs = (m.name.encode(CODE_PAGE) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(pairs) + b"\0\0"
