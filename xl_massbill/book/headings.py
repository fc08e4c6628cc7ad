"""Which heading is which column, however the office has moved, recased or retyped it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from xl_massbill.book.column import Field
from xl_massbill.book.table import Table


def plain(heading: object) -> str:
    r"""Return a heading in its bare form: lower case, letters and digits only.

    >>> plain(" Date of\u00a0Service ") == plain("date_of_service")
    True
    """
    return _bare(str(heading))


@lru_cache(maxsize=4096)  # the same headings are read with every table
def _bare(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).lower()


@dataclass(frozen=True, slots=True)
class Match:
    """Where the columns of a table class stand among the headings of a sheet.

    `at` maps column names to positions, `missing` are columns with no heading, `extra` the positions of
    headings that are the clinic's own.
    """

    at: dict[str, int]
    missing: tuple[Field, ...]
    extra: tuple[int, ...]


def match(table: type[Table], headings: Sequence[object]) -> Match:
    """Find each column by its name, its title or another heading it is known under; the first one wins."""
    known = _known(table)
    at: dict[str, int] = {}
    extra: list[int] = []
    for position, heading in enumerate(headings):
        name = known.get(plain(heading))
        if name is None or name in at:
            extra.append(position)
        else:
            at[name] = position
    missing = tuple(f for f in table.fields() if f.name not in at)
    return Match(at, missing, tuple(extra))


@cache
def _known(table: type[Table]) -> Mapping[str, str]:
    """Return the bare form of every heading under which a column is known, and the column's name."""
    known: dict[str, str] = {}
    for words in (lambda f: (f.name,), lambda f: (f.column.title,), lambda f: f.column.also):
        for field in table.fields():
            for word in words(field):
                known.setdefault(plain(word), field.name)
    return known
