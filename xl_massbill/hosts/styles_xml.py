"""Cell styles: which of them show a date, and a twin of a style that does.

A date is a number that looks like a date only through its style. A date put into a cell without such a style
takes a twin of the cell's own style, with the date format and nothing else different.

Source: ECMA-376 part 1, §18.8.10 (cellXfs), §18.8.30 (built-in number formats).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape

_XFS = re.compile(rb"<((?:[\w.-]+:)?)cellXfs(?=[\s/>])([^>]*)>(.*?)</\1cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NO_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_FORMAT_OF = {dt.date: 14, dt.datetime: 22, dt.time: 20}


class Styles:
    """The styles of a workbook, with those added that dates need."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found = _XFS.search(data)
        self._xfs = _elements(self._found[3], self._found[1]) if self._found else []
        self._count = len(self._xfs)
        self._twins: dict[tuple[int, int], int] = {}
        self._dates = _BUILT_IN | set(_date_formats(data))

    def dated(self, style: int, kind: type) -> int:
        """Return a style that shows a date, moment or time: this one if it does, else its twin."""
        if style >= len(self._xfs) or self._format(style) in self._dates:
            return style
        wanted = _FORMAT_OF.get(kind, 22)
        if (style, wanted) not in self._twins:
            self._xfs.append(_with_format(self._xfs[style], wanted))
            self._twins[style, wanted] = len(self._xfs) - 1
        return self._twins[style, wanted]

    def changed(self) -> bytes | None:
        """Return the styles part with the twins added; None if there are none."""
        if self._found is None or len(self._xfs) == self._count:
            return None
        prefix, tag = self._found[1], self._found[2]
        count = re.sub(rb"""(\bcount\s*=\s*["'])\d+""", rb"\g<1>%d" % len(self._xfs), tag)
        opening = b"<%scellXfs%s>" % (prefix, count)
        added = b"".join(self._xfs[self._count :])
        start, end = self._found.start(), self._found.end(3)
        return self._data[:start] + opening + self._found[3] + added + self._data[end:]

    def _format(self, style: int) -> int:
        tag = self._xfs[style][: self._xfs[style].index(b">")]
        return int(_attributes(tag).get(b"numFmtId", b"0"))


def _date_formats(data: bytes) -> Iterator[int]:
    """Yield the numbers of the workbook's own formats that show dates."""
    for tag in _FORMAT.finditer(data):
        said = _attributes(tag[1])
        number, code = said.get(b"numFmtId", b""), unescape(said.get(b"formatCode", b"").decode())
        if number.isdigit() and _is_date(code):
            yield int(number)


def _elements(inner: bytes, prefix: bytes) -> list[bytes]:
    pattern = rb"<%sxf(?=[\s/>])[^>]*?(?:/>|>.*?</%sxf>)" % (prefix, prefix)
    return re.findall(pattern, inner, re.DOTALL)


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _with_format(xf: bytes, format_: int) -> bytes:
    end = xf.index(b">")
    tag, rest = xf[:end].removesuffix(b"/"), xf[len(xf[:end].removesuffix(b"/")) :]
    for name, value in ((b"numFmtId", format_), (b"applyNumberFormat", 1)):
        tag = re.sub(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % name, b"", tag)
        tag = tag.rstrip() + b' %s="%d"' % (name, value)
    return tag + rest


def _is_date(code: str) -> bool:
    """Say whether a number format shows a date or time.

    >>> _is_date("yyyy-mm-dd"), _is_date("[h]:mm"), _is_date('0.00 "days"'), _is_date("[Red]0")
    (True, True, False, False)
    """
    bare = _NO_WORDS.sub("", code.partition(";")[0]).lower()
    return "general" not in bare and re.search("[ymdhs]", bare) is not None
