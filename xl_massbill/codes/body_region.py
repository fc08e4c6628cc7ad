"""Which part of the body a diagnosis names, and whether a treated region is that part.

The longest stem that a code begins with decides; a code without a stem names no part. Regions are the words
of the column Regions (NECK, SHOULDER_R); `_R` and `_L` are sides, BACK is the upper and the lower back, ANY
fits everything. A region that is none of these words is unknown.

Source: handbook §3.6 (region map, D).
"""

from __future__ import annotations

import re

STEMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("M542", "S13", "S16", "M50"), ("NECK",)),
    **dict.fromkeys(("M546", "S23", "S2901"), ("UPPER_BACK",)),
    **dict.fromkeys(("M545", "M544", "S33", "S3901"), ("LOW_BACK",)),
    **dict.fromkeys(("M2551", "S43", "S46", "M75"), ("SHOULDER",)),
    **dict.fromkeys(("M2555", "S73", "M706"), ("HIP",)),
    **dict.fromkeys(("G44", "R51", "G43", "M266"), ("HEAD",)),
    **dict.fromkeys(("M2556", "S83"), ("KNEE",)),
    **dict.fromkeys(("M722", "M766"), ("FOOT", "ANKLE")),
    **dict.fromkeys(("G56", "M2553", "M2554"), ("WRIST", "HAND")),
    "M62830": ("BACK",),
    "M62831": ("CALF",),
    **dict.fromkeys(("M62838", "M797", "G89", "M7918", "I89"), ("ANY",)),
}
_ELSEWHERE = ("ELBOW", "CHEST", "ABDOMEN")
KNOWN = frozenset(word for words in STEMS.values() for word in words) - {"ANY"} | {*_ELSEWHERE}
_BACKS = frozenset({"BACK", "UPPER_BACK", "LOW_BACK"})
_SIDED = re.compile("(.+)_([RL])").fullmatch


def parts_of(code: str) -> tuple[str, ...]:
    """Return the parts of the body that a diagnosis names; none if the map does not say.

    >>> parts_of("M542"), parts_of("M7661"), parts_of("M62838"), parts_of("M6281")
    (('NECK',), ('FOOT', 'ANKLE'), ('ANY',), ())
    """
    stems = (code[:length] for length in range(len(code), 2, -1))
    return next((STEMS[stem] for stem in stems if stem in STEMS), ())


def plain(region: str) -> str:
    """Return a region as the map writes it.

    >>> plain("Low back"), plain(" shoulder-R ")
    ('LOW_BACK', 'SHOULDER_R')
    """
    return re.sub(r"[\s_-]+", "_", region.strip()).upper()


def side_of(region: str) -> str:
    """Return the side of a region: R, L, or "" where it names none.

    >>> side_of("SHOULDER_R"), side_of("Knee L"), side_of("NECK"), side_of("R")
    ('R', 'L', '', '')
    """
    sided = _SIDED(plain(region))
    return sided[2] if sided else ""


def without_side(region: str) -> str:
    """Return a region without its side.

    >>> without_side("SHOULDER_R"), without_side("low back")
    ('SHOULDER', 'LOW_BACK')
    """
    sided = _SIDED(plain(region))
    return sided[1] if sided else plain(region)


def is_known(region: str) -> bool:
    """Return whether the map knows a region.

    >>> is_known("SHOULDER_L"), is_known("traps"), is_known("ANY")
    (True, False, False)
    """
    return without_side(region) in KNOWN


def fits(part: str, region: str) -> bool:
    """Return whether a treated region is that part of the body, on whichever side.

    >>> fits("SHOULDER", "SHOULDER_R"), fits("NECK", "UPPER_BACK"), fits("ANY", "KNEE_L")
    (True, False, True)
    >>> fits("BACK", "LOW_BACK"), fits("LOW_BACK", "BACK"), fits("LOW_BACK", "UPPER_BACK")
    (True, True, False)
    """
    word = without_side(region)
    if part in ("ANY", word):
        return True
    return "BACK" in (part, word) and part in _BACKS and word in _BACKS
