"""Which modifiers a payer demands on a line, by its rule `required_modifier`.

The value may hold several, parted by commas or blanks: all are wanted. A slash gives a choice: "59/XS"
is content with either.

Source: handbook §1.5 (required_modifier).
"""

from __future__ import annotations

import re
from functools import cache

Choices = tuple[tuple[str, ...], ...]


@cache
def demanded(value: str | None) -> Choices:
    """Return what a payer demands: of each choice one modifier.

    >>> demanded("GP"), demanded("gp, 59/XS"), demanded(None)
    ((('GP',),), (('GP',), ('59', 'XS')), ())
    """
    words = re.split(r"[\s,;]+", (value or "").upper())
    return tuple(tuple(re.findall(r"\w+", word)) for word in words if re.search(r"\w", word))


def wanted(value: str | None) -> frozenset[str]:
    """Return the modifiers a payer has any use for: no other rule may forbid them.

    >>> sorted(wanted("GP, 59/XS"))
    ['59', 'GP', 'XS']
    """
    return frozenset(modifier for choice in demanded(value) for modifier in choice)
