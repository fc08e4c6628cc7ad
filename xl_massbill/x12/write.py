"""Writes an X12 file segment by segment, keeps all counts of its envelope, and its SHA-256.

Nothing is held back: a file of any length is written in constant memory, and the trailers say what was
really written. Segments come in the usual separators and, where the file wants others or capitals only, are
respelt sign by sign on their way out: a sign that may be chosen as separator never stands in clean text.

Source: X12.5/X12.6; handbook §7.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import BinaryIO

from xl_massbill.x12.delimiters import PLAIN, USUAL, Style
from xl_massbill.x12.segment import compose


def _respelt(style: Style) -> bytes | None:
    """Return the table that turns bytes in the usual separators into those of a style, None for no change."""
    old, new = USUAL.signs, style.delimiters.signs
    if style.capitals:
        old, new = old + ascii_lowercase, new + ascii_uppercase
    return bytes.maketrans(old.encode("ascii"), new.encode("ascii")) if old != new else None


class Writer:
    """Writes one interchange with one group into a binary stream."""

    def __init__(self, out: BinaryIO, style: Style = PLAIN) -> None:
        self._out = out
        self._end = f"{USUAL.segment}\n" if style.line_breaks else USUAL.segment
        self._table = _respelt(style)
        self._hash = hashlib.sha256()
        self._interchange = self._group = self._set = ""
        self._in_set = 0
        self.segments = 0
        self.sets = 0

    @property
    def sha256(self) -> str:
        """Return the hash of all bytes written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def begin(self, isa: str, gs: str) -> None:
        """Write the two headers and remember their control numbers for the trailers."""
        self._interchange = isa.split(USUAL.element)[13]
        self._group = gs.split(USUAL.element)[6]
        self.send([isa, gs])

    def open_set(self, kind: str, control: str, version: str) -> None:
        """Begin a transaction set, such as an 837."""
        self._set, self._in_set = control, 0
        self.sets += 1
        self.send([compose("ST", kind, control, version)])

    def send(self, segments: Iterable[str]) -> int:
        """Write segments (in the usual separators, without terminators) and return how many they were."""
        lines, end = list(segments), self._end
        data = "".join([line + end for line in lines]).encode("ascii")
        if self._table:
            data = data.translate(self._table)
        self._out.write(data)
        self._hash.update(data)
        self.segments += len(lines)
        self._in_set += len(lines)
        return len(lines)

    def close_set(self) -> None:
        """End the transaction set: SE01 counts from ST to SE, both included."""
        self.send([compose("SE", str(self._in_set + 1), self._set)])

    def end(self) -> None:
        """End the group and the interchange."""
        self.send([compose("GE", str(self.sets), self._group), compose("IEA", "1", self._interchange)])
