"""Make the diagnosis index that comes with the program, from the release of ICD-10-CM in simple-icd-10-cm.

Three files: the codes with their facts (nine bytes each, sorted, so that a look-up is a search in one block
of bytes), what excludes what, and the texts, which are only opened when somebody wants to read one. Which
codes earlier releases had stands in icd10cm_history.txt.

Source: ICD-10-CM, FY2026 with the update of April 2026 (NCHS and CMS, public domain); handbook §2.6, §3.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from xl_massbill.codes.icd_layout import Flag, packed, ranges_of
from xl_massbill.codes.icd_release import DATA

_SIDES = {"right": Flag.RIGHT, "left": Flag.LEFT}
_LITERAL = re.compile(r"\(([^()]*)\)\s*\.?$")
_MALE, _FEMALE = ("N40", "N53"), ("N70", "N98")


def is_possible() -> bool:
    """Return whether the source of the release is installed; it is only needed to build."""
    try:
        import simple_icd_10_cm  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def codes_file() -> bytes:
    """Return the codes with their facts, packed."""
    facts = sorted(_facts(_Release()).items())
    return zlib.compress(b"".join(packed(code, flags) for code, flags in facts), 9)


def excludes1_file() -> bytes:
    """Return the pairs that may not be reported together, "holder excluded" a line, packed."""
    return zlib.compress("\n".join(sorted(set(_pairs(_Release())))).encode(), 9)


def texts_file() -> bytes:
    """Return the descriptions of all codes, one a line behind its code."""
    release = _Release()
    lines = sorted(f"{code.replace('.', '')}\t{release.text(code)}" for code in release.codes())
    return zlib.compress("\n".join(lines).encode(), 9)


@cache
class _Release:
    """The release as the source package tells it."""

    def __init__(self) -> None:
        import simple_icd_10_cm  # noqa: PLC0415 - takes two seconds; only building needs it

        self._cm: Any = simple_icd_10_cm
        self.items: list[str] = list(self._cm.get_all_codes(with_dots=True))

    def codes(self) -> list[str]:
        return [code for code in self.items if self._cm.is_category_or_subcategory(code)]

    def text(self, code: str) -> str:
        return str(self._cm.get_description(code))

    def is_leaf(self, code: str) -> bool:
        return bool(self._cm.is_leaf(code))

    def children(self, code: str) -> list[str]:
        return list(self._cm.get_children(code))

    def is_extended(self, code: str) -> bool:
        return bool(self._cm.is_extended_subcategory(code))

    def excludes1(self, item: str) -> list[str]:
        """Return an item's own notes; a seventh-character code has none but those of its stem."""
        return [] if self.is_extended(item) else list(self._cm.get_excludes1(item))

    def span(self, item: str) -> str | None:
        """Return the codes that an item holds as a range of stems."""
        if self._cm.is_category_or_subcategory(item):
            return item.replace(".", "")
        if self._cm.is_block(item):
            return item if "-" in item else None
        return None


def _facts(release: _Release) -> dict[str, Flag]:
    """Return by code its flags, with those of codes that only earlier releases had."""
    former = _former()
    found: dict[str, Flag] = {}
    for code in release.codes():
        bare = code.replace(".", "")
        flags = _of_text(release.text(code)) | _of_chapter(bare)
        if release.is_leaf(code):
            flags |= Flag.BILLABLE | _releases(former.get(bare), now=True)
        elif any(release.is_extended(child) for child in release.children(code)):
            flags |= Flag.NEEDS_SEVENTH
        found[bare] = flags
    for code in release.codes():
        _set_sides(release, code, found)
    for bare, years in former.items():
        if bare not in found or Flag.BILLABLE not in found[bare]:
            found[bare] = found.get(bare, _of_chapter(bare)) | _releases(years, now=False)
    return found


def _former() -> dict[str, list[str]]:
    """Return, for codes that could not be billed in all fiscal years, those in which they could."""
    lines = (DATA / "icd10cm_history.txt").read_text(encoding="ascii").splitlines()
    return {words[0]: words[1:] for words in (line.split() for line in lines if not line.startswith("#"))}


def _releases(years: list[str] | None, *, now: bool) -> Flag:
    """Return in which fiscal years a code could be billed; a code without history always could."""
    if years is None:
        return Flag.FY2024 | Flag.FY2025 | Flag.FY2026
    flags = Flag.FY2026 if now else Flag(0)
    for year, flag in (("2024", Flag.FY2024), ("2025", Flag.FY2025)):
        if year in years:
            flags |= flag
    return flags


def _of_text(text: str) -> Flag:
    return Flag.UNSPECIFIED if re.search(r"\bunspecified\b", text, re.IGNORECASE) else Flag(0)


def _of_chapter(code: str) -> Flag:
    category = code[:3]
    if code[0] == "O":
        return Flag.FEMALE | Flag.MATERNITY
    if code[0] == "P":
        return Flag.NEWBORN
    if _FEMALE[0] <= category <= _FEMALE[1]:
        return Flag.FEMALE
    return Flag.MALE if _MALE[0] <= category <= _MALE[1] else Flag(0)


def _set_sides(release: _Release, code: str, found: dict[str, Flag]) -> None:
    """Mark the children of a code that differ only in the side; a heart's right half is no side."""
    children = [c for c in release.children(code) if not release.is_extended(c)]
    texts = {release.text(c).lower(): c for c in children}
    for text, child in texts.items():
        for word, side in _SIDES.items():
            other = {"right": "left", "left": "right"}[word]
            if re.search(rf"\b{word}\b", text) and re.sub(rf"\b{word}\b", other, text) in texts:
                _mark(release, child, side, found)
        if "bilateral" in text and any(re.search(r"\bright\b", other) for other in texts):
            _mark(release, child, Flag.BOTH, found)  # "bilateral upper limbs" beside "right upper limb"
        if "unspecified" in text and any(_sided(text, word) in texts for word in ("right", "left")):
            _mark(release, child, Flag.NO_SIDE, found)


def _sided(text: str, word: str) -> str:
    return re.sub(r"\bunspecified\b", word, text, count=1)


def _mark(release: _Release, code: str, side: Flag, found: dict[str, Flag]) -> None:
    found[code.replace(".", "")] |= side
    for child in release.children(code):
        _mark(release, child, side, found)


def _pairs(release: _Release) -> Iterator[str]:
    """Yield "holder excluded" for every Excludes1 note that names its codes."""
    for item in release.items:
        holder = release.span(item)
        if holder is None:
            continue
        for note in release.excludes1(item):
            literal = _LITERAL.search(note)
            for span in ranges_of(literal[1]) if literal else ():
                yield f"{holder} {span}"


FILES = {
    "icd10cm.bin": codes_file,
    "icd10cm_excludes1.bin": excludes1_file,
    "icd10cm_texts.bin": texts_file,
}
"""The files of the index, and what makes each."""
