"""FMT-009: a text loses characters on its way into a claim.

Why: the signs * ~ : ^ separate the fields of a claim file and must go; letters of other scripts have no
spelling in it. Accents and curly quotes are only spelt plainly and are no matter, nor is # before a flat.

Source: handbook §6.1, §1.2, §7.2; X12.5 character set. Certainty: D.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from xl_massbill.book.column import Field, Kind
from xl_massbill.rules.fmt.cells import person_fields, shown, wrong_at
from xl_massbill.rules.fmt.fmt_010 import told_elsewhere, too_long
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet
from xl_massbill.x12.text import clean, lost

_HARMLESS = "#"
_SUSPECT = re.compile(r"[^ -}]|[*:^$<>]")
_PRIVATE = "{column} holds “{signs}”, which a claim cannot carry. Check that it still reads right without."


def signs_lost(text: str) -> str:
    """Return the characters that the claim leaves out and a reader would miss.

    >>> signs_lost("Suite 4* rear"), signs_lost("Apt #4, Ça va"), signs_lost("李")
    ('*', '', '李')
    """
    if not _SUSPECT.search(text):
        return ""
    return "".join(sign for sign in lost(text) if sign not in _HARMLESS)


def loses_signs(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield texts bound for a claim that lose characters, unless a graver format rule tells of the cell."""
    for field in person_fields(sheet, Kind.TEXT, Kind.ID):
        if not field.column.x12 or field.column.refers_to:
            continue
        column = sheet[field.name]
        for i in wrong_at(column, partial(_fires, sheet.table.facts.name, field)):
            old = column.iloc[i]
            if field.column.private:
                values, message = {"v": shown(field, old), "signs": signs_lost(old)}, _PRIVATE
            else:
                values, message = {"v": shown(field, old), "old": old, "new": clean(old)}, None
            yield CellHit(sheet.table.facts.name, i, field.name, values, message=message)


def _fires(table: str, field: Field, text: str) -> bool:
    if not signs_lost(text) or told_elsewhere(table, field.name, text):
        return False
    return field.column.length is None or not too_long(text, field.column.length)


RULE = Rule(
    id="FMT-009",
    title="characters",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.1, §1.2, §7.2",
    message=(
        "Special characters were removed from {column}: '{old}' → '{new}'. Check that it still reads right."
    ),
    example="The payer's name holds an asterisk.",
    on_tables=loses_signs,
)
