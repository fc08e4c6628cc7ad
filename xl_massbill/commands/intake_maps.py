"""Which map a file is read by: remembered, documented or guessed; what a person says about it is remembered.

A guess is shown and used only once a person agrees (`--yes-mapping`), or says it (`--map`). What is agreed to
stands on sheet ImportMaps, in rows that the office may change.

Source: DESIGN §1.3 (nothing is decided silently), §1.2 (rows of people are written at a person's order).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_massbill.book.headings import plain
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.errors import Refused
from xl_massbill.intake.files import SourceTable
from xl_massbill.intake.guess import How, Line, Proposal, propose
from xl_massbill.intake.mapping import Map, MapRow, check, fitting, folded, stored, words_of, words_text
from xl_massbill.intake.ready import ready
from xl_massbill.intake.targets import NO_COLUMN, TARGETS, Kind
from xl_massbill.practice import Records

_WHO = ({"PATIENT_NAME"}, {"LAST_NAME", "FIRST_NAME"})
_NUMBERS = ({"PATIENT_ID"}, {"CLIENT_NO"})
_NEWS = frozenset({How.SAID, How.READY, How.USUAL})
"""Lines that were agreed to or said just now."""
_ORDERS = ("MDY", "DMY", "YMD")
_EVERY = frozenset(name for targets in TARGETS.values() for name in targets)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about the map: its name, `heading=TARGET`, `TARGET:word=meaning`, order of dates."""

    name: str = ""
    fills: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    dates: str = ""
    yes: bool = False


def said(texts: Sequence[str], *, yes: bool) -> Said:
    """Return what a person says about the map, each text by its form; raise Refused for two names.

    >>> said(["jane", "Service=MINUTES", "STATUS:Here=DONE", "dates=dmy"], yes=False).dates
    'dmy'
    """
    names = [text for text in texts if "=" not in text]
    if any(":" in name for name in names):
        raise Refused(f"--map {names[0]}: write TARGET:WORD=MEANING.")
    if len(names) > 1:
        raise Refused(f"A file is read by one map, not by {' and '.join(names)}.")
    dates = [text.partition("=")[2].strip() for text in texts if text.casefold().startswith("dates=")]
    rest = [text for text in texts if "=" in text and not text.casefold().startswith("dates=")]
    words = [text for text in rest if text.partition(":")[0].strip().upper() in _EVERY]
    fills = [text for text in rest if text not in words]
    return Said("".join(names), tuple(fills), tuple(words), dates[-1] if dates else "", yes)


def choose(records: Records, table: SourceTable, kind: Kind, said: Said) -> Proposal:
    """Return the map for a file with all that was said about it; raise Refused for what makes no sense."""
    known, how = _known(records, table, kind, said)
    name = known.name if known else said.name or kind.lower()
    proposal = propose(table, name, kind, known.rows if known else (), how)
    lines = _with_fills(list(proposal.lines), table, kind, said.fills)
    lines = _with_words(lines, said.words)
    if said.dates:
        if said.dates.upper() not in _ORDERS:
            raise Refused("Say --map dates=mdy (month first) or --map dates=dmy (day first).")
        lines = [_dated(line, said.dates.upper()) for line in lines]
    made = Map(name, kind, tuple(line.row for line in lines))
    check(made)
    return Proposal(made, tuple(lines))


def must_be_whole(made: Map, table: SourceTable) -> None:
    """Raise Refused if the file lacks a heading of the map, or the map does not tell who and when."""
    there = {plain(heading) for heading in table.headings}
    lost = [row.heading for row in made.used if row.heading != NO_COLUMN and plain(row.heading) not in there]
    if lost:
        raise Refused(
            f"The file has no column {', '.join(f'“{one}”' for one in lost)}, which map {made.name} uses: "
            "was the export changed? Say what fills it now (--map HEADING=TARGET), or name another map."
        )
    fills = {row.fills for row in made.used}
    ways = (*_WHO, *_NUMBERS) if made.kind is Kind.APPOINTMENTS else _WHO
    if not any(way <= fills for way in ways):
        raise Refused(f"Map {made.name} does not tell who it is: say which column holds the name (--map).")
    if made.kind is Kind.APPOINTMENTS and "DATE" not in fills:
        raise Refused(
            f"Map {made.name} does not tell the day: say which column holds it (--map HEADING=DATE)."
        )


def remember(workbook: Workbook, records: Records, proposal: Proposal, by: str, on: dt.date) -> bool:
    """Put a map on sheet ImportMaps (not yet saved), at the word of a person; False if nothing is new."""
    if "import_maps" not in workbook.tables():
        return False
    made, sheet = proposal.made, records["import_maps"]
    left = _positions(records, made.name)
    if left and not any(line.how in _NEWS for line in proposal.lines):
        return False
    names = ("map_name", "kind", "heading", "fills", "read_as", "words", "confirmed_by", "confirmed_on")
    if lost := next((name for name in names if sheet.lacks(name)), ""):
        title = sheet.table.field(lost).column.title
        raise Refused(f'Sheet ImportMaps has lost its column "{title}": put it back.')
    columns = {name: list(sheet.grid.columns[sheet.match.at[name]]) for name in names}
    more: list[dict[str, Cell]] = []
    news = [row for row in made.rows if _took(left, row, row) is None]
    for row in news:
        cells, place = _cells(made, row, by, on), _took(left, row)
        if place is None:
            more.append(cells)
            continue
        for name, cell in cells.items():
            columns[name][place] = cell
    for position, _ in left:  # what a person took back: the row stays and fills nothing
        columns["fills"][position] = None
    workbook.write("import_maps", columns, by=by)
    if more:
        workbook.append("import_maps", {name: [row[name] for row in more] for name in names}, by=by)
    records.forget("import_maps")
    return True


