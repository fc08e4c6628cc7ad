"""MUE unit limits for practitioners as CMS publishes them each quarter.

Source: CMS MUE practitioner services file (handbook §1.6, §2.3, §2.6).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from xl_massbill.codes.published.recognise import Published
from xl_massbill.errors import Unreadable

_CODE = re.compile(r"[0-9A-Z]{5}").fullmatch


@dataclass(frozen=True, slots=True)
class Limit:
    """The most units of one code, and how it is applied: 1 a line, 2 and 3 a day."""

    code: str
    units: int
    indicator: str


@dataclass(slots=True)
class Limits:
    """All limits counted, those of the clinic's codes kept."""

    rows: int = 0
    limits: list[Limit] = field(default_factory=list)


def read(file: Published, codes: Collection[str]) -> Limits:
    """Read the file; raise Unreadable where a row breaks off or says something unknown."""
    found, at = Limits(), file.at
    for row in file.rows:
        if len(row) <= at["code"] or not _CODE(row[at["code"]]):
            continue
        code = row[at["code"]]
        if len(row) <= max(at.values()) or not row[at["value"]].isdigit() or row[at["mai"]][:1] not in "123":
            raise Unreadable(f"{file.name} breaks off, or says something unknown, at code {code}.")
        found.rows += 1
        if code in codes:
            found.limits.append(Limit(code, int(row[at["value"]]), row[at["mai"]][:1]))
    if not found.rows:
        raise Unreadable(f"{file.name} holds no limit.")
    return found
