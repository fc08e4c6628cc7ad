"""An answer that was handed in: read into its sets, and how each kind of set is posted.

A file is posted kind by kind: of one that holds acknowledgements and a remittance, the one can be posted and
the other still wait. A file that is cut short or damaged is read as far as it goes and never posted.

Source: DESIGN §4 (a payer file to the ledger); handbook §8.1-8.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.finding import Finding
from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.kept_files import taken_in
from xl_massbill.commands import post_acks, post_benefits
from xl_massbill.commands.posting import Handler, Outcome, Posting
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits.flaws import is_cut
from xl_massbill.remits.kinds import Kind, TransactionSet, sets_of
from xl_massbill.remits.read835 import remittance_of
from xl_massbill.remits.read835_facts import Remittance
from xl_massbill.x12.segment import Segment

HANDLERS: dict[Kind, Handler] = {
    Kind.INTERCHANGE: Handler(0, post_acks.apply_acks, post_acks.is_known),
    Kind.SYNTAX: Handler(1, post_acks.apply_acks, post_acks.is_known),
    Kind.CLAIMS_TAKEN: Handler(2, post_acks.apply_acks, post_acks.is_known),
    Kind.STATUS: Handler(3, post_acks.apply_acks, post_acks.is_known),
    Kind.BENEFITS: Handler(
        4,
        post_benefits.apply_benefits,
        post_benefits.is_known,
        post_benefits.TABLE,
        needs_table=True,
        finish=post_benefits.finish_benefits,
    ),
}
"""How each kind is posted; a kind that is not here is kept and waits."""
_LAST = 9


@dataclass(slots=True)
class Answer:
    """One file as read: its sets with their segments, what is wrong with it, and whether it is whole.

    Of remittances, which are large, the segments are not kept but what they say.
    """

    source: str
    sha256: str
    sets: list[tuple[TransactionSet, list[Segment]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    without: frozenset[str] = frozenset()
    """Tables that the workbook lacks."""
    remittances: list[Remittance] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Return whether the file ends where it should, and every set in it."""
        return bool(self.sets) and not is_cut(self.findings) and all(one.is_whole for one, _ in self.sets)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds in it, each once, those that are posted first coming first."""
        return tuple(sorted(dict.fromkeys(one.kind for one, _ in self.sets), key=_rank))

    @property
    def order(self) -> tuple[int, dt.date, str, str]:
        """Return by what several files are put into order: TA1 first, then by day and number."""
        if not self.sets:
            return (_LAST, dt.date.max, "", self.source)
        envelope = self.sets[0][0].envelope
        return (_rank(self.kinds[0]), envelope.day or dt.date.max, envelope.number, self.source)

    def postable(self, done: Collection[str] = ()) -> tuple[Kind, ...]:
        """Return the kinds that can be posted into this workbook and were not."""
        return tuple(
            kind for kind in self.kinds if kind in HANDLERS and kind not in done and not self._lacks(kind)
        )

    def waiting(self) -> list[str]:
        """Return a sentence for each kind that is kept and not posted."""
        held = [(kind, TABLES[HANDLERS[kind].table].facts.excel) for kind in self.kinds if self._lacks(kind)]
        return [
            f"It holds a {kind}, which needs a sheet {sheet} that this workbook lacks: it is kept. Make a new"
            " workbook from this one (README: A workbook of an earlier version) and hand it in again."
            for kind, sheet in held
        ]

    def _lacks(self, kind: Kind) -> bool:
        """Return whether the workbook lacks the sheet without which a kind is not posted."""
        handler = HANDLERS.get(kind)
        return handler is not None and handler.needs_table and handler.table in self.without


def read_answer(source: str, data: bytes, sha256: str, without: frozenset[str] = frozenset()) -> Answer:
    """Read a file into its sets; never raises for its content."""
    answer = Answer(source, sha256, without=without)
    for one in sets_of(data, source, answer.findings):
        if one.kind is Kind.REMITTANCE:
            found = remittance_of(one.segments)
            answer.remittances += [found] if found else []
        answer.sets.append((one, list(one.segments)))
    return answer


def apply_answer(
    workbook: Workbook, records: Records, answer: Answer, posting: Posting, kinds: Collection[str]
) -> list[Outcome]:
    """Post the sets of these kinds (not yet saved), those of lower rank first."""
    outcomes: dict[Kind, list[Outcome]] = {}
    for one, segments in sorted(answer.sets, key=lambda pair: _rank(pair[0].kind)):
        if one.kind in kinds:
            one.segments = iter(segments)
            done = HANDLERS[one.kind].apply(workbook, records, one, posting)
            outcomes.setdefault(one.kind, []).append(done)
    for kind, of_kind in outcomes.items():
        if (finish := HANDLERS[kind].finish) is not None:
            finish(workbook, records, of_kind, posting)
    return [outcome for of_kind in outcomes.values() for outcome in of_kind]


def post_again(workbook: Workbook, records: Records, detail: Mapping[str, Any]) -> dict[str, Any]:
    """Post from the file that was kept (not yet saved), as the journal says, and return what it keeps of it.

    Raises:
        Refused: the file is not there any more, or is damaged.
    """
    sha256, kinds = detail["sha256"], detail["kinds"]
    data = taken_in(Folder.of(workbook.path), sha256)
    if data is None:
        raise Refused(
            f"The answer {sha256[:12]}… was handed in, and its file in folder in/ is missing or damaged:"
            " put it back from a backup of that folder."
        )
    posting = Posting(sha256[:12], sha256, dt.date.fromisoformat(detail["on"]), detail["by"])
    outcomes = apply_answer(workbook, records, read_answer(sha256[:12], data, sha256), posting, kinds)
    return {"sha256": sha256, "kinds": kinds, "moves": [row for outcome in outcomes for row in outcome.rows]}


def is_known(records: Records, sha256: str, kinds: Collection[str], *, is_noted: bool = False) -> bool:
    """Return whether the workbook shows that these kinds of a file were posted.

    A workbook without the sheet cannot show it: then the journal is believed.
    """
    handlers = [HANDLERS[Kind(kind)] for kind in kinds]
    return all(
        (is_noted and not records[handler.table].present) or handler.is_known(records, sha256)
        for handler in handlers
    )


def _rank(kind: Kind) -> int:
    return HANDLERS[kind].rank if kind in HANDLERS else _LAST
