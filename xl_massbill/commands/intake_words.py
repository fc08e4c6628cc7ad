"""What taking a file in came to, in words and as JSON: rows and columns are named, people never.

Source: handbook §11.1; DESIGN §1.10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.commands.intake_past import Past
from xl_massbill.commands.words import counted
from xl_massbill.intake.files import SourceTable
from xl_massbill.intake.guess import How, Line, Proposal
from xl_massbill.intake.outcome import Outcome, State
from xl_massbill.intake.targets import Kind

_SHOWN, _ROWS = 20, 8
_HINTS = {
    State.MAYBE: " A row that is new all the same: --rows new:ROW.",
    State.GONE: " Rows that are gone: --rows again takes them in anew.",
}
_DIFFERS = {
    Kind.APPOINTMENTS: " What differs is not written; --rows update brings untouched visits up to date.",
    Kind.CLIENTS: " What differs is not written: the insurance card counts, not the booking.",
}


@dataclass(slots=True)
class Taken:
    """A file, the map it is read by, and what became of each row; without `is_agreed` nothing was read."""

    kind: Kind
    table: SourceTable = field(repr=False)
    proposal: Proposal = field(repr=False)
    is_agreed: bool
    dry_run: bool = False
    leave_out: bool = False
    before: Past | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    import_id: str = ""
    is_remembered: bool = False
    has_maps: bool = True
    settled: list[str] = field(default_factory=list)

    def of(self, *states: State) -> list[Outcome]:
        """Return the rows of which one of these things becomes."""
        return [one for one in self.outcomes if one.state in states]

    @property
    def news(self) -> list[Outcome]:
        """Return the rows that are new."""
        return self.of(State.NEW)

    @property
    def met(self) -> list[Outcome]:
        """Return the rows that met, for sure, a record of which no earlier file knew the number."""
        return [one for one in self.of(State.SAME, State.DIFFERS) if one.is_met and not one.by_name_alone]

    @property
    def has_news(self) -> bool:
        """Return whether there is anything to write or to remember."""
        return bool(self.news or self.met or self.of(State.UPDATED))

    @property
    def stopped(self) -> bool:
        """Return whether rows that cannot be taken stop the file."""
        return bool(self.of(State.BAD)) and not self.leave_out

    def text(self) -> str:
        """Return what a person reads."""
        return "\n".join(self._map() if not self.is_agreed else [*self._rows(), self._end()])

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "kind": self.kind.value,
            "import": self.import_id,
            "map": self.proposal.made.name,
            "agreed": self.is_agreed,
            "dry_run": self.dry_run,
            "columns": [
                {
                    "heading": line.row.heading,
                    "fills": line.row.fills,
                    "how": line.how.value,
                    "perhaps": line.perhaps,
                    "dates": line.row.read_as,
                    "words": dict(line.row.words),
                    "unknown": list(line.unknown),
                }
                for line in self.proposal.lines
            ],
            "counts": {state.value: many for state, many in Counter(o.state for o in self.outcomes).items()},
            "rows": [_as_json(one) for one in self.outcomes],
        }

    def _map(self) -> Iterator[str]:
        """Yield what the headings may fill, for a person to agree to."""
        made = self.proposal.made
        yield f"{counted(len(self.table.rows), 'row')}. What the columns fill, as map “{made.name}”:"
        if self.table.above:
            yield f"  ({counted(self.table.above, 'row')} above the headings passed over)"
        for line in self.proposal.lines:
            yield _line(line)
        yield (
            "Nothing was read or written yet. If this is right, run it again with --yes-mapping; "
            "--map HEADING=TARGET, TARGET:WORD=MEANING or dates=mdy changes it. It is remembered on sheet "
            "ImportMaps."
        )

    def _rows(self) -> Iterator[str]:
        made = self.proposal.made
        rows, used = counted(len(self.table.rows), "row"), counted(len(made.used), "column")
        yield f"{rows}, read by map “{made.name}” ({used} used)."
        many = Counter(one.state for one in self.outcomes)
        for state in State:
            if many[state]:
                yield f"{many[state]:6,}  {state}"
        if not self.has_maps:
            yield "The workbook has no sheet ImportMaps: the map is not remembered."
        alone = sum(one.by_name_alone for one in self.of(State.NEW, State.SAME, State.DIFFERS))
        if alone:
            yield f"{alone:6,}  found by name alone, which fits one patient only"
        yield from _told(self.of(State.BAD))
        yield from _told([one for one in self.outcomes if one.state is not State.BAD and one.is_told])

    def _end(self) -> str:
        many, updated = len(self.news), len(self.of(State.UPDATED))
        hints = "".join(words for state, words in _HINTS.items() if self.of(state))
        if self.of(State.DIFFERS):
            hints += _DIFFERS[self.kind]
        if self.stopped:
            kept = " The map is remembered." if self.is_remembered else ""
            return (
                f"Nothing was taken in.{kept} Mend the file or the map, or leave out what cannot be taken: "
                f"--rows leave-out.{hints}"
            )
        what = counted(many, self.kind.what)
        if updated:
            what += f", {counted(updated, self.kind.what)} brought up to date"
        if self.dry_run:
            return f"Dry run: {what} would come in; nothing was written.{hints}"
        if self.import_id and (many or updated):
            sheet = self.kind.table.capitalize()
            return (
                f"{what}: sheet {sheet}, import {self.import_id}; undo-import {self.import_id} takes its new "
                f"rows back.{hints}"
            )
        again = f" The same file was taken in as {self.before.import_id}." if self.before else ""
        return f"Nothing new: no row was added.{again}{hints}"


def _told(found: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line for each row that a person should look at; notes of the same words stand in one line."""
    lines: dict[str, list[str]] = {}
    for one in found:
        row = f"{one.row} ({one.record})" if one.record else str(one.row)
        for words in _said(one):
            lines.setdefault(words, []).append(row)
    for words, rows in list(lines.items())[:_SHOWN]:
        more = f" and {len(rows) - _ROWS:,} more" if len(rows) > _ROWS else ""
        yield f"row{'s' * (len(rows) > 1)} {', '.join(rows[:_ROWS])}{more}: {words}"
    if len(lines) > _SHOWN:
        yield f"… and {len(lines) - _SHOWN:,} more (--json lists all)."


