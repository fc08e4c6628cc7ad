"""A release of ICD-10-CM laid over the index that comes with the program: only what differs becomes a row.

A code that is new has a row from the first day of the release; one that has ended a row up to the day
before; one that has become a group both: a row for the days it was complete, and one for the group. Rows of
earlier releases stay. What a note of the tabular list excludes stands in the row of the code, or of the
group, at which the note stands.

Source: handbook §1.6, §2.6, §3.2.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Workbook
from xl_massbill.codes import icd_release
from xl_massbill.codes.icd10 import bare, dotted
from xl_massbill.codes.icd_layout import SIDES, Flag
from xl_massbill.codes.icd_release import Diagnosis
from xl_massbill.codes.published.icd_facts import facts
from xl_massbill.codes.published.icd_tabular import Entry
from xl_massbill.commands.imported import Imported, Row, columns_of, days, rows_of, words
from xl_massbill.errors import Unreadable
from xl_massbill.practice import Records

_MOST_ENDED = 0.05
NO_NOTES = "none"
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its label, its first day, its codes; `notes` by code, None where only codes were given.

    `knows_sevenths` says whether the file told for certain which groups take a 7th character.
    """

    label: str
    starts: dt.date
    entries: Mapping[str, Entry]
    notes: Mapping[str, frozenset[str]] | None = None
    knows_sevenths: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the index and the sheet say of a code together."""

    complete: bool
    exists: bool
    seventh: bool
    side: str
    notes: frozenset[str]
    starts: dt.date | None


def with_sevenths(release: Release, groups: Collection[str]) -> Release:
    """Return a release whose groups take a 7th character where the tabular list says so."""
    entries = {
        code: replace(entry, takes_seventh=not entry.complete and code in groups)
        for code, entry in release.entries.items()
    }
    return replace(release, entries=entries)


def overlay(workbook: Workbook, records: Records, release: Release, *, afresh: bool = False) -> Imported:
    """Lay a release over the index and over what the sheet holds; `afresh` forgets the sheet.

    Raises Unreadable when so many codes would end that the file cannot be the whole release.
    """
    sheet = records["icd"]
    found = Imported("icd", release.label, rows=len(release.entries))
    before = _rows(sheet)
    layer = _Layer(release, [] if afresh else before)
    for entry in release.entries.values():
        layer.meet(entry)
    layer.end_the_rest()
    if layer.ended > _MOST_ENDED * layer.in_force:
        raise Unreadable(
            f"The file holds only {len(release.entries):,} codes and groups: that is no whole release."
        )
    found.added, found.ended, found.changed = layer.added, layer.ended, layer.changed
    out = sorted(layer.out(), key=lambda row: (str(row["code"]), str(row.get("effective_from") or "")))
    found.removed = len(before) if afresh else 0
    found.kept = len(out)
    if found.has_news:
        names = [field.name for field in sheet.table.fields() if not sheet.lacks(field.name)]
        workbook.replace("icd", columns_of(out, names))
    return found


class _Layer:
    """The rows of the sheet while a release is laid over them."""

    def __init__(self, release: Release, before: list[Row]) -> None:
        self._release = release
        self._flags = facts(tuple(release.entries.values()))
        self._index: dict[str, Diagnosis] = {one.code: one for one in icd_release.every()}
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in before:
            self._rows[str(row["code"])].append(row)
        self.added = self.ended = self.changed = self.in_force = 0

    def out(self) -> list[Row]:
        """Return all rows."""
        return [row for rows in self._rows.values() for row in rows]

    def meet(self, entry: Entry) -> None:
        """Compare one code of the release with what is known of it."""
        known = self._known(entry.code)
        self.in_force += known.complete
        if known.complete and not entry.complete:
            self._end(entry.code, known)
            self._rows[entry.code].append(self._row(entry, self._release.starts))
        elif entry.complete and not known.complete:
            self._close_group(entry.code)
            self._rows[entry.code].append(self._row(entry, self._release.starts))
            self.added += 1
        elif not known.exists:
            self._rows[entry.code].append(self._row(entry, self._release.starts))
            self.added += 1
        elif self._differs(entry, known):
            self._change(entry, known)

    def end_the_rest(self) -> None:
        """End every complete code that the release lacks."""
        for code in {*self._index, *self._rows} - set(self._release.entries):
            known = self._known(code)
            if known.complete:
                self.in_force += 1
                self._end(code, known)

    def _known(self, code: str) -> Known:
        one, rows = self._index.get(code), self._rows.get(code)
        row = rows[-1] if rows else {}
        is_group = (
            one is not None and not one.billable and (one.ends is None or bool(icd_release.children(code)))
        )
        complete = one is not None and one.billable
        if row:
            complete = row.get("billable") == "Y" and row.get("effective_to") is None
        side = row.get("laterality") or (one.laterality if one else "")
        own = row.get("excludes1")
        notes: frozenset[str] = frozenset()
        if self._release.notes is not None:
            notes = _spans(str(own)) if own else icd_release.notes_at(code)
        return Known(
            complete=complete,
            exists=bool(row) or complete or is_group,
            seventh=row["requires_7th"] == "Y" if "requires_7th" in row else bool(one and one.needs_seventh),
            side="" if side == "NONE" else str(side),
            notes=notes,
            starts=one.starts if one else None,
        )

    def _differs(self, entry: Entry, known: Known) -> bool:
        flags, release = self._flags[entry.code], self._release
        return (
            _side(flags) != known.side
            or (release.knows_sevenths and entry.takes_seventh != known.seventh)
            or (release.notes is not None and self._notes(entry.code) != known.notes)
        )

    def _change(self, entry: Entry, known: Known) -> None:
        self.changed += 1
        rows = self._rows[entry.code]
        row = self._row(entry, known.starts)
        if rows:
            row |= {"effective_from": rows[-1].get("effective_from")}
            if self._release.notes is None:
                row["excludes1"] = rows[-1].get("excludes1")
            rows[-1] = row
        else:
            rows.append(row)

    def _end(self, code: str, known: Known) -> None:
        self.ended += 1
        rows, last = self._rows[code], self._release.starts - _ONE_DAY
        if rows:
            rows[-1] = rows[-1] | {"effective_to": last, "release_label": self._release.label}
            return
        row: Row = {
            "code": code,
            "description_short": icd_release.description(code) or None,
            "billable": "Y",
            "requires_7th": "N",
            "effective_from": known.starts,
            "effective_to": last,
            "laterality": known.side or "NONE",
            "symptom": "Y" if code[0] == "R" else "N",
            "external_cause": "Y" if code[0] in "VWXY" else "N",
            "release_label": self._release.label,
        }
        rows.append(row)

    def _close_group(self, code: str) -> None:
        """End the row of a group that is complete from now on; a gone code's row has its end already."""
        rows = self._rows.get(code)
        if rows and rows[-1].get("effective_to") is None:
            rows[-1] = rows[-1] | {"effective_to": self._release.starts - _ONE_DAY}

    def _row(self, entry: Entry, starts: dt.date | None) -> Row:
        flags, code = self._flags[entry.code], entry.code
        notes = ", ".join(_words(span) for span in sorted(self._notes(code)))
        if not notes and self._release.notes is not None and icd_release.notes_at(code):
            notes = NO_NOTES
        return {
            "code": code,
            "description_short": entry.description,
            "billable": "Y" if entry.complete else "N",
            "requires_7th": "Y" if entry.takes_seventh else "N",
            "effective_from": starts,
            "effective_to": None,
            "excludes1": notes or None,
            "laterality": _side(flags) or "NONE",
            "symptom": "Y" if code[0] == "R" else "N",
            "external_cause": "Y" if code[0] in "VWXY" else "N",
            "release_label": self._release.label,
        }

    def _notes(self, code: str) -> frozenset[str]:
        return (self._release.notes or {}).get(code, frozenset())


