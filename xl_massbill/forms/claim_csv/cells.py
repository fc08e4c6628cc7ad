"""A cell of the claim CSV: a text that no spreadsheet runs as a formula, and the text back.

A text that begins like a formula carries a leading apostrophe, as in the CSV files of our tables. The guard
is wider here because this file is opened by strangers: blanks before the sign and the wide signs of East
Asian keyboards count too.

Source: OWASP, "CSV Injection"; RFC 4180 (quoting is left to the file's writer).
"""

from __future__ import annotations

import unicodedata

_GUARDS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_BEFORE = "' \u00a0\u3000"
_BLANKS = frozenset({"Cc", "Cs", "Zl", "Zp"})


def plain(text: str) -> str:
    r"""Return a text on one line: control characters and line breaks are blanks, none at the ends.

    >>> plain("77 Alki Ave\r\n\tApt 2 ")
    '77 Alki Ave   Apt 2'
    """
    if text.isprintable():
        return text.strip(" ")
    return "".join(" " if unicodedata.category(sign) in _BLANKS else sign for sign in text).strip(" ")


def guarded(text: str) -> str:
    """Return a text as it stands in the file.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("O'Neil")
    ("'=1+1", "''=1+1", "O'Neil")
    """
    return f"'{text}" if _is_dangerous(text) else text


def unguarded(cell: str) -> str:
    """Return the text that a cell of the file stands for.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("O'Neil"), unguarded("'tis")
    ('=1+1', "'=1+1", "O'Neil", "'tis")
    """
    return cell[1:] if cell[:1] == "'" and _is_dangerous(cell) else cell


def _is_dangerous(text: str) -> bool:
    bare = text.lstrip(_BEFORE)
    return bare != "" and bare[0] in _GUARDS
