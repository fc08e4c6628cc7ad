"""Post what clearinghouses and payers answer: keep the file, read it, show what it changes, write it once.

The file is kept byte for byte under its fingerprint before anything else. Then all is worked out in the copy
of the workbook in memory; a rehearsal ends here. The journal is told before the workbook is saved, and again
after; what a crash leaves between is done by the next command from the file that was kept.

Source: DESIGN §4 (a payer file to the ledger); handbook §8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import fingerprint, take_in
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands import audit
from xl_massbill.commands.answers import Answer, apply_answer, read_answer
from xl_massbill.commands.deeds import TAKING_IN, Deed, Kind, begin, note
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.commands.place import place_decided
from xl_massbill.commands.post_835 import Applied, apply_835, note_835, preview_835
from xl_massbill.commands.posting import Change, Outcome, Posting
from xl_massbill.commands.settle import settle
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits import kinds as x12
from xl_massbill.remits.post_values import Origin

NEEDED = ("claims", "batches")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: as of which day, at whose word, who is at the computer, and whether to try only."""

    as_of: dt.date
    by: str = ""
    user: str = ""
    is_rehearsal: bool = False


@dataclass(slots=True)
class Filed:
    """What became of one file: its kinds, what posting did, or why nothing was posted."""

    source: str
    sha256: str
    kinds: tuple[str, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    remittances: list[Applied] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    is_posted: bool = False
    is_bad: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "file": self.source,
            "sha256": self.sha256,
            "kinds": list(self.kinds),
            "posted": self.is_posted,
            "sentences": self.sentences,
            "sets": [outcome.as_json() for outcome in self.outcomes],
            "remittances": [applied.as_json() for applied in self.remittances],
        }


@dataclass(slots=True)
class Posted:
    """What a posting did, file by file."""

    wish: Wish
    files: list[Filed] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    """What was posted besides: answers whose claim somebody has named on sheet Unplaced."""

    @property
    def is_bad(self) -> bool:
        """Return whether something that was handed in could not be read, or does not add up."""
        held = any(one.posting.held for file in self.files for one in file.remittances if not one.refused)
        return bool(self.left) or held or any(file.is_bad for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "as_of": self.wish.as_of.isoformat(),
            "dry_run": self.wish.is_rehearsal,
            "files": [file.as_json() for file in self.files],
            "left": self.left,
        }

    def text(self) -> str:
        """Return what a person wants to read: what changes, claim by claim, and the sentence that ends it."""
        out = list(self.left)
        for file in self.files:
            out.append(f"{file.source} ({', '.join(file.kinds) or 'nothing of ours'}):")
            out += [f"  {sentence}" for sentence in file.sentences]
            for outcome in file.outcomes:
                out += [f"  {sentence}" for sentence in outcome.sentences]
                out += [f"  {line}" for line in _shown(outcome.changes)]
                out += [f"  {finding.message}" for finding in outcome.findings[:_SHOWN]]
            for applied in file.remittances:
                out += [f"  {line}" for line in applied.text().splitlines()]
        return "\n".join([*self.placed, *out, self._end()])

    def _end(self) -> str:
        changes = [
            c for file in self.files for outcome in file.outcomes for c in outcome.changes if c.claim_id
        ]
        moved = sum(change.before != change.after for change in changes)
        rejected = sum(change.after == "REJECTED" != change.before for change in changes)
        posted = sum(file.is_posted for file in self.files)
        verb = "would be posted" if self.wish.is_rehearsal else "posted"
        words, money = f"{counted(posted, 'file')} of {len(self.files):,} {verb}:", self._money()
        if changes or not money:
            words += f" {counted(moved, 'claim')} moved, {rejected:,} of them rejected."
        return words + money

    def _money(self) -> str:
        """Return what came in by remittances and for how many claims, "" if there is none."""
        new = [one.posting for file in self.files for one in file.remittances if not one.refused]
        if not new:
            return ""
        held = sum(bool(posting.held) for posting in new)
        cents = sum(posting.remittance.amount or 0 for posting in new if not posting.held)
        claims = counted(len({claim for posting in new for claim in posting.outcomes}), "claim")
        told = f" {counted(len(new) - held, 'remittance')} of ${dollars(cents)} for {claims}"
        return f"{told}; {held:,} held, for it does not add up." if held else f"{told}."


def post(workbook: Workbook, files: Iterable[HandedIn], wish: Wish, now: dt.datetime) -> Posted:
    """Post answers into the workbook; raise Refused, NoTable, Unreadable (of the workbook)."""
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=wish.user) as journal:
        # large tables are still being read in the background: the answers are read meanwhile
        answers = _ordered(files, frozenset(TABLES) - workbook.tables())
        records = Records(workbook)
        posted = Posted(wish, settled=settle(workbook, journal, now, records))
        records.needs(*NEEDED)
        before = _before(journal)
        deeds: list[tuple[Deed, Filed]] = []
        paid: list[tuple[Answer, Filed]] = []
        for answer, data in answers:
            filed = _filed(answer, before)
            posted.files.append(filed)
            if not wish.is_rehearsal:
                take_in(folder, data)
            if filed.is_bad:
                continue
            if x12.Kind.REMITTANCE in answer.kinds:
                paid.append((answer, filed))
            if kinds := answer.postable(before.get(answer.sha256, {})):
                posting = Posting(answer.source, answer.sha256, wish.as_of, wish.by)
                filed.outcomes = apply_answer(workbook, records, answer, posting, kinds)
                filed.is_posted = True
                before.setdefault(answer.sha256, {}).update(dict.fromkeys(kinds, now.date()))
                detail = _detail(answer, kinds, wish)
                deeds.append((Deed(Kind.ANSWER, _subject(answer, kinds), detail), filed))
        for deed, _ in deeds if not wish.is_rehearsal else ():
            begin(journal, deed, now)
        posted.placed = _pay(workbook, records, journal, paid, wish, now)
        if not wish.is_rehearsal and (posted.placed or any(filed.is_posted for filed in posted.files)):
            posted.placed += _log(workbook)
            records.let_go("claims")
            _save(workbook, journal, deeds, paid, now)
            records.forget_all()
            keep_standing(journal, records, "posting" if paid else "answer", now)
        return posted


