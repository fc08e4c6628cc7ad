"""Files of questions about benefits, from numbers to booked rows; and what a crash left of them, finished.

The steps are those of a file of claims: numbers, journal, write, verify, rename, keep, journal, rows, save,
journal. A file that was never finished is given up with its numbers; one that is whole is booked, also again
in an old copy of the workbook that was put back. The journal holds keys and numbers, never a name.

Source: DESIGN §4; handbook §7.2 (numbers), §8.4.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import columns_of
from xl_massbill.claims.control import Control
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import keep
from xl_massbill.claims.numbers import next_interchange, number_setting
from xl_massbill.claims.parties import Parties
from xl_massbill.commands.asking import Asks
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.x270 import Inquiry, Question, sets_of, traces_in, verify, write
from xl_massbill.forms.x270.writing import reference
from xl_massbill.forms.x837p import sha256_of
from xl_massbill.practice import Records
from xl_massbill.x12.delimiters import Style

RESERVED, WRITTEN, BOOKED = "inquiry reserved", "inquiry written", "inquiry booked"
GIVEN_UP = "inquiry given up"
TABLE = "benefit_checks"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of questions that lies in the out folder: its number, its rows, its fingerprint."""

    number: str
    file: Path
    rows: Sequence[Mapping[str, Any]]
    sha256: str


class InquiryJob:
    """One file of questions: what it is made with."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one job
        self, records: Records, journal: Journal, folder: Folder, now: dt.datetime, out: Path, by: str
    ) -> None:
        self._records, self._journal, self._folder = records, journal, folder
        self._now, self._out, self._by = now, out, by
        self._parties = Parties(records)

    def run(self, asks: Sequence[Asks], style: Style, usage: str) -> Written:
        """Write the questions into a file and note it in the journal; the workbook is not touched."""
        inquiry = self._reserve(asks, style, usage)
        control = inquiry.control
        questions = [
            replace(one.question, trace=f"{control.batch_id}-{n:03d}") for n, one in enumerate(asks, 1)
        ]
        file = self._out / self._file_name(control, len(asks))
        if file.exists():
            raise Refused(f"The file {file.name} exists already; nothing was written over it.")
        rows = self._rows(asks, questions, control, file.name)
        detail = {"file": str(file.absolute()), "rows": rows, "usage": control.usage}
        self._journal.record(RESERVED, control.batch_id, detail, self._now)
        sha256 = put(questions, inquiry, file)
        keep(self._folder, file, sha256)
        self._journal.record(WRITTEN, control.batch_id, {"sha256": sha256}, self._now)
        return Written(control.batch_id, file, rows, sha256)

    def _reserve(self, asks: Sequence[Asks], style: Style, usage: str) -> Inquiry:
        records = self._records
        sets = len(sets_of([one.question for one in asks]))
        first = self._journal.reserve(
            {
                "interchange": (1, next_interchange(records)),
                "set": (sets, number_setting(records.settings, "next_interchange")),
            }
        )
        number = first["interchange"]
        control = Control(number, number, first["set"], f"Q{number:06d}", usage or "T", self._now)
        parties = self._parties
        return Inquiry(parties.submitter(), parties.receiver(), parties.billing(), control, style)

    def _file_name(self, control: Control, count: int) -> str:
        practice = str(self._records["practice"]["practice_id"].iloc[0] or "clinic")
        name = re.sub(r"[^A-Za-z0-9]+", "", practice)
        return f"{name}_270_{self._now:%Y%m%d}_{control.batch_id}_{count}plans.txt"

    def _rows(
        self, asks: Sequence[Asks], questions: Sequence[Question], control: Control, file_name: str
    ) -> list[dict[str, Any]]:
        """Return the rows of BenefitChecks: keys, days and numbers."""
        sets = {
            one.trace: reference(control, number)
            for number, of_set in enumerate(sets_of(questions), 1)
            for one in of_set
        }
        return [
            {
                "check_id": question.trace,
                "state": "ASKED",
                "coverage_id": one.coverage_id,
                "patient_id": one.patient_id,
                "payer_id": one.payer_id,
                "asked_on": self._now.isoformat(timespec="seconds"),
                "asked_by": self._by or None,
                "for_day": question.day.isoformat(),
                "file_name": file_name,
                "services": ", ".join(question.services),
                "reference": sets[question.trace],
                "isa13": f"{control.interchange:09d}",
                "usage": control.usage,
            }
            for one, question in zip(asks, questions, strict=True)
        ]


def put(questions: Sequence[Question], inquiry: Inquiry, file: Path) -> str:
    """Write a file to a temporary name, read it back, give it its name; return its fingerprint."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = partial(file)
    with draft.open("xb") as out:
        write(questions, inquiry, out)
        out.flush()
        os.fsync(out.fileno())
    verify(draft, questions, inquiry)
    draft.replace(file)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def partial(file: Path) -> Path:
    """Return the name under which a file is written before it is whole."""
    return file.with_name(file.name + ".part")


