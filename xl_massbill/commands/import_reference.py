"""Load an official list of codes into the workbook: what it is, whether it is newer, and what it changed.

Every file is read to its end before anything is written. A file of another kind, or older than what stands
there, is refused with one sentence. Loading the same file again changes nothing.

Source: handbook §2.6 (codes get refreshed), §11.5 (an import is in the audit trail).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.codes import icd_release
from xl_massbill.codes.published import (
    code_lists,
    hcpcs_codes,
    icd_order,
    icd_tabular,
    mue_limits,
    ncci_edits,
)
from xl_massbill.codes.published.dates import day_in, fiscal_release_in, quarter, quarter_in
from xl_massbill.codes.published.download import MOST_BYTES
from xl_massbill.codes.published.recognise import Kind, Published, published
from xl_massbill.commands import import_icd, import_lists, import_pairs
from xl_massbill.commands.imported import Imported, words
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.practice import Records

LOADED = "list loaded"
_HOSPITAL = "ccioph"


class What(StrEnum):
    """The lists that can be loaded."""

    ICD = "icd"
    NCCI = "ncci"
    MUE = "mue"
    HCPCS = "hcpcs"
    POS = "pos"
    CARC = "carc"
    RARC = "rarc"


_KINDS = {
    What.ICD: (Kind.ICD_ORDER, Kind.ICD_TABULAR),
    What.NCCI: (Kind.NCCI,),
    What.MUE: (Kind.MUE,),
    What.HCPCS: (Kind.HCPCS,),
    What.POS: (Kind.POS,),
    What.CARC: (Kind.CARC,),
    What.RARC: (Kind.RARC,),
}
_TABLES = {What.ICD: "icd", What.NCCI: "ncci_ptp", What.MUE: "mue", What.HCPCS: "codes"}


class Load:
    """One order to load files of one list: which, of which release, at whose order and on which day."""

    def __init__(  # noqa: PLR0913 - what the command line asks
        self,
        what: What,
        files: Sequence[tuple[str, bytes]],
        *,
        version: str = "",
        older: bool = False,
        by: str = "",
        today: dt.date,
    ) -> None:
        self.what, self.files, self.version = what, files, version.strip()
        self.older, self.by, self.today = older, by.strip(), today

    def parts(self) -> list[Published]:
        """Return the files of the wanted kind; Unreadable if one is of another."""
        return [part for name, data in self.files for part in published(_KINDS[self.what], name, data)]

    def names(self, parts: Sequence[Published]) -> list[str]:
        """Return what can tell the release: what the person said, then the names of the files."""
        return (
            [self.version] if self.version else [*(p.name for p in parts), *(name for name, _ in self.files)]
        )


def read_files(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Return names and bytes of files; Unreadable where there is none or it is far too large."""
    found = []
    for path in paths:
        if not path.is_file():
            raise Unreadable(f"There is no file {path.name}.")
        if os.path.getsize(path) > MOST_BYTES:  # noqa: PTH202 - asked once, before anything is read
            raise Unreadable(f"{path.name} is far larger than any published list.")
        found.append((path.name, path.read_bytes()))
    return found


def load(workbook: Workbook, order: Load) -> Imported:
    """Put the files into their sheet (not yet saved); raise Unreadable or Refused before anything changes."""
    records = Records(workbook)
    table = _TABLES.get(order.what, order.what.value)
    records.needs(table, *(("codes",) if order.what in (What.NCCI, What.MUE) else ()))
    parts = order.parts()
    if order.what is What.ICD:
        return _icd(workbook, records, order, parts)
    if order.what in (What.NCCI, What.MUE):
        return _of_a_quarter(workbook, records, order, parts)
    if not order.by:
        raise Refused("Say who orders it with --by: this sheet is the office's own.")
    if len(parts) != 1:
        raise Refused("Give one file: this list comes in one.")
    return _of_a_day(workbook, records, order, parts[0])


def note(workbook: Workbook, order: Load, found: Imported, now: dt.datetime, user: str) -> None:
    """Put what was loaded into the journal; a workbook without a file has none."""
    if not workbook.path or not found.has_news:
        return
    folder = Folder.of(workbook.path)
    files = {hashlib.sha256(data).hexdigest()[:16]: len(data) for _, data in order.files}
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        journal.record(LOADED, found.table, {"label": found.label, "files": files, **found.counts()}, now)


def sentence(found: Imported) -> str:
    """Return what the command says at its end."""
    return found.sentence(TABLES[found.table].facts.excel)


