"""Taxonomy: the ten-character code of what a provider is.

Source: handbook FMT-004, §1.1; NUCC Health Care Provider Taxonomy.
"""

from __future__ import annotations

import re

MASSAGE_THERAPIST = "225700000X"
"""What licensed massage therapists enrol under (general knowledge, please confirm)."""


def compact(code: str) -> str:
    """Return the code without blanks, in capitals.

    >>> compact(" 225700000x ")
    '225700000X'
    """
    return re.sub(r"\s", "", code).upper()


def is_valid(code: str) -> bool:
    """Return whether it is ten characters, the last an X.

    >>> is_valid("225700000X"), is_valid("225700000"), is_valid("225700000x")
    (True, False, False)
    """
    return re.fullmatch(r"[0-9A-Z]{9}X", code) is not None
