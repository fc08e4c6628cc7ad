"""The steps that acknowledgements make claims take, collected and then written together.

Answers come late, twice and in the wrong order. A claim takes a step only along the arrows of its life; what
cannot be is told and changes nothing, and where two answers contradict each other a task asks a person. A
batch that is answered was sent, even if nobody noted it: then the day of the answer counts as the day of
sending. What was said before, word for word, is not said again.

Source: handbook §8.9, §7.10, §9.4, §10.4.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims import acknowledged
from xl_massbill.claims.batches import AT_HOME, OFFICE, claims_in, made_on, send, stage_of, those_in
from xl_massbill.claims.follow_up import tasks
from xl_massbill.claims.keeping import Happened, move, note, told
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.reply import Replies
from xl_massbill.claims.states import Action, Event, Refusal, State
from xl_massbill.commands.ack_aims import Aim
from xl_massbill.commands.ack_words import NOT_WITH_PAYER, nothing_new, refused, row_of, summary
from xl_massbill.commands.posting import Change, Outcome, Posting
from xl_massbill.practice import Records
from xl_massbill.remits.kinds import Kind
from xl_massbill.remits.verdicts import Saying, Verdict

_OLDEST = dt.date(2000, 1, 1)
_NEXT_DAY = dt.timedelta(days=1)
"""Clocks of others may be a day behind ours."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """One step that a claim will take; `why` only where a task is made of it."""

    event: Event
    day: dt.date
    why: str
    claim_id: str


class Steps:
    """The steps of one set of answers."""

    def __init__(self, workbook: Workbook, records: Records, posting: Posting, outcome: Outcome) -> None:
        self._workbook, self._records, self._posting, self._outcome = workbook, records, posting, outcome
        self._known, self._replies = acknowledged.Known(records), Replies(records, posting.on)
        self._states: dict[str, State] = {}
        self._planned: list[_Planned] = []
        self._each: dict[str, dict[str, Cell]] = {}
        self._noted: dict[str, dict[str, Cell]] = {}
        self._rows: list[acknowledged.Row] = []
        self._asked: list[_Planned] = []
        self._batches: dict[str, list[Saying]] = {}
        self._unknown: Counter[str] = Counter()

    def take(self, aim: Aim) -> None:
        """Plan what a saying makes of its claims; nothing is written yet but that a batch was sent."""
        saying = aim.saying
        day = self._day(saying)
        if aim.unknown:
            self._unknown[aim.unknown] += 1
            return
        if aim.batch_id and not self._is_out(aim, day):
            return
        if (aim.batch_id and not saying.claim_id) or saying.group:
            self._batches.setdefault(aim.batch_id, []).append(saying)
        elif aim.batch_id:
            self._batches.setdefault(aim.batch_id, [])
        if saying.event in (None, Event.SYNTAX_ACCEPTED):
            claim = "" if saying.event else aim.cause
            if self._is_new(aim, claim, day):
                self._add(aim, claim, day, ("", ""))
            return
        for claim in aim.claims:
            self._claim(aim, claim, day)

    def write(self) -> None:
        """Write all that was planned (not yet saved)."""
        for event, day, why, claims in self._rounds():
            happened = Happened(event, day, by=self._posting.by, why=why)
            moved = move(self._workbook, self._records, claims, happened, each=self._each)
            self._outcome.moved += moved
            self._outcome.rows.append(told(moved, happened))
        note(self._workbook, self._records, self._noted)
        for one in self._asked:
            by = self._posting.by
            tasks(self._workbook, self._records, [one.claim_id], one.event, one.day, by, one.why)
        acknowledged.add(self._workbook, self._records, self._rows)
        if not acknowledged.is_taken_in(self._records, self._posting.sha256):
            acknowledged.add(self._workbook, self._records, [nothing_new(self._posting)])
        for batch, sayings in self._batches.items():
            stage = acknowledged.tell_batch(self._workbook, self._records, batch, _of_batch(sayings))
            self._outcome.sentences += summary(batch, stage, sayings)
        for what, times in self._unknown.items():
            self._outcome.sentences.append(
                f"{what}{f' ({times:,} times)' if times > 1 else ''}: nothing was changed."
            )

    def _day(self, saying: Saying) -> dt.date:
        """Return the day of an answer; one that is none, or is still to come, is that of the posting."""
        day = saying.day
        return day if day and _OLDEST <= day <= self._posting.on else self._posting.on

    def _is_out(self, aim: Aim, day: dt.date) -> bool:
        """Return whether the batch was sent, noting it where nobody did; an older answer is not about it."""
        batch, made = aim.batch_id, made_on(self._records, aim.batch_id)
        if made and day < made - _NEXT_DAY:
            self._unknown[
                f"The answer of {day} is older than batch {batch}, so it is about another file"
            ] += 1
            return False
        if stage_of(self._records, batch) not in AT_HOME:
            return True
        on = max(day, made) if made else day
        claims = those_in(self._records, claims_in(self._records, batch), State.BATCHED)
        by = self._posting.by or OFFICE
        detail = {"on": on.isoformat(), "by": by, "why": "answered", "claims": claims}
        moved = send(self._workbook, self._records, batch, detail)
        self._outcome.moved += moved
        self._outcome.rows.append(told(moved, Happened(Event.SENT, on, by=by, why="answered")))
        self._outcome.sentences.append(
            f"Batch {batch} is answered, so it was sent: it is marked as sent on {on}."
        )
        return True

    def _claim(self, aim: Aim, claim: str, day: dt.date) -> None:
        """Plan the step of one claim; one that cannot be is told."""
        saying, event = aim.saying, aim.saying.event
        assert event is not None
        state = self._state(claim)
        if state is None:
            self._unknown[f"Claim {claim} has no status"] += 1
            return
        if not self._is_new(aim, claim, day):
            return
        found = Refusal("") if self._is_stale(claim, state, day) else step(state, event)
        if isinstance(found, Refusal):
            words, is_conflict = refused(state, saying, is_stale=not found.sentence)
            if is_conflict:
                self._asked.append(_Planned(Event.UNCLEAR, day, f"{saying.words}; {words}", claim))
            self._note(claim, saying, state, day)
            self._add(aim, claim, day, (state, state), words)
            return
        self._states[claim] = found.after
        why = saying.words if Action.FOLLOW_UP in found.actions else ""
        self._planned.append(_Planned(event, day, why, claim))
        if saying.payer_number:
            self._each.setdefault(claim, {})["icn"] = saying.payer_number
        if event is Event.ASKED:  # a deadline of an earlier request goes, even where nobody knows the new one
            self._each.setdefault(claim, {})["deadline_reply"] = self._replies.by(claim, day)
        self._add(aim, claim, day, (state, found.after))

    def _state(self, claim: str) -> State | None:
        if claim not in self._states:
            at = self._records.index("claims", "claim_id")[claim]
            status = self._records["claims"]["status"].iloc[at]
            if status not in tuple(State):
                return None
            self._states[claim] = State(status)
        return self._states[claim]

    def _is_stale(self, claim: str, state: State, day: dt.date) -> bool:
        """Return whether an answer is to an earlier sending: the claim was rejected and then sent anew."""
        first, last = self._cell(claim, "first_rejected_on"), self._cell(claim, "last_submitted_on")
        is_again = not pd.isna(first) and state in (State.SUBMITTED, State.ACK_RECEIVED)
        return is_again and not pd.isna(last) and day < last.date()

    def _note(self, claim: str, saying: Saying, state: State, day: dt.date) -> None:
        """Keep the payer's number and the day of acceptance of a claim that has gone on without it."""
        if saying.event is not Event.TAKEN_IN or state in NOT_WITH_PAYER:
            return
        wanted: dict[str, Cell] = {"icn": saying.payer_number or None, "first_accepted_on": day}
        cells = {n: cell for n, cell in wanted.items() if cell and pd.isna(self._cell(claim, n))}
        if cells:
            self._noted.setdefault(claim, {}).update(cells)

    def _cell(self, claim: str, name: str) -> Any:
        at = self._records.index("claims", "claim_id")[claim]
        value = self._records["claims"][name].iloc[at]
        return pd.NaT if value is None else value

    def _is_new(self, aim: Aim, claim: str, day: dt.date) -> bool:
        return self._known.take(row_of(aim, claim, day, self._posting))

    def _add(self, aim: Aim, claim: str, day: dt.date, way: tuple[str, str], words: str = "") -> None:
        """Keep a row of sheet Acks and a row of the preview."""
        row = row_of(aim, claim, day, self._posting)
        self._rows.append(row)
        saying = aim.saying
        is_cause = not aim.cause or claim == aim.cause
        place = str(aim.place) if aim.place and is_cause else ""
        reason, batch, todo = str(row["reason"] or ""), aim.batch_id, saying.todo if is_cause else ""
        self._outcome.changes.append(
            Change(claim, batch, saying.kind, *way, saying.verdict, day, reason, place, todo, words)
        )

    def _rounds(self) -> list[tuple[Event, dt.date, str, list[str]]]:
        """Return the steps in rounds: the first of each claim, then the second …; equal ones together."""
        turn: Counter[str] = Counter()
        groups: dict[tuple[int, Event, dt.date, str], list[str]] = {}
        for one in self._planned:
            groups.setdefault((turn[one.claim_id], one.event, one.day, one.why), []).append(one.claim_id)
            turn[one.claim_id] += 1
        ordered = sorted(groups.items(), key=lambda pair: pair[0][0])
        return [(event, day, why, claims) for (_, event, day, why), claims in ordered]


def _of_batch(sayings: list[Saying]) -> dict[str, Cell]:
    """Return what was said of a whole batch, as cells of its row."""
    cells: dict[str, Cell] = {}
    files = [saying for saying in sayings if saying.kind is Kind.INTERCHANGE]
    if files:
        cells["ta1_status"] = files[-1].codes.split()[1] if len(files[-1].codes.split()) > 1 else None
    sets = [saying for saying in sayings if saying.kind is Kind.SYNTAX]
    verdicts = {saying.verdict for saying in sets} - {Verdict.UNCLEAR}
    if len(verdicts) > 1:
        cells["ack999_status"] = "P"
    elif verdicts:
        has_errors = any(saying.codes.startswith("IK5 E") for saying in sets)
        cells["ack999_status"] = "R" if Verdict.REJECTED in verdicts else "E" if has_errors else "A"
    return cells
