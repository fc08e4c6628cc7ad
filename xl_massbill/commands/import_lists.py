"""Places of service, reason codes, remark codes and HCPCS codes: days from the official list, own words kept.

These sheets are the office's own: their words and actions stay as they are. The import writes the days of
each code and the day of the list; a code that the sheet lacks gets a row whose words are left to the
office, because X12's are not free. The office's short list of procedure codes grows by hand only.

Source: handbook §1.6, §2.6, §9.2, §11.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.codes import carc
from xl_massbill.codes.published.code_lists import Listed, Listing
from xl_massbill.codes.published.hcpcs_codes import Span
from xl_massbill.commands.imported import Imported, Row, columns_of, days, words
from xl_massbill.practice import Records

TO_TYPE = "wording: yours to type"
_NAMED = {"pos": "name", "carc": "short_own_wording", "rarc": "short_own_wording"}
_DAYS = ("effective_from", "effective_to")


def listing(  # noqa: PLR0913 - what is loaded, where, and at whose order
    workbook: Workbook, records: Records, table: str, file: Listing, day: date, *, by: str
) -> Imported:
    """Write the days of a list of codes, and a row for each code in use that the sheet lacks."""
    sheet = records[table]
    found = Imported(table, f"List of {day:%Y-%m-%d}", rows=len(file.codes))
    at = {_bare(table, code): i for i, code in enumerate(words(sheet, "code")) if code}
    known = {i: file.codes[code] for code, i in at.items() if code in file.codes}
    found.kept = len(known)
    _write_days(workbook, sheet, found, known, {"list_date": day})
    fresh = [one for code, one in file.codes.items() if code not in at and not (one.ends and one.ends <= day)]
    if fresh:
        names = [name for name in _row(table, fresh[0], day) if not sheet.lacks(name)]
        workbook.append(table, columns_of([_row(table, one, day) for one in fresh], names), by=by)
        found.added, found.kept = len(fresh), found.kept + len(fresh)
        if table != "pos":
            found.notes.append(f'New rows say "{TO_TYPE}": type what the code means, in your own words.')
    if absent := sorted(code for code in at if code not in file.codes):
        found.notes.append(f"Not in the file: {_some(absent)}.")
    return found


def procedures(
    workbook: Workbook, records: Records, file: Mapping[str, Span], day: date, *, by: str
) -> Imported:
    """Write first and last day of the HCPCS codes that stand on sheet Codes."""
    sheet = records["codes"]
    found = Imported("codes", f"HCPCS {day:%Y-%m}", rows=len(file))
    own = {i: code for i, code in enumerate(words(sheet, "code")) if code and code[0].isalpha()}
    known = {i: Listed(code, file[code].starts, file[code].ends) for i, code in own.items() if code in file}
    found.kept = len(known)
    _write_days(workbook, sheet, found, known, {"version_label": f"HCPCS {day:%Y-%m}"}, by=by)
    if absent := sorted(code for code in own.values() if code not in file):
        found.notes.append(f"Not in the file: {_some(absent)}. Check whether they are still valid.")
    return found


def _write_days(  # noqa: PLR0913 - what is written, where, and at whose order
    workbook: Workbook,
    sheet: Sheet,
    found: Imported,
    known: Mapping[int, Listed],
    stamp: Mapping[str, Any],
    *,
    by: str = "",
) -> None:
    """Write the days of the known records and their stamp, and count what differs."""
    before = {name: days(sheet, name) for name in _DAYS if name in sheet.table.model_fields}
    for i, one in known.items():
        was = [before[name][i] for name in before]
        now = [one.starts, one.ends][: len(before)]
        if before and was != now:
            if one.ends is not None and was[1] is None:
                found.ended += 1
            else:
                found.changed += 1
    wanted: dict[str, Sequence[Cell]] = {}
    values = {"effective_from": lambda one: one.starts, "effective_to": lambda one: one.ends}
    for name in (*before, *stamp):
        if sheet.lacks(name):
            continue
        cells = list(sheet.grid.columns[sheet.match.at[name]])
        old = list(cells)
        for i, one in known.items():
            cells[int(sheet.positions[i])] = values[name](one) if name in values else stamp[name]
        found.renewed |= name in stamp and list(map(_day, old)) != list(map(_day, cells))
        wanted[name] = cells
    if found.has_news and wanted:
        workbook.write(found.table, wanted, by=by)


def _day(cell: Cell) -> str:
    """Return a cell's first ten characters: a date and the same date with a time are the same day."""
    return str(cell)[:10]


def _row(table: str, one: Listed, day: date) -> Row:
    row: Row = {
        "code": one.code,
        _NAMED[table]: one.name or TO_TYPE,
        "certainty": "R",
        "source": f"official list of {day:%Y-%m-%d}: code and days only",
        "list_date": day,
    }
    return row if table == "pos" else row | {"effective_from": one.starts, "effective_to": one.ends}


def _bare(table: str, code: str) -> str:
    return carc.compact(code) if table == "carc" else code


def _some(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - 8} more" if len(codes) > 8 else ""
    return ", ".join(codes[:8]) + more
