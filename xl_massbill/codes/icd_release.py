"""ICD-10-CM as it comes with the program: the codes, when each could be billed, and what excludes what.

The index is a block of sorted records that is searched, not parsed, so that it is ready within a few
milliseconds. It speaks for the fiscal years 2024 to 2026; newer codes are rows of sheet ICD. No code is ever
suggested: `children` and `description` are there to read beside the prescriber's own text.

Source: handbook §2.6, §3; ICD-10-CM FY2026 with the update of April 2026, public domain.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xl_massbill.codes.icd_layout import SIZE, Flag, unpacked

LABEL = "FY2026, April 2026 update"
STARTS, ENDS = date(2023, 10, 1), date(2026, 9, 30)
"""First and last day of service that the index speaks for."""
DATA = Path(__file__).with_name("data")
_YEARS = ((Flag.FY2024, 2024), (Flag.FY2025, 2025), (Flag.FY2026, 2026))
_BY_WORDS = (
    ("M50", "M54"),
    ("S12", "S13", "S14", "S16", "S22", "S23", "S24", "S290", "S32", "S33", "S34", "S390"),
)
"""Block M50-M54 excludes "current injury - see injury of spine by body region": words that name no code."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One code, without its dot; a header has `billable` False.

    A code that has become a header keeps its days: it was valid until the last of them.
    """

    code: str
    billable: bool
    needs_seventh: bool
    laterality: str
    """R, L, B for both, U where the side is unspecified, "" where there is none."""
    unspecified: bool
    symptom: bool
    external_cause: bool
    starts: date | None
    """First day it could be billed, None if that was before the index begins."""
    ends: date | None
    """Last day it could be billed, None if it still can."""
    sex: str
    ages: str

    def is_valid_on(self, day: date) -> bool:
        """Return whether the code could be billed for services of a day.

        >>> find("M545").is_valid_on(date(2026, 5, 4)), find("M5459").is_valid_on(date(2026, 5, 4))
        (False, True)
        >>> find("M5136").is_valid_on(date(2024, 9, 30)), find("M5136").is_valid_on(date(2024, 10, 1))
        (True, False)
        """
        return (self.billable or self.ends is not None) and (self.starts or day) <= day <= (self.ends or day)


def find(code: str) -> Diagnosis | None:
    """Return a code or header, None if no release of the index has it.

    >>> find("M542").billable, find("M54").billable, find("S134").needs_seventh, find("S134XXA").billable
    (True, False, True, True)
    >>> find("M25511").laterality, find("M25519").laterality, find("X9999"), find("R519").symptom
    ('R', 'U', None, True)
    """
    if not 3 <= len(code) <= 7:
        return None
    wanted = code.encode("ascii", "replace").ljust(7)
    at = _position(wanted)
    codes = _codes()
    record = codes[at * SIZE : at * SIZE + SIZE]
    return _diagnosis(*unpacked(record)) if record[:7] == wanted else None


def excludes1(code: str, other: str) -> bool:
    """Return whether one of two codes names the other, by code or range, as never to be reported with it.

    >>> excludes1("M5459", "S39012D"), excludes1("M542", "M5020"), excludes1("M542", "M62838")
    (True, True, False)
    """
    return code != other and (_names(code, other) or _names(other, code))


def excluded_by_words(code: str, other: str) -> bool:
    """Return whether a note excludes the pair in words that name no code.

    >>> excluded_by_words("M546", "S233XXD"), excluded_by_words("M546", "S43401D")
    (True, False)
    """
    (first, last), injuries = _BY_WORDS
    pairs = ((code, other), (other, code))
    return any(
        first <= a[:3] <= last and b.startswith(injuries) and b[6:] in ("", "A", "D") for a, b in pairs
    )


def children(code: str) -> tuple[str, ...]:
    """Return the codes directly below a header.

    >>> children("M545"), children("M542")
    (('M5450', 'M5451', 'M5459'), ())
    """
    codes, at, found = _codes(), _position(code.encode("ascii", "replace").ljust(7)), list[str]()
    while True:
        below = codes[at * SIZE : at * SIZE + 7].decode().rstrip()
        if not below.startswith(code) or not below:
            return tuple(found)
        if below != code and not (found and below.startswith(found[-1])):
            found.append(below)
        at += 1


def description(code: str) -> str:
    """Return the official text of a code, "" if there is none.

    >>> description("M542")
    'Cervicalgia'
    """
    return _texts().get(code, "")


@cache
def _codes() -> bytes:
    return zlib.decompress((DATA / "icd10cm.bin").read_bytes())


@cache
def _holders() -> dict[str, list[tuple[str, str]]]:
    """Return by first letter of the holder: holder, and what it excludes."""
    lines = zlib.decompress((DATA / "icd10cm_excludes1.bin").read_bytes()).decode().split("\n")
    holders: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        holder, _, excluded = line.partition(" ")
        holders.setdefault(holder[0], []).append((holder, excluded))
    return holders


@cache
def _texts() -> dict[str, str]:
    lines = zlib.decompress((DATA / "icd10cm_texts.bin").read_bytes()).decode().split("\n")
    return dict(line.split("\t", 1) for line in lines)


def _position(wanted: bytes) -> int:
    codes = _codes()
    return bisect_left(range(len(codes) // SIZE), wanted, key=lambda i: codes[i * SIZE : i * SIZE + 7])


def _names(code: str, other: str) -> bool:
    """Return whether a note at a code, or at a header above it, excludes another code."""
    pairs = _holders().get(code[0], ())
    return any(_holds(excluded, other) for holder, excluded in pairs if _holds(holder, code))


def _holds(span: str, code: str) -> bool:
    first, _, last = span.partition("-")
    last = last or first
    return first <= code[: len(first)] and code[: len(last)] <= last


def _diagnosis(code: str, flags: Flag) -> Diagnosis:
    years = [year for flag, year in _YEARS if flag in flags]
    sides = {Flag.RIGHT: "R", Flag.LEFT: "L", Flag.BOTH: "B", Flag.NO_SIDE: "U"}
    return Diagnosis(
        code=code,
        billable=Flag.BILLABLE in flags,
        needs_seventh=Flag.NEEDS_SEVENTH in flags,
        laterality=next((word for flag, word in sides.items() if flag in flags), ""),
        unspecified=Flag.UNSPECIFIED in flags,
        symptom=code[0] == "R",
        external_cause=code[0] in "VWXY",
        starts=date(years[0] - 1, 10, 1) if years and years[0] > 2024 else None,
        ends=date(years[-1], 9, 30) if years and years[-1] < 2026 else None,
        sex="F" if Flag.FEMALE in flags else "M" if Flag.MALE in flags else "",
        ages="newborn" if Flag.NEWBORN in flags else "maternity" if Flag.MATERNITY in flags else "",
    )
