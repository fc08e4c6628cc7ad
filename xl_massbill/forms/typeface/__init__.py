"""Which letters our papers can show: text as typed, made ready for the two fonts that lie beside this file.

A letter that the fonts do not have is shown as a box, never left out and never replaced by another
letter: whoever reads the paper must see that something is missing.

Source: DejaVu Sans Condensed (LICENSE.txt, free to pass on); Unicode, normal form C.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

REGULAR = "DejaVuSansCondensed"
BOLD = "DejaVuSansCondensed-Bold"
FILES = {name: Path(__file__).with_name(f"{name}.ttf") for name in (REGULAR, BOLD)}
BOX = "\u25a1"
_COVERED = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B9, 0x2DD), (0x300, 0x34F), (0x370, 0x377), (0x37A, 0x37F),
    (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x4FF), (0x1E00, 0x1EFB), (0x2010, 0x2027),
    (0x2030, 0x205E), (0x20A0, 0x20B5), (0x20B8, 0x20BA), (0x20BD, 0x20BD), (0x2116, 0x2116),
    (0x2122, 0x2122), (0x2212, 0x2212), (0x25A1, 0x25A1),
)  # fmt: skip
"""What both fonts hold, first and last of each run; a test holds it against the files."""
_BLANKS = frozenset({"Cc", "Zl", "Zp", "Zs"})
_UNSEEN = frozenset({"Cf", "Cs"})


def has(letter: str) -> bool:
    """Return whether the fonts have a letter.

    >>> has("é"), has("ễ"), has("王")
    (True, True, False)
    """
    return any(first <= ord(letter) <= last for first, last in _COVERED)


def shown(text: str) -> str:
    r"""Return a text as it can be drawn: one line, composed letters, a box for a letter that is missing.

    >>> shown("  Nguye\u0302\u0303n\n王 ")
    'Nguyễn □'
    """
    # Marks of direction and of width have no shape; a line break in a name is a slip of typing.
    composed = unicodedata.normalize("NFC", text)
    kinds = ((sign, unicodedata.category(sign)) for sign in composed)
    seen = "".join(" " if kind in _BLANKS else sign for sign, kind in kinds if kind not in _UNSEEN)
    return "".join(sign if has(sign) else BOX for sign in " ".join(seen.split()))
