"""Notes as sets of three-word sequences (shingles), numbered so that a hundred thousand compare in seconds.

Texts are lowered, every run of digits becomes "#", everything else that is no letter parts the words. Equal
texts share one set. Words and sequences get whole numbers by the order in which they are met, never by a
hash, so two sets are alike exactly when the sequences are.

Source: handbook §6.8.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.practice.groups import Numbers

WORDS = 3
"""How many words make a sequence."""

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"(?:[^\W_]|#)+")
_PLAIN = bytes(
    ord("#") if chr(i).isdigit() else i if chr(i).isalpha() else ord(" ") for i in range(128)
).ljust(256)
_RUN = re.compile(rb"##+")


class Shingles(NamedTuple):
    """The sets of some texts: set i holds the sequences `members[starts[i]:starts[i + 1]]`, in rising order.

    `of` gives the number of each text's set, -1 for a text that is None; `kinds` how many different sequences
    there are.
    """

    of: Numbers
    starts: Numbers
    members: Numbers
    kinds: int

    @property
    def sizes(self) -> Numbers:
        """Return how many sequences each set has."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Numbers:
        """Return for each member the number of the set it is in."""
        return np.repeat(np.arange(len(self.starts) - 1), self.sizes)


def words_of(text: str) -> list[bytes]:
    """Return the words of a text as they are compared.

    >>> words_of("Pain 6/10, 10mg; left #2")
    [b'pain', b'#', b'#', b'#mg', b'left', b'#']
    """
    low = text.lower()
    if low.isascii():
        return _RUN.sub(b"#", low.encode("ascii").translate(_PLAIN)).split()
    return [word.encode() for word in _WORD.findall(_DIGITS.sub("#", low.replace("#", " ")))]


def shingles(texts: Iterable[str | None]) -> Shingles:
    """Return the sets of texts, a number for each; a text of fewer than three words has an empty set."""
    of, lengths, words = _numbered(texts)
    last = np.repeat(np.cumsum(lengths), lengths) - WORDS
    at = np.flatnonzero(np.arange(len(words)) <= last)  # a sequence begins here
    numbers = words[at].astype(np.int64)
    for step in range(1, WORDS):  # a number for each sequence out of the numbers of its words
        numbers = pd.factorize(numbers)[0] * (int(words.max(initial=0)) + 1) + words[at + step]
    numbers, kinds = pd.factorize(numbers)
    own = np.sort(np.repeat(np.arange(len(lengths)), lengths)[at] * max(len(kinds), 1) + numbers)
    own = own[np.diff(own, prepend=-1) > 0]
    owner, members = np.divmod(own, max(len(kinds), 1))
    return Shingles(of, np.searchsorted(owner, np.arange(len(lengths) + 1)), members, len(kinds))


def _numbered(texts: Iterable[str | None]) -> tuple[Numbers, Numbers, npt.NDArray[np.int32]]:
    """Return for each text which of the different ones it is, and of these the lengths and numbered words."""
    read: dict[str | None, int] = {None: -1}
    different: dict[bytes, int] = {}
    vocabulary: dict[bytes, int] = {}
    of, lengths, numbers = array("q"), array("q"), array("i")
    for text in texts:
        if text not in read:
            words = words_of(text or "")
            read[text] = different.setdefault(b" ".join(words), len(lengths))
            if len(different) > len(lengths):
                lengths.append(len(words))
                numbers.extend([vocabulary.setdefault(word, len(vocabulary)) for word in words])
        of.append(read[text])
    return np.array(of, dtype=np.int64), np.array(lengths, dtype=np.int64), np.array(numbers, dtype=np.int32)
