"""Messages: a template filled with the values of one hit, in a clerk's words.

No name of a person, no birth date and no member id ever gets into a message.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from string import Formatter
from typing import Any

import pandas as pd

from xl_massbill.book.column import Field, Kind
from xl_massbill.book.tables import TABLES
from xl_massbill.practice.lines import JOINS

BLANK = "(blank)"

_STANDING = {
    # words every template may use, and the column that fills them: ids and payers, never people
    "payer": "payer_name",
    "patient": "patient_id",
    "therapist": "therapist_id",
    "order": "referral_id",
}


@cache
def names_in(template: str) -> tuple[str, ...]:
    """Return the names in braces of a template.

    >>> names_in("{payer} pays {n} units")
    ('payer', 'n')
    """
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))


def column_for(name: str) -> str:
    """Return the column of the lines that fills a standing word; other names stand for themselves."""
    return _STANDING.get(name, name)


@cache
def field_of(name: str) -> Field | None:
    """Return the field behind a column of the lines, None for a derived one."""
    visits = TABLES["visits"]
    if name in visits.model_fields:
        return visits.field(name)
    prefix, _, rest = name.partition("_")
    table = TABLES["practice"] if prefix == "practice" else TABLES.get(JOINS.get(prefix, ("",))[0])
    return table.field(rest) if table is not None and rest in table.model_fields else None


def say(value: Any, field: Field | None = None) -> str:
    """Return a value as people write it; masked when its column is private.

    >>> say(None), say(dt.date(2026, 5, 4)), say(("A", "B"))
    ('(blank)', '2026-05-04', 'A, B')
    """
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return BLANK
    if field is not None and field.column.private:
        return mask(str(value))
    if field is not None and field.kind in _FORMS:
        return _FORMS[field.kind](value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time(0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, tuple | list):
        return ", ".join(str(v) for v in value) or BLANK
    return ("N", "Y")[value] if isinstance(value, bool) else str(value)


def money(cents: int) -> str:
    """Return cents as dollars.

    >>> money(123456), money(-5)
    ('1,234.56', '-0.05')
    """
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def dotted(dx: str) -> str:
    """Return a diagnosis code with its dot.

    >>> dotted("M542"), dotted("R51")
    ('M54.2', 'R51')
    """
    return dx if len(dx) <= 3 else f"{dx[:3]}.{dx[3:]}"


_FORMS: dict[Kind, Callable[[Any], str]] = {
    Kind.MONEY: lambda cents: money(int(cents)),
    Kind.CLOCK: lambda minutes: f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}",
    Kind.PERCENT: lambda hundredths: f"{int(hundredths) / 100:g} %",
    Kind.DX: dotted,
    Kind.DXS: lambda codes: ", ".join(map(dotted, codes)),
}


def mask(text: str) -> str:
    """Return private text with all but its last two characters hidden.

    >>> mask("EHP445566701")
    '…01'
    """
    bare = re.sub(r"\s+", "", text)
    return f"…{bare[-2:]}" if len(bare) > 4 else "…"


def fill(template: str, value_of: Callable[[str], str]) -> str:
    """Return the template with each name replaced by its words."""
    return template.format_map({name: value_of(name) for name in names_in(template)})