def _of_a_quarter(workbook: Workbook, records: Records, order: Load, parts: Sequence[Published]) -> Imported:
    codes = import_pairs.codes_billed(records)
    if not codes:
        raise Refused("Sheet Codes is empty: it says which rows of the file to keep.")
    if order.what is What.MUE:
        if len(parts) != 1:
            raise Refused("Give one file: this list comes in one.")
        limits = mue_limits.read(parts[0], codes)
        version = _quarter(order, parts, None)
        _refuse_older(order, version, import_pairs.newest(records["mue"]))
        return import_pairs.limits(workbook, records, limits, version)
    if any(_HOSPITAL in name.lower() for name in (*order.names(parts), *(p.name for p in parts))):
        raise Unreadable("This is the NCCI file of hospitals (ccioph): take that of practitioners (ccipra).")
    edits = [ncci_edits.read(part, codes) for part in parts]
    version = _quarter(order, parts, max(day for part in edits if (day := part.newest)))
    _refuse_older(order, version, import_pairs.newest(records["ncci_ptp"]))
    return import_pairs.pairs(workbook, records, edits, version)


def _of_a_day(workbook: Workbook, records: Records, order: Load, part: Published) -> Imported:
    if order.what is What.HCPCS:
        spans = hcpcs_codes.read(part)
        day = _day(order, [part], None)
        return import_lists.procedures(workbook, records, spans, day, by=order.by)
    listing = code_lists.read(part)
    day = _day(order, [part], listing.newest)
    there = [value for value in words(records[order.what.value], "list_date") if value is not None]
    _refuse_older(order, f"{day:%Y-%m-%d}", max((f"{value:%Y-%m-%d}" for value in there), default=""))
    return import_lists.listing(workbook, records, order.what.value, listing, day, by=order.by)


def _icd(workbook: Workbook, records: Records, order: Load, parts: Sequence[Published]) -> Imported:
    """Read order file and tabular list, one or both, and lay them over the index."""
    lists = [p for p in parts if p.kind is Kind.ICD_ORDER]
    trees = [p for p in parts if p.kind is Kind.ICD_TABULAR]
    if len(lists) > 1 or len(trees) > 1:
        raise Refused("Give the order file and the tabular list of one release only.")
    entries = icd_order.read(lists[0]) if lists else []
    tabular = icd_tabular.read(trees[0].data, {e.code for e in entries}) if trees else None
    told = next(filter(None, map(fiscal_release_in, order.names(parts))), None)
    year = tabular.year if tabular else told[0] if told else 0
    if not year or (told and told[0] != year):
        raise Refused("The file does not say of which fiscal year it is. Add --version, such as FY2027.")
    starts = told[1] if told else dt.date(year - 1, 10, 1)
    label = f"FY{year}" if starts.month == 10 else f"FY{year}, {starts:%B %Y} update"
    newest = _newest_icd(records)
    if year < icd_release.ENDS.year:
        raise Refused(f"The program knows {label} already: it comes with {icd_release.LABEL}.")
    _refuse_older(order, f"{starts:%Y-%m-%d}", f"{newest:%Y-%m-%d}")
    found = {entry.code: entry for entry in (entries or _whole(tabular))}
    notes = icd_tabular.notes_by_code(tabular) if tabular else None
    release = import_icd.Release(label, starts, found, notes, knows_sevenths=tabular is not None)
    if tabular and entries:
        sevenths = {entry.code for entry in tabular.entries if entry.takes_seventh}
        release = import_icd.with_sevenths(release, sevenths)
    return import_icd.overlay(workbook, records, release, afresh=starts < newest)


def _whole(tabular: icd_tabular.Tabular | None) -> list[icd_tabular.Entry]:
    """Return the codes of a tabular list without those 7th characters that do not exist.

    The list does not tell these few; where the index knows a group's, the index counts.
    """
    out = []
    for entry in tabular.entries if tabular else []:
        stem = icd_release.find(entry.code[:6].rstrip("X")) if len(entry.code) == 7 else None
        if not (stem and stem.needs_seventh and icd_release.find(entry.code) is None):
            out.append(entry)
    return out


def _newest_icd(records: Records) -> dt.date:
    """Return the first day of the newest release that is known."""
    labels = [icd_release.LABEL, *filter(None, words(records["icd"], "release_label"))]
    told = [found[1] for label in labels if (found := fiscal_release_in(str(label)))]
    return max(told)


def _quarter(order: Load, parts: Sequence[Published], newest: dt.date | None) -> str:
    """Return the quarter that the person, the names or the newest pair tell."""
    found = next(filter(None, map(quarter_in, order.names(parts))), "")
    if not found and newest is not None and not order.version:
        found = quarter(newest)
    if not found:
        raise Refused("The file does not say of which quarter it is. Add --version, such as 2026Q4.")
    return found


def _day(order: Load, parts: Sequence[Published], newest: dt.date | None) -> dt.date:
    """Return the day of a list that the person, the names or the latest day in it tell."""
    found = next(filter(None, map(day_in, order.names(parts))), None)
    if found is None and newest is not None and not order.version:
        found = min(newest, order.today)
    if found is None:
        raise Refused("The file does not say of which day it is. Add --version, such as 2026-10-01.")
    return found


def _refuse_older(order: Load, version: str, newest: str) -> None:
    if version < newest and not order.older:
        raise Refused(
            f"The file is of {version}, what stands there of {newest}. Add --older to load it all the same."
        )
