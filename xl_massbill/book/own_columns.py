"""The clinic's own columns as part of a table: a class like the table's, with more columns at its right end.

Only making a new workbook needs this, where columns that we do not know are carried over from a CSV file.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import create_model

from xl_massbill.book.column import Column, Field, Text
from xl_massbill.book.headings import plain
from xl_massbill.book.table import Table

_NAME = "clinics_own_column_"


def extended(table: type[Table], headings: Sequence[str]) -> type[Table]:
    """Return the class of the table with the clinic's own columns; the table itself if there are none."""
    if not headings:
        return table
    fields: dict[str, Any] = {
        f"{_NAME}{i}": (Annotated[Text | None, Column(title=heading, help="The clinic's own column.")], None)
        for i, heading in enumerate(headings, 1)
    }
    with warnings.catch_warnings():
        # A column may be called like an attribute of the class ("field"); rows know, the class keeps its own.
        warnings.simplefilter("ignore", UserWarning)
        return create_model(table.__name__, __base__=table, **fields)


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
