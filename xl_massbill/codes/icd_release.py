"""ICD-10-CM as it comes with the program: the codes, when each could be billed, and what excludes what.

The index is a block of sorted records that is searched, not parsed, so that it is ready within a few
milliseconds. It speaks for the fiscal years 2019 to 2026; newer codes are rows of sheet ICD. No code is ever
suggested: `children` and `description` are there to read beside the prescriber's own text.

Source: handbook §2.6, §3; ICD-10-CM FY2026 with the update of April 2026, public domain.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from xl_massbill.codes.icd_layout import FIRST_YEAR, LAST_YEAR, SIDES, SIZE, Flag, unpacked

LABEL = "FY2026, April 2026 update"
STARTS, ENDS = date(FIRST_YEAR - 1, 10, 1), date(LAST_YEAR, 9, 30)
"""First and last day of service that the index speaks for."""
DATA = Path(__file__).with_name("data")
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
        >>> find("M545").is_valid_on(date(2021, 9, 30)), find("M5459").is_valid_on(date(2021, 9, 30))
        (True, False)
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


def every() -> Iterator[Diagnosis]:
    """Yield every code of the index, in the order of the alphabet."""
    codes = _codes()
    for at in range(0, len(codes), SIZE):
        yield _diagnosis(*unpacked(codes[at : at + SIZE]))


def notes_at(code: str) -> frozenset[str]:
    """Return the stems and ranges that the notes at a code itself exclude; for a category, its blocks' too.

    >>> notes_at("M542"), notes_at("M5450")
    (frozenset({'M50'}), frozenset())
    """
    own = _holders().get(code, [])
    blocks = [block for block in _blocks() if _holds(block, code)] if len(code) == 3 else []
    return frozenset([*own, *(excluded for block in blocks for excluded in _holders()[block])])


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
    """Return the codes directly below a header in this release.

    >>> children("M545"), children("M542")
    (('M5450', 'M5451', 'M5459'), ())
    """
    codes, at, found = _codes(), _position(code.encode("ascii", "replace").ljust(7)), list[str]()
    while True:
        record = codes[at * SIZE : at * SIZE + SIZE]
        if not record or not record[:7].startswith(code.encode("ascii", "replace")):
            return tuple(found)
        below, flags, _ = unpacked(record)
        if below != code and Flag.GONE not in flags and not (found and below.startswith(found[-1])):
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
def _excludes1_file() -> list[str]:
    return zlib.decompress((DATA / "icd10cm_excludes1.bin").read_bytes()).decode().split("\n")


@cache
def _places() -> dict[str, str]:
    """Return the place of each category in the list: C7A stands behind C75, which no alphabet knows."""
    return {category: chr(at) for at, category in enumerate(_excludes1_file()[0].split(" "), start=1)}


@cache
def _holders() -> dict[str, list[str]]:
    """Return what each holder of a note excludes; a holder is a code or a range of categories."""
    lines = (line.split(" ") for line in _excludes1_file()[1:])
    return {holder: excluded for holder, *excluded in lines}


@cache
def _blocks() -> tuple[str, ...]:
    return tuple(holder for holder in _holders() if "-" in holder)


@cache
def _texts() -> dict[str, str]:
    lines = zlib.decompress((DATA / "icd10cm_texts.bin").read_bytes()).decode().split("\n")
    return dict(line.split("\t", 1) for line in lines)


def _position(wanted: bytes) -> int:
    codes = _codes()
    return bisect_left(range(len(codes) // SIZE), wanted, key=lambda i: codes[i * SIZE : i * SIZE + 7])


def _names(code: str, other: str) -> bool:
    """Return whether a note at a code, or at a header above it, excludes another code."""
    return any(_holds(excluded, other) for excluded in _excluded_beside(code))


@lru_cache(4096)
def _excluded_beside(code: str) -> tuple[str, ...]:
    """Return all that the notes of a code and of every header above it exclude."""
    holders = [code[:length] for length in range(3, len(code) + 1)]
    holders += [block for block in _blocks() if _holds(block, code)]
    return tuple(excluded for holder in holders for excluded in _holders().get(holder, ()))


def _holds(span: str, code: str) -> bool:
    """Return whether a code stands in a range of stems, both included, in the order of the list.

    >>> _holds("C00-C96", "C7A00"), _holds("C76-C80", "C7A00"), _holds("S120-S123", "S1230XA")
    (True, False, True)
    """
    first, _, last = span.partition("-")
    last, places = last or first, _places()
    if not (code[:3] in places and first[:3] in places and last[:3] in places):
        return False
    at, low, high = (places[stem[:3]] + stem[3:] for stem in (code, first, last))
    return low <= at[: len(low)] and at[: len(high)] <= high


def _diagnosis(code: str, flags: Flag, years: tuple[int, ...]) -> Diagnosis:
    billable, seventh, side, unspecified, starts, ends, sex, ages = _facts(flags, years)
    return Diagnosis(
        code=code,
        billable=billable,
        needs_seventh=seventh,
        laterality=side,
        unspecified=unspecified,
        symptom=code[0] == "R",
        external_cause=code[0] in "VWXY",
        starts=starts,
        ends=ends,
        sex=sex,
        ages=ages,
    )


@cache
def _facts(
    flags: Flag, years: tuple[int, ...]
) -> tuple[bool, bool, str, bool, date | None, date | None, str, str]:
    """Return what flags and years say; there are few different ones."""
    return (
        Flag.BILLABLE in flags,
        Flag.NEEDS_SEVENTH in flags,
        next((word for flag, word in SIDES.items() if flag in flags), ""),
        Flag.UNSPECIFIED in flags,
        date(years[0] - 1, 10, 1) if years and years[0] > FIRST_YEAR else None,
        date(years[-1], 9, 30) if years and years[-1] < LAST_YEAR else None,
        "F" if Flag.FEMALE in flags else "M" if Flag.MALE in flags else "",
        "newborn" if Flag.NEWBORN in flags else "maternity" if Flag.MATERNITY in flags else "",
    )
