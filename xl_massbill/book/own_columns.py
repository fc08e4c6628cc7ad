"""The clinic's own columns as part of a table: a class like the table's, with more columns at its right end.

Only making a new workbook needs this, where columns that we do not know are carried over from a CSV file.
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Sequence
from typing import Any, cast

from xl_massbill.book.column import Column, Field, Kind
from xl_massbill.book.headings import plain
from xl_massbill.book.table import Table

_NAME = "clinics_own_column_"


def extended(table: type[Table], headings: Sequence[str]) -> type[Table]:
    """Return the class of the table with the clinic's own columns; the table itself if there are none."""
    if not headings:
        return table
    own = tuple(
        Field(f"{_NAME}{i}", Kind.TEXT, Column(title=heading, help="The clinic's own column."))
        for i, heading in enumerate(headings, 1)
    )
    fields = (*table.fields(), *own)

    def body(space: dict[str, Any]) -> None:
        space |= {"__module__": __name__, "fields": classmethod(lambda _: fields)}

    with warnings.catch_warnings():
        # A column may be called like an attribute of the class ("field"); rows know, the class keeps its own.
        warnings.simplefilter("ignore", UserWarning)
        return cast("type[Table]", types.new_class(table.__name__, (table,), {}, body))


def own_names(table: type[Table]) -> tuple[str, ...]:
    """Return the names of the clinic's own columns of an extended class, in their order."""
    return tuple(field.name for field in table.fields() if is_own(field))


def is_own(field: Field) -> bool:
    """Return whether a column is the clinic's own."""
    return field.name.startswith(_NAME)


def distinct(table: type[Table], headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings that no reader can mistake for one another, nor for the table's own columns.

    As in Excel, the second "Locker" becomes "Locker2".
    """
    taken = {
        plain(w) for f in table.fields() if not is_own(f) for w in (f.name, f.column.title, *f.column.also)
    }
    out: list[str] = []
    for heading in headings:
        name, count = heading, 1
        while plain(name) in taken:
            count += 1
            name = f"{heading}{count}"
        taken.add(plain(name))
        out.append(name)
    return tuple(out)
