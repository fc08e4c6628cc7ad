"""How the diagnosis index is laid out: nine bytes a code, seven for the code and two for its facts.

The builder writes it, `icd_release` reads it; a range of codes is written "M50-M54", a stem "M542".
"""

from __future__ import annotations

import re
from enum import IntFlag

SIZE = 9
_CODE = r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?"
_SPAN = re.compile(rf"({_CODE})\.?-?\s*(?:-\s*({_CODE})\.?-?)?")


class Flag(IntFlag):
    """What is known of a code."""

    BILLABLE = 1
    NEEDS_SEVENTH = 2
    RIGHT = 4
    LEFT = 8
    BOTH = 16
    NO_SIDE = 32
    UNSPECIFIED = 64
    FEMALE = 128
    MALE = 256
    NEWBORN = 512
    MATERNITY = 1024
    FY2024 = 2048
    FY2025 = 4096
    FY2026 = 8192


def packed(code: str, flags: Flag) -> bytes:
    """Return a code and its facts as nine bytes that sort like the code.

    >>> list(packed("M542", Flag.BILLABLE))
    [77, 53, 52, 50, 32, 32, 32, 0, 1]
    """
    return code.encode().ljust(7) + int(flags).to_bytes(2, "big")


def unpacked(record: bytes) -> tuple[str, Flag]:
    """Return code and facts of a record.

    >>> unpacked(packed("S134XXA", Flag.BILLABLE | Flag.FY2026))
    ('S134XXA', <Flag.BILLABLE|FY2026: 8193>)
    """
    return record[:7].decode().rstrip(), Flag(int.from_bytes(record[7:], "big"))


def ranges_of(text: str) -> list[str]:
    """Return the stems and ranges that a note names; none if it says anything else.

    >>> ranges_of("M50.-"), ranges_of("M51.0-, M51.2-"), ranges_of("S00-T88"), ranges_of("E08-E13 with .44")
    (['M50'], ['M510', 'M512'], ['S00-T88'], [])
    >>> ranges_of("S33.5"), ranges_of("M50.1.-"), ranges_of("complicating")
    (['S335'], ['M501'], [])
    """
    found = []
    for part in re.split(r"\s*(?:,|;|\band\b)\s*", text.strip()):
        span = _SPAN.fullmatch(part.strip())
        if span is None:
            return []
        ends = [end.replace(".", "") for end in span.groups() if end]
        found.append("-".join(ends))
    return found
