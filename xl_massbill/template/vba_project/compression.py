"""The compression of the streams of a project: chunks of 4,096 bytes, each with its own copies and literals.

Source: [MS-OVBA] §2.4.1.3 (compression), §2.4.1.1.5 (chunk header), §2.4.1.3.19 (copy tokens).
"""

from __future__ import annotations

import struct

CHUNK = 4096
_MOST_TRIED = 64  # places a copy may begin at that are compared: more gains little and takes long


def compress(data: bytes) -> bytes:
    """Return the compressed container of some bytes.

    A last chunk that does not become shorter is filled up with zeros, as the format has it; text always does.
    """
    out = bytearray(b"\x01")
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        tokens = _tokens(chunk)
        if len(tokens) < CHUNK:
            out += struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens
        else:
            out += struct.pack("<H", 0x3000 | (CHUNK - 1)) + chunk.ljust(CHUNK, b"\0")
    return bytes(out)


def _tokens(chunk: bytes) -> bytes:
    """Return a chunk as groups of eight tokens, each group after the byte that says which are copies."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            length, distance = _longest(chunk, position, seen.get(chunk[position : position + 3], []))
            if length:
                flags |= 1 << bit
                group += _copy(position, length, distance)
            else:
                group.append(chunk[position])
            for passed in range(position, min(position + max(length, 1), len(chunk) - 2)):
                seen.setdefault(chunk[passed : passed + 3], []).append(passed)
            position += max(length, 1)
        out.append(flags)
        out += group
    return bytes(out)


def _bits(position: int) -> int:
    """Return how many bits of a copy token say how far back it reaches: 4 at first, 12 at the end."""
    return max((position - 1).bit_length(), 4)


def _copy(position: int, length: int, distance: int) -> bytes:
    return struct.pack("<H", ((distance - 1) << (16 - _bits(position))) | (length - 3))


def _longest(chunk: bytes, position: int, places: list[int]) -> tuple[int, int]:
    """Return length and distance of the longest copy, (0, 0) if there is none of three bytes."""
    best = (0, 0)
    if not places:
        return best
    most = min((0xFFFF >> _bits(position)) + 3, len(chunk) - position)
    for place in reversed(places[-_MOST_TRIED:]):
        length = 3
        while length < most and chunk[place + length] == chunk[position + length]:
            length += 1
        if length > best[0]:
            best = (length, position - place)
    return best
