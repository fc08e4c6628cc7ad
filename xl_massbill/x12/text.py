"""Text as X12 can carry it: capitals of the basic character set, without the signs that separate data.

Offices type accents, smart quotes and line breaks; a payer's computer stops at them. The writer sends
`clean(text)`; the check of the workbook shows `lost(text)` to the clerk before anything is sent, so both
speak of the same change.

Source: X12.5 basic character set; handbook §1.2 (upper-case, transliterate, remove ``* ~ : ^``, collapse
blanks), §7.2.
"""

from __future__ import annotations

import re
import unicodedata
from string import ascii_lowercase

from xl_massbill.x12.delimiters import USUAL

_BASIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"&'()+,-./;?= ")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212_", "-"),
        **dict.fromkeys("[{", "("),
        **dict.fromkeys("]}", ")"),
        **dict.fromkeys("\\|\u2044", "/"),
        "Æ": "AE",
        "æ": "ae",
        "Œ": "OE",
        "œ": "oe",
        "Ø": "O",
        "ø": "o",
        "Ł": "L",
        "ł": "l",
        **dict.fromkeys("ĐÐ", "D"),
        **dict.fromkeys("đð", "d"),
        "Þ": "TH",
        "þ": "th",
        "ẞ": "SS",
        "ß": "ss",
        "Ħ": "H",
        "ħ": "h",
        "\u0131": "i",
        "%": " pct",
        "@": " at ",
        "°": " deg ",
    }
)


def _ascii(kept: frozenset[str]) -> dict[int, str | None]:
    """Return what becomes of each ASCII sign where these are kept; a gap would make translating slow."""
    spelt = {sign: _SIGNS.get(sign, None if chr(sign) in USUAL.signs else " ") for sign in range(128)}
    return {sign: chr(sign) if chr(sign) in kept else to for sign, to in spelt.items()}


_AS_TYPED = _ascii(_BASIC | frozenset(ascii_lowercase))
_ASCII = {sign: to.upper() if to else to for sign, to in _ascii(_BASIC).items()}
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_RESPELT = ("Mn", "Me", "Cf")


def clean(text: str) -> str:
    r"""Return the text as it is sent.

    >>> clean("  José  Muñoz\u2013O\u2019Neil ")
    "JOSE MUNOZ-O'NEIL"
    >>> clean("Apt #4: rear*")
    'APT 4 REAR'
    """
    if not text.isascii():
        text = _FOREIGN.sub(" ", _spell(text))
    return " ".join(text.upper().translate(_ASCII).split())


def as_typed(text: str) -> str:
    r"""Return the text as `clean` does, but with small letters left small.

    >>> as_typed(" Ægir\u2019s  Bad*, apt #4")
    "AEgir's Bad, apt 4"
    """
    if not text.isascii():
        text = _FOREIGN.sub(" ", _spell(text))
    return " ".join(text.translate(_AS_TYPED).split())


def lost(text: str) -> str:
    r"""Return the characters that cannot be sent and have no other spelling, each once, in their order.

    Case, accents, quotes, dashes, blanks and line breaks are only respelt and do not count.

    >>> lost("Neck: 50% better*")
    ':*'
    >>> lost("José\u00a0Muñoz")
    ''
    """
    return "".join(sign for sign in dict.fromkeys(text) if not _is_blank(sign) and not clean(sign))


def _spell(text: str) -> str:
    """Return the text with accents, ligatures and foreign punctuation in plain letters and signs."""
    flat = unicodedata.normalize("NFKD", text.translate(_SIGNS)).translate(_SIGNS)
    return "".join(sign for sign in flat if unicodedata.category(sign) not in _RESPELT)


def _is_blank(sign: str) -> bool:
    return sign in "\t\n\v\f\r\x85" or unicodedata.category(sign) in ("Zs", "Zl", "Zp", *_RESPELT)