def book(workbook: Workbook, records: Records, rows: Iterable[Mapping[str, Any]], sha256: str) -> bool:
    """Add the rows of a file to sheet BenefitChecks (not yet saved); return whether there were any new."""
    known = set(records[TABLE]["check_id"])
    new = [dict(row) | {"file_hash": sha256} for row in rows if row["check_id"] not in known]
    if new:
        workbook.append(TABLE, columns_of(TABLE, new))
        records.forget(TABLE)
    return bool(new)


def settle_inquiries(workbook: Workbook, journal: Journal, now: dt.datetime) -> list[str]:
    """Finish what a crash left of files of questions, and return a sentence for each.

    A workbook without sheet BenefitChecks cannot show it: then nothing is done.
    """
    begun = {event.subject: event.detail for event in journal.events(RESERVED)}
    if not begun or TABLE not in workbook.tables():
        return []
    written = {event.subject: event.detail["sha256"] for event in journal.events(WRITTEN)}
    over = {event.subject for event in journal.events(GIVEN_UP)}
    noted = {event.subject for event in journal.events(BOOKED)}
    records, said, late = Records(workbook), [], []
    for number, detail in begun.items():
        if number in over:
            continue
        sha256 = written.get(number) or _finish(workbook, journal, number, detail, now)
        if not sha256:
            said.append(_given_up(journal, number, now))
        elif book(workbook, records, detail["rows"], sha256):
            late.append(number)
        elif number not in noted:
            journal.record(BOOKED, number, {"settled": True}, now)
    if late:
        workbook.save()
    for number in late:
        journal.record(BOOKED, number, {"settled": True}, now)
        older = "are booked again: the workbook is older than its journal (a copy put back?)."
        late_ = "had been written, but not booked: they are booked now."
        said.append(f"The questions {number} {older if number in noted else late_}")
    return said


def _finish(
    workbook: Workbook, journal: Journal, number: str, detail: Mapping[str, Any], now: dt.datetime
) -> str:
    """Return the fingerprint of a file that was whole when the crash came, noted now; "" if it was not."""
    file = Path(detail["file"])
    partial(file).unlink(missing_ok=True)
    try:
        is_whole = file.exists() and traces_in(file) == [row["check_id"] for row in detail["rows"]]
    except Unreadable:
        is_whole = False
    if not is_whole:
        return ""
    sha256 = sha256_of(file)
    keep(Folder.of(workbook.path), file, sha256)
    journal.record(WRITTEN, number, {"sha256": sha256, "settled": True}, now)
    return sha256


def _given_up(journal: Journal, number: str, now: dt.datetime) -> str:
    journal.record(GIVEN_UP, number, {}, now)
    return (
        f"The questions {number} were cut off before their file was finished. Their numbers are given up;"
        " ask-benefits asks anew."
    )
