"""FMT-010: a text is longer than the place on the claim that carries it.

Why: the clearinghouse rejects an element that is too long, and a form cuts it where it likes.

Source: handbook §6.1, element widths of §1.2; 837P maps (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from xl_massbill.book.column import Kind
from xl_massbill.rules.fmt.cells import person_fields, shown, wrong_at
from xl_massbill.rules.fmt.fmt_008 import is_box
from xl_massbill.rules.fmt.fmt_012 import looks_wrong
from xl_massbill.rules.fmt.fmt_013 import told_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet
from xl_massbill.x12.text import clean

# Cells of which a more telling format rule speaks; a cell is told of once.
_ELSEWHERE: dict[tuple[str, str], Callable[[str], bool]] = {
    ("practice", "addr1"): is_box,
    ("practice", "addr2"): is_box,
    ("coverage", "member_id"): looks_wrong,
}


def told_elsewhere(table: str, name: str, text: str) -> bool:
    """Return whether a more telling format rule already speaks of this cell."""
    speaks = _ELSEWHERE.get((table, name))
    return speaks is not None and speaks(text)


def too_long(text: str, longest: int) -> bool:
    """Return whether a text, as it is sent, has more characters than its place.

    >>> too_long("Straße", 6), too_long("a  b", 3), too_long("abcd", 4)
    (True, False, False)
    """
    if len(text) <= longest and text.isascii() and "%" not in text and "@" not in text:
        return False  # only signs spelt out grow
    return len(clean(text)) > longest


def does_not_fit(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the texts and codes that are longer than their place."""
    table = sheet.table.facts.name
    for field in person_fields(sheet, Kind.TEXT, Kind.ID, Kind.CODE):
        longest, name = field.column.length, field.name
        if longest is None or field.column.refers_to:
            continue
        column = sheet[name]
        wrong = wrong_at(column, partial(too_long, longest=longest))
        told = told_at(sheet, name) if wrong else frozenset[int]()
        if (table, name) == ("coverage", "member_id"):
            told |= {trouble.index for trouble in sheet.troubles(name)}  # FMT-012 tells of every number
        for i in wrong:
            if i not in told and not told_elsewhere(table, name, column.iloc[i]):
                yield CellHit(table, i, name, {"v": shown(field, column.iloc[i]), "n": longest})


RULE = Rule(
    id="FMT-010",
    title="length",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1, §1.2; 837P maps (S1)",
    message="{column} is longer than {n} characters; shorten it.",
    example="The clinic's street has 60 characters; a claim carries 55.",
    on_tables=does_not_fit,
)
