"""ICD-10-CM: the shape of a diagnosis code.

Only the shape is judged here. Whether a code exists, is complete and was in force on a day stands in the
release that the office loads. No code is ever suggested.

Source: handbook §3.1 (S1, S46); the letter U is let in for codes of special use, and an A in second place
because FY2026 brought QA0.
"""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[A-Z][0-9A][0-9AB](?:\.?[0-9A-TV-Z]{1,4})?").fullmatch
_CAUSES = frozenset("VWXY")
_INJURIES = frozenset("ST")


def bare(code: str) -> str:
    """Return the code as it is stored and sent: capitals, no dot, no blanks.

    >>> bare(" m54.2 "), bare("S13.4XXA")
    ('M542', 'S134XXA')
    """
    return re.sub(r"[\s.]", "", code).upper()


def is_valid(code: str) -> bool:
    """Return whether it has the shape of a diagnosis code, with or without its dot.

    >>> [is_valid(c) for c in ("M54.2", "M542", "S13.4XXD", "C7A.00", "M54", "QA0.0101")]
    [True, True, True, True, True, True]
    >>> [is_valid(c) for c in ("54.2", "M5", "M54.", "M54.12345", "M5.42", "m54.2", "MXX")]
    [False, False, False, False, False, False, False]
    """
    return _SHAPE(code) is not None


def dotted(code: str) -> str:
    """Return the code as it is shown, with a dot after the third character.

    >>> dotted("M542"), dotted("M62.838"), dotted("M54")
    ('M54.2', 'M62.838', 'M54')
    """
    plain = bare(code)
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain


def is_external_cause(code: str) -> bool:
    """Return whether it tells how something happened: V00 to Y99 (handbook §3.4).

    >>> is_external_cause("V4352XD"), is_external_cause("S134XXD"), is_external_cause("Why")
    (True, False, False)
    """
    return code[:1] in _CAUSES and is_valid(code)


def is_injury(code: str) -> bool:
    """Return whether it names an injury or another outer harm: S00 to T88.

    >>> is_injury("S134XXD"), is_injury("T781XXA"), is_injury("M542"), is_injury("Sore")
    (True, True, False, False)
    """
    return code[:1] in _INJURIES and is_valid(code)


def is_wellness(code: str) -> bool:
    """Return whether it is a Z code: a reason to be seen that is no illness and no injury.

    >>> is_wellness("Z733"), is_wellness("M542"), is_wellness("ZZ")
    (True, False, False)
    """
    return code[:1] == "Z" and is_valid(code)
