"""A map: which heading of a file fills what, in which order its dates stand, and what its words mean.

A map is rows of sheet ImportMaps, typed or agreed to by a person. Words stand as the office writes them:
`Checked out=DONE; "Deep tissue; 60"=60; Lunch=SKIP`.

Source: the office's own rows (sheet ImportMaps).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xl_massbill.book.headings import plain
from xl_massbill.book.sheet import Sheet
from xl_massbill.errors import Refused
from xl_massbill.intake.targets import NO_COLUMN, TARGETS, Kind
from xl_massbill.intake.there import source_key


@dataclass(frozen=True, slots=True)
class MapRow:
    """One heading and what it fills ("" for nothing); `words` by their folded form."""

    heading: str
    fills: str = ""
    read_as: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Map:
    """A whole map; every heading of the file that it was made from has a row."""

    name: str
    kind: Kind
    rows: tuple[MapRow, ...] = ()

    @property
    def key(self) -> str:
        """Return what the journal calls the map: a fingerprint, for a name could be a person's, too."""
        return source_key("MAP", folded(self.name))

    @property
    def used(self) -> tuple[MapRow, ...]:
        """Return the rows that fill something."""
        return tuple(row for row in self.rows if row.fills)

    def needed(self) -> set[str]:
        """Return the bare headings that a file must have for this map."""
        return {plain(row.heading) for row in self.used if row.heading != NO_COLUMN}


def folded(word: str) -> str:
    """Return a word as words are compared: small letters, single blanks, no quotation marks.

    >>> folded("  Checked  OUT ")
    'checked out'
    """
    return " ".join(word.casefold().replace('"', "").split())


def words_of(text: str) -> dict[str, str]:
    """Return what words mean, from a cell of column Words; raise Refused for a part without "=".

    >>> words_of('Checked out=DONE; "Neck; back"=30')
    {'checked out': 'DONE', 'neck; back': '30'}
    """
    found: dict[str, str] = {}
    for part in _parts(text):
        word, sign, value = part.rpartition("=")
        if not sign or not word.strip():
            raise Refused('Sheet ImportMaps, column Words: write word=meaning, with ";" between.')
        found[folded(word)] = value.strip()
    return found


def _parts(text: str) -> list[str]:
    """Part a text at semicolons and line ends that stand outside quotation marks."""
    parts, inside, part = [], False, ""
    for letter in text:
        if letter == '"':
            inside = not inside
        if letter in ";\n" and not inside:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [one.strip() for one in (*parts, part) if one.strip()]


def words_text(words: Mapping[str, str]) -> str:
    """Return words as a cell of column Words."""
    return "; ".join(
        f'"{word}"={value}' if ";" in word else f"{word}={value}" for word, value in words.items()
    )


def stored(sheet: Sheet) -> dict[str, Map]:
    """Return the maps of sheet ImportMaps by their folded names; raise Refused for rows that contradict."""
    names = ("map_name", "kind", "heading", "fills", "read_as", "words")
    columns = [_plain(sheet, name) for name in names]
    for trouble in (one for name in names for one in sheet.troubles(name) if one.bad):
        title = trouble.field.column.title
        raise Refused(
            f"Sheet ImportMaps, row {trouble.row}: what stands in column {title} is none of its choices."
        )
    found: dict[str, Map] = {}
    for row, name, kind, heading, fills, read_as, words in zip(sheet.rows, *columns, strict=True):
        if not name or not kind or not heading:
            raise Refused(f"Sheet ImportMaps, row {row}: columns Map, Holds and Heading must be filled.")
        key = folded(name)
        made = found.setdefault(key, Map(name, Kind(kind)))
        if made.kind != kind:
            raise Refused(f"Sheet ImportMaps, row {row}: map {name} holds both appointments and clients.")
        one = MapRow(" ".join(heading.split()), fills or "", read_as or "", words_of(words or ""))
        found[key] = Map(made.name, made.kind, (*made.rows, one))
    for made in found.values():
        check(made)
    return found


def check(made: Map) -> None:
    """Raise Refused where two headings fill the same, or one fills what such a file cannot."""
    filled: dict[str, str] = {}
    for row in made.used:
        if row.fills not in TARGETS[made.kind]:
            raise Refused(f"Map {made.name}: a file of {made.kind.lower()} has nothing for {row.fills}.")
        if row.fills in filled:
            raise Refused(
                f"Map {made.name}: both “{filled[row.fills]}” and “{row.heading}” fill {row.fills}. Keep one."
            )
        filled[row.fills] = row.heading


def fitting(maps: Iterable[Map], kind: Kind, headings: Sequence[str]) -> list[Map]:
    """Return the maps whose headings a file all has, those that use most of them first; equals together."""
    there = {plain(heading) for heading in headings}
    fit = [one for one in maps if one.kind is kind and one.needed() and one.needed() <= there]
    most = max((len(one.needed()) for one in fit), default=0)
    return [one for one in fit if len(one.needed()) == most]


def _plain(sheet: Sheet, name: str) -> list[str | None]:
    return [str(value) if isinstance(value, str) and value else None for value in sheet[name]]
