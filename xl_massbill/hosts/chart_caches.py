"""What a picture on one of our own sheets remembers of its cells: forgotten once these have other results.

Excel keeps a copy of the drawn numbers in each chart it has saved. Excel draws anew when it has the workbook
open, but a preview may believe the copy, and an old number there is worse than none. A chart that looks at
anything else than our sheets with formulas is the clinic's own and stays byte for byte.

Source: ECMA-376 part 1, §21.2.2.122 (numCache, which may be left out), §21.2.2.201 (strCache).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from html import unescape

from xl_massbill.errors import Unreadable
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.parts import links

_CACHE = re.compile(rb"<((?:[\w.-]+:)?)((?:num|str|multiLvlStr)Cache)>.*?</\1\2>", re.DOTALL)
_LOOKS_AT = re.compile(rb"<((?:[\w.-]+:)?)f>([^<]*)</\1f>")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!,()]+))![^,]*")


def forgotten(book: ClosedBook, renewed: Collection[str]) -> dict[str, bytes]:
    """Return the charts on these sheet parts without what they remember; `renewed` have new results."""
    titles = {book.parts.sheets[part].casefold() for part in renewed}
    out = {}
    for part in sorted({chart for sheet in renewed for chart in _charts(book, sheet)}):
        data = book.package.read(part)
        if _CACHE.search(data) and _sheets(data) <= titles:
            out[part] = _CACHE.sub(b"", data)
    return out


def _charts(book: ClosedBook, sheet: str) -> Iterator[str]:
    with suppress(Unreadable):  # a drawing that is damaged is nobody's picture
        for drawing in links(book.package, sheet):
            if drawing.kind == "drawing":
                yield from (link.part for link in links(book.package, drawing.part) if link.kind == "chart")


def _sheets(data: bytes) -> set[str]:
    """Return the sheets a chart looks at, "" for what is no plain reference to one."""
    found = set()
    for _, formula in _LOOKS_AT.findall(data):
        text = unescape(formula.decode()).strip()
        one = _SHEET.fullmatch(text)
        found.add(((one[1] or "").replace("''", "'") or one[2]).casefold() if one else "")
    return found