def _took(left: list[tuple[int, MapRow]], row: MapRow, equal: MapRow | None = None) -> int | None:
    """Take the `equal` row, or the first with the same heading, out of those left; return its position."""
    for one in left:
        if (one[1] == equal) if equal else (_bare(one[1].heading) == _bare(row.heading)):
            left.remove(one)
            return one[0]
    return None


def _known(records: Records, table: SourceTable, kind: Kind, said: Said) -> tuple[Map | None, How]:
    """Return the map that was named or whose headings the file has, remembered before documented."""
    held = stored(records["import_maps"])
    for maps, how in ((held, How.HELD), (ready(), How.READY)):
        if said.name:
            if (named := maps.get(folded(said.name))) is not None:
                if named.kind is not kind:
                    raise Refused(f"Map {named.name} is for {named.kind.lower()}, not for {kind.lower()}.")
                return named, how
            continue
        fit = fitting(maps.values(), kind, table.headings)
        if len(fit) > 1:
            names = ", ".join(one.name for one in fit)
            raise Refused(f"The file fits several maps: {names}. Say which: --map NAME.")
        if fit:
            return fit[0], how
    return None, How.READY


def _with_fills(lines: list[Line], table: SourceTable, kind: Kind, fills: Sequence[str]) -> list[Line]:
    """Return the lines with what was said by `heading=TARGET`; a bare `heading=` makes it unused.

    What filled a target before gives its words to the heading that fills it now, and fills nothing itself.
    """
    there = {_bare(heading): heading for heading in (*table.headings, NO_COLUMN) if heading}
    said: dict[str, list[str]] = {}
    for one in fills:
        heading, _, told = one.rpartition("=")
        if _bare(heading) not in there:
            raise Refused(f"--map {one}: the file has no such heading. Write --map HEADING=TARGET.")
        said[_bare(heading)] = [_target(word, kind) for word in told.split("+") if word.strip()]
    gone = {target for targets in said.values() for target in targets}
    before = {line.row.fills: line.row for line in lines}
    out = [line for line in lines if _bare(line.row.heading) not in said]
    out = [
        replace(line, row=MapRow(line.row.heading), how=How.SAID) if line.row.fills in gone else line
        for line in out
    ]
    for key, targets in said.items():
        rows = [
            replace(before.get(target or "-", MapRow("", target)), heading=there[key])
            for target in targets or [""]
        ]
        out += _said_lines(table, kind, rows)
    return out


def _bare(heading: str) -> str:
    return plain(heading) or heading.strip()


def _said_lines(table: SourceTable, kind: Kind, rows: Sequence[MapRow]) -> list[Line]:
    """Return the lines of one heading that a person named, with what its cells tell."""
    if rows[0].heading not in table.headings or not rows[0].fills:
        return [Line(row, How.SAID) for row in rows]
    at = table.headings.index(rows[0].heading)
    cells = tuple(replace(row, cells=(row.cells[at],)) for row in table.rows)
    only = replace(table, headings=(table.headings[at],), rows=cells)
    return list(propose(only, "", kind, rows, How.SAID).lines)


def _target(word: str, kind: Kind) -> str:
    name = word.strip().upper()
    for target in TARGETS[kind].values():
        if name in {target.name, target.column.upper()}:
            return target.name
    raise Refused(f"Nothing is called {word.strip()}: {', '.join(TARGETS[kind])}.")


def _with_words(lines: list[Line], words: Sequence[str]) -> list[Line]:
    """Return the lines with what was said by `TARGET:word=meaning`."""
    for one in words:
        target, _, told = one.partition(":")
        target = target.strip().upper()
        if all(line.row.fills != target for line in lines):
            raise Refused(f"--map {one}: the map fills no {target}, so its words mean nothing.")
        meaning = words_of(told)
        lines = [_meaning(line, meaning) if line.row.fills == target else line for line in lines]
    return lines


def _meaning(line: Line, meaning: Mapping[str, str]) -> Line:
    return replace(
        line,
        how=How.SAID,
        row=replace(line.row, words={**line.row.words, **meaning}),
        unknown=tuple(word for word in line.unknown if word not in meaning),
        guessed=tuple(word for word in line.guessed if word not in meaning),
    )


def _dated(line: Line, order: str) -> Line:
    if not (line.asks or line.row.read_as):
        return line
    return replace(line, row=replace(line.row, read_as=order), asks=False, how=How.SAID)


def _positions(records: Records, name: str) -> list[tuple[int, MapRow]]:
    """Return the rows of a map, each with its position in the grid, in the order of the sheet."""
    sheet = records["import_maps"]
    held = stored(sheet).get(folded(name))
    at = [
        int(position)
        for position, one in zip(sheet.positions, sheet["map_name"], strict=True)
        if one and folded(str(one)) == folded(name)
    ]
    return list(zip(at, held.rows if held else (), strict=True))


def _cells(made: Map, row: MapRow, by: str, on: dt.date) -> dict[str, Cell]:
    return {
        "map_name": made.name,
        "kind": made.kind.value,
        "heading": row.heading,
        "fills": row.fills or None,
        "read_as": row.read_as or None,
        "words": words_text(row.words) or None,
        "confirmed_by": by,
        "confirmed_on": on,
    }
