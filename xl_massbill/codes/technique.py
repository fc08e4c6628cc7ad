"""Which code the words for a technique describe: effleurage is massage, trigger point work is manual therapy.

A word is found by its beginning ("massag" finds massage and massaging); of several words each begins one
word of the text. The office may add words of its own. A word that no list holds says nothing at all.

Source: handbook §6.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from xl_massbill.codes.packaged import rows

NOT_BILLABLE = ""
"""What stands in place of a code for work that has none of its own (cups, stones, Reiki)."""
NMT_WORDS = ("neuromuscular therapy", "nmt", "trigger point")
"""Words for manual therapy that are often mistaken for movement re-education (DOC-007)."""

_NO_MORE: Mapping[str, str] = {}


@cache
def every() -> dict[str, str]:
    """Return the beginnings of words and their codes.

    >>> every()["effleurage"], every()["reiki"]
    ('97124', '')
    """
    return {row["word"]: row["code"] for row in rows("technique")}


def listed_codes(more: Mapping[str, str] = _NO_MORE) -> frozenset[str]:
    """Return the codes that some word describes.

    >>> sorted(listed_codes({"rolfing": "97140", "laser": "S8948"}))
    ['97010', '97110', '97112', '97124', '97140', 'S8948']
    """
    return frozenset({*every().values(), *more.values()} - {NOT_BILLABLE})


def own_words(text: str) -> dict[str, str]:
    """Return the office's own words out of "word=code; word=code"; a code "none" stands for not billable.

    >>> own_words("Rolfing=97140; hot towel = 97010;salt cave=none; nonsense; =97124")
    {'rolfing': '97140', 'hot towel': '97010', 'salt cave': ''}
    """
    pairs = (part.partition("=") for part in re.split(r"[;\n]", text.lower()))
    found = {" ".join(word.split()): code.strip().upper() for word, _, code in pairs}
    return {word: NOT_BILLABLE if code == "NONE" else code for word, code in found.items() if word and code}


def codes_of(text: str, more: Mapping[str, str] = _NO_MORE) -> frozenset[str]:
    """Return the codes that the words of a text describe; NOT_BILLABLE among them for work without a code.

    >>> sorted(codes_of("Effleurage, trigger-point work")), codes_of("cupping"), codes_of("listening")
    (['97124', '97140'], frozenset({''}), frozenset())
    >>> codes_of("posture re-education"), codes_of("Rolfing", {"rolfing": "97140"})
    (frozenset({'97112'}), frozenset({'97140'}))
    """
    low = text.lower()
    return frozenset(code for word, code in {**every(), **more}.items() if _begins(word).search(low))


def speaks_of(text: str, code: str, more: Mapping[str, str] = _NO_MORE) -> bool:
    """Return whether a text has a word for this code; quicker than asking for all codes.

    >>> speaks_of("Slow effleurage", "97124"), speaks_of("Slow effleurage", "97140")
    (True, False)
    """
    low = text.lower()
    return any(of == code and _begins(word).search(low) for word, of in {**every(), **more}.items())


def is_nmt(technique: str) -> bool:
    """Return whether a technique is neuromuscular therapy or trigger point work.

    >>> is_nmt("NMT"), is_nmt("trigger points"), is_nmt("neuromuscular re-education")
    (True, True, False)
    """
    return any(_begins(word).search(technique.lower()) for word in NMT_WORDS)


@cache
def _begins(word: str) -> re.Pattern[str]:
    parts = (re.escape(part).replace(r"\-", r"\W?") for part in word.split())
    return re.compile(r"\b" + r"\w*\W+".join(parts))
