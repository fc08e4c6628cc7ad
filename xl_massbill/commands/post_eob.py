"""Posts what is typed on sheets EOBEntry and PatientPayments; what does not add up stays where it is.

A cheque is posted whole or not at all: the sums that hold an 835 hold it, too, and name the rows.

Source: handbook §8.8, §8.6, §10.1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands import audit
from xl_massbill.commands.post_835 import Applied, apply_835, note_835, preview_835
from xl_massbill.commands.post_numbers import next_number
from xl_massbill.commands.post_settle import BEGUN, BOOKED, FIGURES
from xl_massbill.commands.settle import settle
from xl_massbill.practice import Records
from xl_massbill.remits import post_patient
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_eob import Row, remittance_of_rows, typed
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import mark


@dataclass(slots=True)
class Entered:
    """What became of the typed rows: cheques, payments of patients, and what was settled before."""

    cheques: list[Applied] = field(default_factory=list)
    patients: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return what a person reads."""
        found = [one.text() for one in self.cheques] + self.patients
        return "\n".join(found or ["Nothing new is typed on sheets EOBEntry and PatientPayments."])

    @property
    def has_held(self) -> bool:
        """Return whether something was not posted because it does not add up."""
        return any(one.posting.held for one in self.cheques)


def post_eob(
    workbook: Workbook, as_of: dt.date, now: dt.datetime, by: str, *, dry_run: bool = False
) -> Entered:
    """Post all typed rows that are not posted yet, and save; raise Refused, NoTable."""
    if dry_run:
        records = Records(workbook)
        return Entered([_preview(records, rows, as_of, by) for rows in typed(Books(records))])
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=by) as journal:
        done = Entered(settled=settle(workbook, journal, now))
        records = Records(workbook)
        for rows in list(typed(Books(records))):
            found = _preview(records, rows, as_of, by)
            if not (found.refused or found.posting.held):
                remittance, origin = found.posting.remittance, found.posting.origin
                (found,) = apply_835(workbook, records, journal, [remittance], origin, now)
                mark(
                    workbook,
                    records,
                    "eob_entry",
                    dict.fromkeys([row["row"] for row in rows], found.remit_id),
                )
            done.cheques.append(found)
        numbers = list(_patients(workbook, records, journal, Origin("PATIENT", as_of, by), now, done))
        if numbers or any(one.remit_id for one in done.cheques):
            audit.write(workbook)
            workbook.save()
            note_835(journal, done.cheques, now)
            for remit_id in numbers:
                journal.record(BOOKED, remit_id, {"held": False}, now)
            keep_standing(journal, Records(workbook), "posting", now)
    return done


def _preview(records: Records, rows: list[Row], as_of: dt.date, by: str) -> Applied:
    origin = Origin("EOB", as_of, by, rows=tuple(rows))
    return preview_835(records, [remittance_of_rows(rows)], origin)[0]


def _patients(  # noqa: PLR0913, PLR0917
    workbook: Workbook, records: Records, journal: Journal, origin: Origin, now: dt.datetime, done: Entered
) -> Iterator[str]:
    """Post the payments of patients (not yet saved) and yield the number of each."""
    if not records["patient_payments"].present:
        return
    for row in list(post_patient.waiting(Books(records))):
        money = post_patient.planned(Books(records), row, origin)
        if isinstance(money, str):
            done.patients.append(money)
            continue
        wanted = {
            "remit": (1, next_number(records, "remits", "remit_id")),
            "payment": (len(money.rows), next_number(records, "payments", "payment_id")),
        }
        first = journal.reserve(wanted)
        kept = post_patient.write(workbook, records, money, first["remit"], first["payment"])
        remit_id = str(kept["remit_id"])
        journal.record(FIGURES, remit_id, kept, now)
        numbers = [first["remit"], first["payment"], 0, 0]
        shared = {"numbers": numbers, "source": "PATIENT", "trace": row["receipt_no"] or "", "by": origin.by}
        day = {
            "amount": money.amount,
            "payer": "",
            "as_of": origin.as_of.isoformat(),
            "held": [],
            "typed": row,
        }
        journal.record(BEGUN, remit_id, shared | day, now)
        mark(workbook, records, "patient_payments", {row["row"]: remit_id})
        where = ", ".join(f"{claim} ${dollars(cents)}" for claim, cents in money.shares.items())
        done.patients.append(
            f"{remit_id}: ${dollars(money.amount)} from the patient of row {row['row']}: {where}."
        )
        yield remit_id
