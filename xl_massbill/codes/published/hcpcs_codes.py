"""The HCPCS file of CMS: since when a code is there, and until when; its texts are not taken over.

Source: CMS HCPCS Alpha-Numeric file (ANWEB), record layout: code 1-5, record 11 (3 begins a procedure code,
7 a modifier, 4 and 8 go on), added 269-276, terminated 285-292; or the same under headings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from xl_massbill.codes.published.dates import day_of
from xl_massbill.codes.published.recognise import Published
from xl_massbill.errors import Unreadable

_CODE = re.compile(r"[A-Z]\d{4}").fullmatch
_FIRST_RECORD = "3"


@dataclass(frozen=True, slots=True)
class Span:
    """The days between which a code is valid."""

    code: str
    starts: dt.date | None
    ends: dt.date | None


def read(file: Published) -> dict[str, Span]:
    """Return every procedure code; raise Unreadable if there is none."""
    cells = _of_text(file.text) if file.text else _of_rows(file)
    found = {code: Span(code, day_of(starts), day_of(ends)) for code, starts, ends in cells if _CODE(code)}
    if not found:
        raise Unreadable(f"{file.name} holds no procedure code.")
    return found


def _of_text(text: str) -> Iterator[tuple[str, str, str]]:
    for line in text.splitlines():
        if line[10:11] == _FIRST_RECORD:
            yield line[:5], line[268:276], line[284:292]


def _of_rows(file: Published) -> Iterator[tuple[str, str, str]]:
    at = file.at
    for row in file.rows:
        if len(row) > max(at.values()) and row[at["record"]] == _FIRST_RECORD:
            yield row[at["code"]], row[at["starts"]], row[at["ends"]]
