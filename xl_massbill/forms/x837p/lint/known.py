"""What may be shown of a value that stands where a code should: only what is a code somewhere in the guide.

A broken segment can have a name where a code belongs, and no finding ever shows a name.

Source: 005010X222A1, as in `loops.txt`; handbook §1.16 (findings hold no personal data).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from xl_massbill.forms.x837p.lint.guide import Loop, Node, guide


@cache
def names() -> frozenset[str]:
    """Return the name of every segment of the guide."""
    return frozenset(node.name for node in _nodes(guide()))


@cache
def _codes() -> frozenset[str]:
    found: set[str] = set()
    for node in _nodes(guide()):
        for element in node.elements:
            found |= element.codes.union(*(part.codes for part in element.parts))
    return frozenset(found)


def _nodes(loop: Loop) -> Iterator[Node]:
    yield from loop.nodes
    for child in loop.loops:
        yield from _nodes(child)


def coded(value: str) -> str:
    """Return a value that should be a code as it may be shown.

    >>> coded("ZZ"), coded("G1"), coded("999"), coded("NG"), coded("SMITH"), coded("")
    ("'ZZ'", "'G1'", "'999'", '2 characters', '5 characters', 'nothing')
    """
    if not value:
        return "nothing"
    is_code = value in _codes() or (len(value) <= 3 and value.isascii() and not value.isalpha())
    return f"'{value}'" if is_code and value.isalnum() else f"{len(value)} characters"
