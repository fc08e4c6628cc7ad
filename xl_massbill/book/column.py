"""What we know about a column: its words, its owner, and where it goes on a claim.

Facts are attached to a field of a table class: `npi: Annotated[Npi, Column(title="NPI", ...)]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple


class Owner(StrEnum):
    """Who writes a column; the other side never touches it."""

    PERSON = "person"
    PROGRAM = "program"


class Need(StrEnum):
    """Whether a cell must be filled: required, conditional, optional (handbook §1.2)."""

    REQUIRED = "R"
    CONDITIONAL = "C"
    OPTIONAL = "O"


class Kind(StrEnum):
    """What sort of value a column holds; decides format, drop-down, parser and checks."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    NPI = "npi"
    TIN = "tin"
    TAXONOMY = "taxonomy"
    ZIP = "zip"
    STATE = "state"
    PHONE = "phone"
    DX = "dx"
    CODES = "codes"
    """A list of short codes; commas, semicolons, bars or blanks part them."""
    DXS = "dxs"
    """A list of diagnosis codes."""
    WORDS = "words"
    """A list of words or phrases; commas, semicolons or bars part them."""
    WHOLE = "whole"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    CLOCK = "clock"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"


# The type in the class decides the kind. `Choice` columns are written Annotated[Literal[...], Column(...)].
Id = Annotated[str, Kind.ID]
Text = Annotated[str, Kind.TEXT]
Code = Annotated[str, Kind.CODE]
Npi = Annotated[str, Kind.NPI]
Tin = Annotated[str, Kind.TIN]
Taxonomy = Annotated[str, Kind.TAXONOMY]
Zip = Annotated[str, Kind.ZIP]
State = Annotated[str, Kind.STATE]
Phone = Annotated[str, Kind.PHONE]
Dx = Annotated[str, Kind.DX]
Codes = Annotated[tuple[str, ...], Kind.CODES]
Dxs = Annotated[tuple[str, ...], Kind.DXS]
Words = Annotated[tuple[str, ...], Kind.WORDS]
Whole = Annotated[int, Kind.WHOLE]
Money = Annotated[Decimal, Kind.MONEY]
Percent = Annotated[Decimal, Kind.PERCENT]
Day = Annotated[date, Kind.DAY]
Clock = Annotated[time, Kind.CLOCK]
Moment = Annotated[datetime, Kind.MOMENT]
YesNo = Annotated[bool, Kind.YES_NO]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The facts of one column.

    `length` is the longest text the claim can carry (837P element), `digits` the width to which Excel's
    numbers are filled up again with zeros ("2" becomes "02" for a place of service), `accepts` other
    spellings of a choice, `also` other headings under which the column is known, `private` marks
    personal data that must never reach a message.
    """

    title: str
    help: str
    example: str = ""
    owner: Owner = Owner.PERSON
    need: Need = Need.OPTIONAL
    when: str = ""
    choices: tuple[str, ...] = ()
    accepts: Mapping[str, str] = field(default_factory=dict)
    refers_to: str = ""
    length: int | None = None
    digits: int | None = None
    x12: str = ""
    box: str = ""
    rare: bool = False
    private: bool = False
    also: tuple[str, ...] = ()
    width: int | None = None


class Field(NamedTuple):
    """A column bound to its place in a table: snake_case name, kind, facts."""

    name: str
    kind: Kind
    column: Column
