"""What the headings of a file may fill: usual words, those like them, and what the words in it usually mean.

A guess is shown to a person and is nothing until that person agrees. What is only like a usual word needs to
be said by name; a yes to all does not take it.

Source: the headings of exports in the data file of ready maps; rapidfuzz (likeness of words, 0 to 100).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from xl_massbill.book.dates import day_of
from xl_massbill.book.headings import plain
from xl_massbill.book.kinds import Bad, read_cell, written
from xl_massbill.book.workbook import Cell
from xl_massbill.intake.files import SourceTable
from xl_massbill.intake.mapping import Map, MapRow, folded
from xl_massbill.intake.targets import DATES, TARGETS, WORDS, Kind
from xl_massbill.intake.values import orders, said

_ALIKE = 86
"""Likeness from which two headings are shown as perhaps the same."""
_FEW = 40


class How(StrEnum):
    """Where a line of a proposal comes from."""

    HELD = "as remembered"
    SAID = "as you say"
    READY = "as documented"
    USUAL = "usual heading"
    ALIKE = "perhaps, say it by --map:"
    UNUSED = "not used"


@dataclass(frozen=True, slots=True)
class Line:
    """One heading with what it fills or may fill; `asks` says that its dates may stand in either order.

    `guessed` are words in the file whose usual meaning is used, `unknown` those that nothing explains.
    """

    row: MapRow
    how: How
    perhaps: str = ""
    asks: bool = False
    guessed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A map as it may be; `made` is it once a person agrees, without what is only alike."""

    made: Map
    lines: tuple[Line, ...] = field(default=())

    @property
    def is_guessed(self) -> bool:
        """Return whether anything of it still needs a person's yes."""
        return any(line.how in {How.READY, How.USUAL} or line.guessed for line in self.lines)


def propose(table: SourceTable, name: str, kind: Kind, known: Sequence[MapRow], how: How) -> Proposal:
    """Return what each heading of a file fills by `known` rows, and else by usual words."""
    lines: list[Line] = []
    by_heading: dict[str, list[MapRow]] = {}
    for row in known:
        by_heading.setdefault(plain(row.heading), []).append(row)
    taken = {row.fills for row in known if row.fills}
    for position, heading in enumerate(table.headings):
        cells = table.column(position)
        if not heading:
            continue
        if plain(heading) in by_heading:
            found = by_heading.pop(plain(heading))
            lines += [_line(row, how, cells, kind) for row in found]
            continue
        fills = [name for name in _usual(heading, cells, kind) if name not in taken]
        taken |= set(fills)
        lines += [_line(MapRow(heading, name), How.USUAL, cells, kind) for name in fills]
        if not fills:
            lines.append(Line(MapRow(heading), How.UNUSED))
    lines += [Line(row, how) for rows in by_heading.values() for row in rows]
    lines = [_alike(line, kind, taken) for line in lines]
    return Proposal(Map(name, kind, tuple(line.row for line in lines)), tuple(lines))


def _usual(heading: str, cells: Sequence[Cell], kind: Kind) -> Iterator[str]:
    """Yield what a heading usually fills; one over days with clock times fills both."""
    bare = plain(heading)
    for target in TARGETS[kind].values():
        if bare in {plain(target.name), plain(target.column), *map(plain, target.also)}:
            if target.name == "START" and _has_days(cells):
                yield "DATE"
            yield target.name
            return


def _has_days(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None][:_FEW]
    return bool(filled) and all(bool(orders([cell])) or not isinstance(day_of(cell), Bad) for cell in filled)


def _line(row: MapRow, how: How, cells: Sequence[Cell], kind: Kind) -> Line:
    """Return a line with the order of dates that the cells prove, and the meaning of words that is usual."""
    asks = False
    if row.fills in DATES and not row.read_as:
        found = orders(cells)
        proven = [order for order in ("MDY", "DMY") if found[order]]
        asks = bool(found) and (len(proven) != 1 or how is How.HELD)
        if found and not asks:
            row = MapRow(row.heading, row.fills, proven[0], row.words)
    if row.fills not in WORDS:
        return Line(row, how, asks=asks)
    usual, words = WORDS[row.fills], dict(row.words)
    guessed: list[str] = []
    unknown: list[str] = []
    field = TARGETS[kind][row.fills].field(kind)
    for word in dict.fromkeys(folded(written(cell)) for cell in cells if cell is not None):
        meant = said(MapRow(row.heading, row.fills, "", words), word)
        if isinstance(meant, str) and isinstance(read_cell(field, meant), Bad):
            if how is not How.HELD and word in usual:
                words[word] = usual[word]
                guessed.append(word)
            else:
                unknown.append(word)
    row = MapRow(row.heading, row.fills, row.read_as, words)
    return Line(row, how, asks=asks, guessed=tuple(guessed), unknown=tuple(unknown))


def _alike(line: Line, kind: Kind, taken: set[str]) -> Line:
    if line.how is not How.UNUSED:
        return line
    words = {
        word: target.name
        for target in TARGETS[kind].values()
        if target.name not in taken
        for word in target.also
    }
    found = process.extractOne(
        folded(line.row.heading.replace("_", " ")),
        list(words),
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_ALIKE,
    )
    return Line(line.row, How.ALIKE, perhaps=words[found[0]]) if found else line