def _log(workbook: Workbook) -> list[str]:
    """Bring sheet AuditLog up to date; a trail that is not whole is told, and keeps no money waiting."""
    try:
        audit.write(workbook)
    except Refused as fault:
        return [str(fault)]
    return []


def _pay(  # noqa: PLR0913, PLR0917 - what is posted, where, how
    workbook: Workbook,
    records: Records,
    journal: Journal,
    paid: Iterable[tuple[Answer, Filed]],
    wish: Wish,
    now: dt.datetime,
) -> list[str]:
    """Post remittances (not yet saved); return what was placed besides, as somebody has decided."""
    placed: list[str] = []
    for answer, filed in paid:
        origin = Origin("835", wish.as_of, wish.by, answer.source, answer.sha256)
        if wish.is_rehearsal:
            filed.remittances = preview_835(records, answer.remittances, origin)
            filed.is_posted |= any(not one.refused for one in filed.remittances)
            continue
        placed += place_decided(workbook, records, journal, origin, now)
        filed.remittances = apply_835(workbook, records, journal, answer.remittances, origin, now)
        filed.is_posted |= any(one.remit_id for one in filed.remittances)
    return placed


def _ordered(files: Iterable[HandedIn], without: frozenset[str]) -> list[tuple[Answer, bytes]]:
    """Read all files and put them into the order in which they are posted."""
    read = [(read_answer(file.name, file.data, fingerprint(file.data), without), file.data) for file in files]
    return sorted(read, key=lambda pair: pair[0].order)


def _filed(answer: Answer, before: dict[str, dict[str, dt.date]]) -> Filed:
    """Return what is to be said of a file before anything of it is posted."""
    filed = Filed(answer.source, answer.sha256, tuple(kind.value for kind in answer.kinds))
    filed.sentences += [finding.message for finding in answer.findings[:_SHOWN]]
    done = before.get(answer.sha256, {})
    if not answer.is_whole:
        filed.is_bad = True
        held = (
            f"it holds {counted(len(answer.sets), 'set')} as far as it can be read"
            if answer.sets
            else "nothing in it"
        )
        filed.sentences.append(f"Not posted ({held}): ask for the whole file.")
    elif done and not answer.postable(done) and x12.Kind.REMITTANCE not in answer.kinds:
        filed.sentences.append(f"This file was posted on {min(done.values())}: nothing is posted twice.")
    else:
        filed.sentences += answer.waiting()
        if not answer.postable() and not answer.waiting() and x12.Kind.REMITTANCE not in answer.kinds:
            filed.sentences.append("It holds no answer that can be posted: kept, nothing changed.")
    return filed


def _before(journal: Journal) -> dict[str, dict[str, dt.date]]:
    """Return what was posted before: by fingerprint the kinds, each with its day."""
    found: dict[str, dict[str, dt.date]] = {}
    for event in journal.events(TAKING_IN):  # what was begun has been settled by now
        for kind in event.detail["kinds"]:
            found.setdefault(event.detail["sha256"], {}).setdefault(kind, event.at.date())
    return found


def _subject(answer: Answer, kinds: Iterable[str]) -> str:
    return f"{answer.sha256} {'+'.join(kinds)}"


def _detail(answer: Answer, kinds: Iterable[str], wish: Wish) -> dict[str, Any]:
    return {
        "sha256": answer.sha256,
        "kinds": [str(kind) for kind in kinds],
        "on": wish.as_of.isoformat(),
        "by": wish.by,
    }


def _save(
    workbook: Workbook,
    journal: Journal,
    deeds: list[tuple[Deed, Filed]],
    paid: list[tuple[Answer, Filed]],
    now: dt.datetime,
) -> None:
    """Save what the journal knows, then tell it so; nothing of a refused save is lost."""
    try:
        workbook.save()
    except Refused as refused:
        raise Refused(f"{refused} The answers are kept; the next command posts them.") from refused
    for deed, filed in deeds:
        moves = [row for outcome in filed.outcomes for row in outcome.rows]
        note(journal, deed, {"sha256": filed.sha256, "kinds": deed.detail["kinds"], "moves": moves}, now)
    for _, filed in paid:
        note_835(journal, filed.remittances, now)


def _shown(changes: list[Change]) -> list[str]:
    """Return a line a claim, those that a person must look at first."""
    claims = sorted((c for c in changes if c.claim_id), key=lambda c: (c.after != "REJECTED", not c.note))
    lines = []
    for change in claims[:_SHOWN]:
        way = change.after if change.before == change.after else f"{change.before} to {change.after}"
        words = [f"claim {change.claim_id}: {way or change.verdict.lower()}: {change.reason}"]
        words += [f"cell: {change.place}"] if change.place else []
        words += [part for part in (change.todo, change.note) if part]
        lines.append("; ".join(words) + ".")
    if len(claims) > _SHOWN:
        lines.append(f"… and {len(claims) - _SHOWN:,} more.")
    return lines