def _said(one: Outcome) -> Iterator[str]:
    look = f"; look at {', '.join(one.near)}" if one.near else ""
    if one.state in {State.DIFFERS, State.UPDATED, State.MAYBE, State.GONE}:
        differs = f": {'; '.join(one.differs)}" if one.differs else ""
        yield f"{one.state}{differs}{look}"
        look = ""
    for note in one.notes:
        yield note.text() + (look if note is one.notes[-1] else "")


def _line(line: Line) -> str:
    row = line.row
    fills = row.fills or ("?" if line.how is How.ALIKE else "-")
    dates = (
        f", dates {row.read_as}"
        if row.read_as
        else ", dates MDY or DMY? Say dates=mdy or dates=dmy"
        if line.asks
        else ""
    )
    perhaps = f" {line.perhaps}" if line.perhaps else ""
    words = f"; {', '.join(f'{w}={m}' for w, m in row.words.items())}" if row.words else ""
    unknown = f"; no meaning yet: {', '.join(line.unknown[:_SHOWN])}" if line.unknown else ""
    return f"  {row.heading} → {fills}  ({line.how}{perhaps}{dates}{words}{unknown})"


def _as_json(one: Outcome) -> dict[str, Any]:
    return {
        "row": one.row,
        "state": one.state.value,
        "record": one.record,
        "near": list(one.near),
        "differs": list(one.differs),
        "notes": [{"heading": note.heading, "what": note.what, "word": note.word} for note in one.notes],
    }
