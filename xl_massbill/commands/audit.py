"""Who did what when: the journal in plain words, its chain recomputed, and its copy on sheet AuditLog.

The sheet keeps the hashes of what was written to it. So it can tell what the chain alone cannot: that
entries were cut off at the end of the journal, or the whole journal was exchanged.

Source: handbook §11.5 (what the trail must show; verify), §11.2 (files are kept).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.chain import START, Chain, look
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.kept_files import kept
from xl_massbill.claims.standing import STOOD
from xl_massbill.commands import inquiries
from xl_massbill.commands.audit_words import Told, told
from xl_massbill.commands.deeds import WRITTEN
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

SHOWN = 30
_TABLE = "audit"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of the trail: how many entries, and a sentence for everything that is wrong."""

    entries: int
    faults: tuple[str, ...]
    files: int

    def text(self) -> str:
        """Return what was found, and the sentence that ends the command."""
        if self.faults:
            return "\n".join([*self.faults, "The audit trail is NOT whole. Keep the files as they are."])
        whole = f"The audit trail is whole: {counted(self.entries, 'entry')}, each with its hash"
        return f"{whole}; {counted(self.files, 'file')} as written."

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values."""
        return {
            "whole": not self.faults,
            "entries": self.entries,
            "files": self.files,
            "faults": list(self.faults),
        }


def entries(workbook: Workbook, about: str = "", since: dt.date | None = None) -> list[Told]:
    """Return the entries of the journal in plain words, oldest first.

    `about` keeps those that name a batch, claim, remittance, rule or file; `since` those from a day on. The
    figures of claims that stand behind what was done are left out.
    Raise Refused if the workbook has no journal.
    """
    with Journal(_journal(workbook).journal) as journal:
        events = journal.events()
    return [
        told(event)
        for event in events
        if event.action != STOOD
        and (since is None or event.at.date() >= since)
        and (not about or _names(event, about))
    ]


def text(found: Sequence[Told], shown: int = SHOWN) -> str:
    """Return the last entries, a line each, and how many there are."""
    left = len(found) - shown
    lines = [f"… {left:,} older not shown (--all shows them)."] if left > 0 else []
    lines += [one.line() for one in (found[-shown:] if shown else found)]
    return "\n".join([*lines, f"{counted(len(found), 'entry')}."])


def verify(workbook: Workbook) -> Verified:
    """Recompute the chain, and compare it with sheet AuditLog and with the files that were kept."""
    folder = _journal(workbook)
    chain = look(folder.journal)
    if chain.bad:
        return Verified(len(chain.hashes), (chain.bad.sentence,), 0)
    with Journal(folder.journal) as journal:
        written = [
            (event.subject, event.detail["sha256"]) for event in journal.events(WRITTEN, inquiries.WRITTEN)
        ]
    lost = [
        f"The file of batch {batch} is not kept whole any more."
        for batch, sha in written
        if kept(folder, sha) is None
    ]
    return Verified(len(chain.hashes), (*_beside(Records(workbook), chain), *lost), len(written) - len(lost))


def write(workbook: Workbook) -> bool:
    """Bring sheet AuditLog up to date (not yet saved); return whether anything was new on it.

    Raise Refused if the sheet knows entries that the journal has not: it is then the only proof of them.
    """
    records, chain = Records(workbook), look(_journal(workbook).journal)
    if _TABLE not in workbook.tables():
        return False
    fault = chain.bad.sentence if chain.bad else next(_beside(records, chain), "")
    if fault:
        raise Refused(f"{fault} Sheet AuditLog was left as it is.")
    held = _hashes(records)
    if len(held) == len(chain.hashes):
        return False
    # Entries that stand there are not told again: a journal of years is long, and money waits for this.
    known = len(held) if set(held) == set(range(1, len(held) + 1)) else 0
    with Journal(_journal(workbook).journal) as journal:
        rows = [told(event) for event in journal.events_after(known)]
    columns: dict[str, list[Cell]] = {name: [row.cells[name] for row in rows] for name in rows[0].cells}
    hashes = (START, *chain.hashes)
    columns |= {"prev_hash": list(hashes[known:-1]), "hash": list(hashes[known + 1 :])}
    if known:
        workbook.append(_TABLE, columns)
    else:
        workbook.replace(_TABLE, columns)
    return True


def _journal(workbook: Workbook) -> Folder:
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        raise Refused("This workbook has no journal yet: nothing was exported, sent, imported or decided.")
    return folder


def _names(event: Event, about: str) -> bool:
    return about == event.subject or f'"{about}"' in str(event.detail).replace("'", '"')


def _beside(records: Records, chain: Chain) -> Iterator[str]:
    """Yield what sheet AuditLog knows otherwise."""
    held = _hashes(records)
    known = max(held, default=0)
    if known > len(chain.hashes):
        yield (
            f"The journal ends with entry {len(chain.hashes)}, but sheet AuditLog knows"
            f" {known}: entries at its end were cut off."
        )
    for seq, hash_ in sorted(held.items()):
        if seq <= len(chain.hashes) and hash_ != chain.hashes[seq - 1]:
            yield f"Entry {seq} is not the one that sheet AuditLog knows: one of the two was exchanged."
            return


def _hashes(records: Records) -> dict[int, str]:
    sheet = records[_TABLE]
    if not sheet.present:
        return {}
    pairs = zip(sheet["seq"], sheet["hash"], strict=True)
    return {int(seq): str(hash_) for seq, hash_ in pairs if isinstance(hash_, str) and seq == seq}  # noqa: PLR0124 - NaN
