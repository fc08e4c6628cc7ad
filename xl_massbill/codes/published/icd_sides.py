"""Which side of the body a diagnosis code names, read from the words of the list.

A word alone is not enough: "left ventricular failure" has no right counterpart and so no side. A side is
read only where the category holds the same words with the other side; both sides and "unspecified" only
where a right and a left code stand beside it.

Source: handbook §3.5 (laterality), checked against the codes named there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from xl_massbill.codes.published.icd_tabular import Entry

_SIDE = re.compile(r"\b(right|left)\b")
_BOTH = re.compile(r"\b(?:bilateral|both)\b")
_UNKNOWN = re.compile(r"\bunspecified (\w+)")


def sides(entries: Iterable[Entry]) -> dict[str, str]:
    """Return R, L, B or U (unspecified) of each code that has one.

    >>> shoulder = [("M25511", "right"), ("M25512", "left"), ("M25519", "unspecified")]
    >>> sides(Entry(code, f"Pain in {side} shoulder", True) for code, side in shoulder)
    {'M25511': 'R', 'M25512': 'L', 'M25519': 'U'}
    >>> sides([Entry("I501", "Left ventricular failure, unspecified", True)])
    {}
    """
    categories: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        categories[entry.code[:3]][entry.code] = entry.description.lower()
    found: dict[str, str] = {}
    for words in categories.values():
        found |= _in_category(words)
    return found


def _in_category(words: dict[str, str]) -> dict[str, str]:
    named = {code: {m[1] for m in _SIDE.finditer(text)} for code, text in words.items()}
    of = {
        side: {_SIDE.sub("#", words[c]) for c, found in named.items() if found == {side}}
        for side in ("right", "left")
    }
    mirrored = of["right"] & of["left"]
    out = {
        code: next(iter(found))[0].upper()
        for code, found in named.items()
        if len(found) == 1 and _SIDE.sub("#", words[code]) in mirrored
    }
    beside: dict[str, list[str]] = defaultdict(list)
    for code in out:
        beside[_family(code)].append(words[code])
    for code, text in words.items():
        if not named[code] and (family := beside.get(_family(code))):
            if _BOTH.search(text):
                out[code] = "B"
            elif any(_of_no_side(noun, family) for noun in _UNKNOWN.findall(text)):
                out[code] = "U"
    return out


def _family(code: str) -> str:
    """Return what sisters share: all but the last character, and the 7th with its own kind only."""
    return code[:5] + code[6:] if len(code) == 7 else code[:-1]


def _of_no_side(noun: str, family: list[str]) -> bool:
    """Return whether what is unspecified is the side: the same noun has a right or left elsewhere."""
    return noun == "side" or any(re.search(rf"\b(?:right|left) {noun}\b", text) for text in family)
