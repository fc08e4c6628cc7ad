"""The batches of a workbook: where each stands, what it holds, and where its file lies.

Counts and sums come from sheet Claims, and from the journal for claims that were rejected and went on into
another batch; where sheet Batches says otherwise, both are told. A file is shown
only if it is, byte for byte, the one that the journal knows; one that was lost or damaged comes back from
the bytes that were kept, and never out of the workbook.

Source: handbook §1.15, §7.2 (hash stored), §7.10.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import keep, kept, place_of, put, whole, withdrawn
from xl_massbill.commands.deeds import Deed, Kind, deeds_in
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

GONE_ON = "rejected, no longer in it"
"""What stands in a batch in place of the state of a claim that has left it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One batch: its stage, its claims by state, their charges in cents, and what its row says."""

    batch_id: str
    status: str
    made: dt.date | None
    sent: dt.date | None
    states: dict[str, int]
    cents: int
    said_claims: int | None
    said_cents: int | None
    file_name: str

    @property
    def claims(self) -> int:
        """Return how many claims it holds, those that have left it again included."""
        return sum(self.states.values())

    @property
    def ties(self) -> bool:
        """Return whether sheet Batches says the same as sheet Claims."""
        return (self.said_claims, self.said_cents) == (self.claims, self.cents)

    def text(self) -> str:
        """Return the batch as a line."""
        states = ", ".join(f"{n:,} {state}" for state, n in self.states.items()) or "no claims"
        day = f"sent {self.sent}" if self.sent else f"made {self.made}" if self.made else ""
        claims = "claim " if self.claims == 1 else "claims"
        sums = f"{self.claims:6,} {claims} {self.cents / 100:12,.2f}"
        line = f"{self.batch_id}  {self.status:9}{sums}  {day}  {states}"
        if self.ties:
            return line
        said = f"{counted(self.said_claims or 0, 'claim')}, {(self.said_cents or 0) / 100:,.2f}"
        return f"{line}\n  sheet Batches says otherwise: {said}"

    def as_json(self) -> dict[str, Any]:
        """Return the batch as JSON values, money in cents."""
        return {
            "batch_id": self.batch_id,
            "status": self.status,
            "made_on": self.made.isoformat() if self.made else None,
            "sent_on": self.sent.isoformat() if self.sent else None,
            "claims": self.claims,
            "states": self.states,
            "total_charge": self.cents,
            "ties": self.ties,
            "file": self.file_name,
        }


def batches(workbook: Workbook) -> list[Listed]:
    """Return the batches in the order of their sheet; raise NoTable if a sheet is not there."""
    records = Records(workbook)
    records.needs("claims", "batches")
    claims, sheet = records["claims"], records["batches"]
    of, charges = claims["batch_id"], claims["total_charge"].fillna(0)
    states: dict[str, Counter[str]] = {}
    cents: Counter[str] = Counter()
    for batch, charge in _gone_on(workbook, dict(zip(claims["claim_id"], of, strict=True))):
        states.setdefault(batch, Counter())[GONE_ON] += 1
        cents[batch] += charge
    for batch, state, charge in zip(of, claims["status"], charges, strict=True):
        if batch:
            states.setdefault(batch, Counter())[state or "no status"] += 1
            cents[batch] += int(charge)
    return [
        Listed(
            batch_id=str(batch),
            status=str(sheet["status"].iloc[i] or ""),
            made=_day(sheet["created_on"].iloc[i]),
            sent=_day(sheet["transmitted_on"].iloc[i]),
            states=dict(sorted(states.get(batch, Counter()).items())),
            cents=cents[batch],
            said_claims=_whole(sheet["n_claims"].iloc[i]),
            said_cents=_whole(sheet["total_charge"].iloc[i]),
            file_name=str(sheet["file_name"].iloc[i] or ""),
        )
        for i, batch in enumerate(sheet["batch_id"])
    ]


def _gone_on(workbook: Workbook, batch_of: Mapping[str, str | None]) -> Iterator[tuple[str, int]]:
    """Yield of each claim that left its batch after it was sent: that batch, and the charge then in cents."""
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        return
    with Journal(folder.journal) as journal:
        deeds = [deed for deed in deeds_in(journal) if not deed.is_given_up]
    back = {deed.batch_id for deed in deeds if deed.kind is Kind.TAKEN_BACK}
    for deed in deeds:
        if deed.kind is Kind.EXPORT and deed.batch_id not in back:
            for row in deed.detail["claims"]:
                claim = row["claim_id"]
                if claim in batch_of and batch_of[claim] != deed.batch_id:
                    yield deed.batch_id, int(row["total_charge"])


def text(found: list[Listed]) -> str:
    """Return a line a batch, and the sentence that ends the command."""
    claims, cents = sum(one.claims for one in found), sum(one.cents for one in found)
    waiting = [one for one in found if one.status == "EXPORTED" and not one.sent]
    sums = f"{counted(len(found), 'batch')}, {counted(claims, 'claim')}, ${cents / 100:,.2f}"
    end = f"{sums}; {len(waiting):,} not sent yet."
    return "\n".join([*(one.text() for one in found), end])


def reprint(workbook: Workbook, batch_id: str) -> tuple[Path, str]:
    """Return where the file of a batch lies and a sentence; it is put back from the bytes kept if need be.

    Raise Refused if the batch is unknown or was taken back, or if no copy has the fingerprint of the journal.
    """
    folder = Folder.of(workbook.path)
    if not folder.journal.exists():
        raise Refused(f"This workbook has no journal: nothing is known of batch {batch_id}.")
    with folder.locked(), Journal(folder.journal) as journal:
        deeds = {deed.kind: deed for deed in deeds_in(journal) if deed.batch_id == batch_id}
        export = deeds.get(Kind.EXPORT)
        if export is None or not export.file_hash:
            raise Refused(f"The journal knows no file of batch {batch_id}.")
        file = place_of(folder, export.detail["file"])
        if Kind.TAKEN_BACK in deeds:
            raise Refused(f"Batch {batch_id} was taken back: {withdrawn(file).name} must not be sent.")
        return file, _whole_file(folder, file, export)


def _whole_file(folder: Folder, file: Path, export: Deed) -> str:
    sha256, batch_id = export.file_hash, export.batch_id
    if whole(file, sha256) is not None:
        keep(folder, file, sha256)  # files of earlier versions of this program were not kept
        return f"The file of batch {batch_id} is as it was written (SHA-256 {sha256[:12]}…)."
    state = "damaged" if file.exists() else "not there any more"
    data = kept(folder, sha256)
    if data is None:
        raise Refused(
            f"The file of batch {batch_id} is {state}, and no whole copy was kept. It is not made anew:"
            " ask the clearinghouse for what it received."
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        file.replace(file.with_name(file.name + ".damaged"))
    put(file, data)
    return f"The file of batch {batch_id} was {state}; it is put back byte for byte (SHA-256 {sha256[:12]}…)."


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else value.date()


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
