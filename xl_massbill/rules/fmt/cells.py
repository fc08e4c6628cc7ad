"""What the format rules share: which columns they look at, and how a cell is shown in a message.

Each cell that could not be read is told once, under the rule of its kind: dates FMT-007, numbers FMT-011,
choices FMT-015, states FMT-006, texts and codes FMT-001.

Source: handbook §6.1, §0.1 (no personal data in a message).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from xl_massbill.book.column import Field, Kind, Owner
from xl_massbill.book.sheet import Sheet
from xl_massbill.rules.rule import CellHit, Severity
from xl_massbill.rules.wording import mask

EXCEL_ERROR = "{column} in row {row} shows the error {v}. Mend the formula, or type the value."
NOT_CALCULATED = (
    "{column} in row {row} holds a formula that Excel has never calculated. "
    "Open the workbook in Excel, save it, and check again."
)
_FORMULAS = {"excel_error": EXCEL_ERROR, "not_calculated": NOT_CALCULATED}
_LONGEST = 40

TEXTS = frozenset(
    {
        *(Kind.ID, Kind.TEXT, Kind.CODE, Kind.NPI, Kind.TIN, Kind.TAXONOMY, Kind.ZIP, Kind.PHONE),
        *(Kind.DX, Kind.CODES, Kind.DXS, Kind.WORDS),
    }
)


def person_fields(sheet: Sheet, *kinds: Kind) -> list[Field]:
    """Return the columns of these kinds that people fill; none of a table that the program makes."""
    if sheet.table.facts.owner is not Owner.PERSON:
        return []
    fields = sheet.table.owned_by(Owner.PERSON)
    return [f for f in fields if (not kinds or f.kind in kinds) and not sheet.lacks(f.name)]


def wrong_at(column: pd.Series[Any], is_wrong: Callable[[Any], bool]) -> list[int]:
    """Return the positions of the wrong texts; each different text is looked at once, blanks never."""
    texts = column.tolist()
    wrong = {text for text in set(texts) if text is not None and is_wrong(text)}
    return [i for i, text in enumerate(texts) if text in wrong] if wrong else []


def shown(field: Field, cell: Any) -> str:
    """Return a cell for a message: cut if long, hidden if personal."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if field.column.private:
        return mask(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def unreadable(
    sheet: Sheet, field: Field, message: str, why: Mapping[str, str], severity: Severity | None = None
) -> Iterator[CellHit]:
    """Yield the cells of a column that could not be read; `why` has the words for each reason.

    Values for the message: v, why. Reasons without words are another rule's.
    """
    for trouble in sheet.troubles(field.name):
        if not trouble.bad:
            continue
        index, table = trouble.index, sheet.table.facts.name
        if trouble.why in _FORMULAS:
            values = {"v": "" if trouble.why == "not_calculated" else str(trouble.raw)}
            yield CellHit(table, index, field.name, values, severity, _FORMULAS[trouble.why])
        elif trouble.why in why:
            values = {"v": shown(field, trouble.raw), "why": why[trouble.why]}
            yield CellHit(table, index, field.name, values, severity, message)