def _rows(sheet: Sheet) -> list[Row]:
    """Return the rows of the sheet with plain days, in the order of codes and days."""
    rows = rows_of(sheet)
    for row, code, first, last, billable in zip(
        rows,
        words(sheet, "code"),
        days(sheet, "effective_from"),
        days(sheet, "effective_to"),
        words(sheet, "billable"),
        strict=True,
    ):
        row |= {"code": code, "effective_from": first, "effective_to": last}
        if billable is not None:
            row["billable"] = "Y" if billable else "N"
    return sorted(
        (row for row in rows if row["code"]),
        key=lambda row: (str(row["code"]), row["effective_from"] or dt.date.min),
    )


def _side(flags: Flag) -> str:
    return next((word for flag, word in SIDES.items() if flag in flags), "")


def _words(span: str) -> str:
    """Return a span as people read it.

    >>> _words("S120-S123"), _words("M50")
    ('S12.0-S12.3', 'M50')
    """
    return "-".join(map(dotted, span.split("-")))


def _spans(cell: str) -> frozenset[str]:
    """Return the spans of a cell.

    >>> sorted(_spans("M50.-, S12.0-S12.3")), sorted(_spans("none"))
    (['M50', 'S120-S123'], [])
    """
    if cell == NO_NOTES:
        return frozenset()
    parts = (bare(part).strip("-") for part in cell.replace(";", ",").split(","))
    return frozenset(part for part in parts if part)
