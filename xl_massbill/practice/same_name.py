"""Names compared as a clerk would: capitals, accents, hyphens, points and blanks make no other person.

Source: handbook §6.2 (PAT-006, COV-008).
"""

from __future__ import annotations

import unicodedata


def spelt(name: str) -> str:
    """Return a name bare of all that people write in different ways.

    >>> spelt("O'Neil-Łopez "), spelt("ONEIL LÓPEZ"), spelt("Mary-Ann")
    ('oneilłopez', 'oneillopez', 'maryann')
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in bare if letter.isalnum())
