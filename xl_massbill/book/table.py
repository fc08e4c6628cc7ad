"""A table of the workbook as a class: the class body is the schema.

Template, headings, drop-downs, prompts, parser, help and sample data all come from these classes.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from xl_massbill.book.column import Column, Field, Kind, Owner


class Tab(StrEnum):
    """Which family of sheets a table belongs to; decides tab colour and whether it is hidden."""

    DAILY = "daily"
    """Blue: staff type here every day."""
    MASTER = "master"
    """Blue: staff type here now and then."""
    PROGRAM = "program"
    """Green: the program makes it."""
    REFERENCE = "reference"
    """Grey: codes and rules, hidden until asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What we know about a whole table.

    `name` is the internal name ("payer_rules") and that of its CSV file, `excel` the name of the Excel
    table and of its sheet ("PayerRules"), `key` the columns that identify a row.
    """

    name: str
    excel: str
    title: str
    help: str
    key: tuple[str, ...]
    tab: Tab
    owner: Owner = Owner.PERSON


class Table(BaseModel):
    """One row of a table; subclasses declare the columns."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    facts: ClassVar[Facts]

    def __repr__(self) -> str:
        """Show the key only: rows hold personal data."""
        return f"{type(self).__name__}({', '.join(str(getattr(self, k)) for k in self.facts.key)})"

    __str__ = __repr__

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the columns in sheet order."""
        return _fields(cls)

    @classmethod
    def field(cls, name: str) -> Field:
        """Return one column by its snake_case name; KeyError if there is none."""
        return _by_name(cls)[name]

    @classmethod
    def owned_by(cls, owner: Owner) -> tuple[Field, ...]:
        """Return the columns that person or program writes."""
        return tuple(f for f in cls.fields() if f.column.owner is owner)


@cache
def _by_name(cls: type[Table]) -> dict[str, Field]:
    return {f.name: f for f in cls.fields()}


@cache
def _fields(cls: type[Table]) -> tuple[Field, ...]:
    # Pydantic has evaluated the annotations already; doing so again would double the time of a cold start.
    return tuple(
        _field(name, (*_parts(info.annotation), *info.metadata)) for name, info in cls.model_fields.items()
    )


def _field(name: str, parts: tuple[Any, ...]) -> Field:
    kind: Kind | None = None
    column: Column | None = None
    choices: tuple[str, ...] = ()
    for part in parts:
        if isinstance(part, Kind):
            kind = part
        elif isinstance(part, Column):
            column = part
        elif get_origin(part) is Literal:
            kind, choices = Kind.CHOICE, get_args(part)
    if kind is None or column is None:
        raise TypeError(f"column {name} needs a kind and Column(...)")
    if choices and not column.choices:
        column = _with_choices(column, choices)
    return Field(name, kind, column)


def _with_choices(column: Column, choices: tuple[str, ...]) -> Column:
    import dataclasses  # noqa: PLC0415 - only while classes are read

    return dataclasses.replace(column, choices=choices)


def _parts(hint: Any) -> Iterator[Any]:
    """Yield everything said in a type hint: `Annotated[Id | None, Column()]` gives kind and column."""
    origin = get_origin(hint)
    if origin is typing.Annotated:
        inner, *extra = get_args(hint)
        yield from _parts(inner)
        yield from extra
    elif origin in (Union, types.UnionType):
        for arm in get_args(hint):
            yield from _parts(arm)
    else:
        yield hint
