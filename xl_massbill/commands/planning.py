"""What an export would do: which claims would go, in which form, and what stays at home and why.

Source: DESIGN §4; handbook §7.1, §7.5, §7.7, §8.9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xl_massbill.book.finding import Severity
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.again import Followers
from xl_massbill.claims.build import Draft, drafts
from xl_massbill.claims.following import Kind
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.numbers import next_claim_number
from xl_massbill.claims.states import Event, Facts, Refusal, State
from xl_massbill.commands import check
from xl_massbill.commands.asked import Asked, Follow, expanded
from xl_massbill.commands.form_files import METHODS
from xl_massbill.commands.judge import Judged, judge
from xl_massbill.commands.select import Selection, keep_back, open_words, select
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused

_CHANGED = "CLM-017"
"""A line that was changed after it was sent: what a correction is for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an export would do: the claims to be, and what stays at home."""

    drafts: Sequence[Draft]
    selection: Selection
    checked: check.Checked

    @property
    def total(self) -> int:
        """Return the charges in cents."""
        return sum(draft.charge for draft in self.drafts)

    def sentence(self) -> str:
        """Return what would go and what would stay."""
        return f"{self.what()}, ready to go. {stays(self.selection)}"

    def what(self) -> str:
        """Return how many claims would go, and for how much."""
        return f"{counted(len(self.drafts), 'claim')}, ${self.total / 100:,.2f}"


def stays(selection: Selection) -> str:
    """Return in words what stays at home and why."""
    parts = [
        (selection.held_by_error, "held by errors"),
        (selection.held_by_warning, "held by warnings that nobody has acknowledged"),
        (selection.other_method, f"to be sent another way than {selection.method}"),
        (selection.rejected, "on rejected claims: mend, then resend"),
    ]
    told = ", ".join(f"{counted(n, 'visit')} {words}" for n, words in parts if n)
    return f"{told}." if told else "Nothing stays behind."


def plan(workbook: Workbook, as_of: dt.date, form: str = "837p", follow: Follow = ()) -> Plan:
    """Check the workbook and say what an export would send in a form; nothing is written.

    With `follow` only these claims are made: corrections, voids, claims to the next payer, new ones for
    denied ones, rejected ones that go again, by their number or all of a batch. Raise Refused, in one
    sentence, where one that was asked for by its number cannot be; those of a batch stay at home one by one.
    """
    checked, method = check.check(workbook, as_of), METHODS[form]
    records = checked.lines.records
    records.needs("claims", "claim_lines", "batches")
    in_turn = expanded(records, follow)
    if follow:
        found, waits = _following(checked, in_turn)
        selection = keep_back(Selection(np.empty(0, dtype=np.int64), method=method), waits, checked.lines)
    else:
        selection = select(checked.lines, checked.outcome, checked.waived, method)
        found = _new(checked, selection)
    judged = judge(checked, found, as_of, next_claim_number(records), form) if found else Judged(found)
    for finding, touched in judged.findings:
        checked.outcome.add(finding, touched)
    if judged.kept and any(one.is_asked for one in in_turn):
        raise Refused(f"It cannot go: {next(iter(judged.kept.values()))}")
    return Plan(judged.ready, keep_back(selection, judged.kept, checked.lines), checked)


def _new(checked: check.Checked, selection: Selection) -> list[Draft]:
    if not len(selection.lines):
        return []
    one_day = checked.lines.records.setting_on("one_claim_per_dos", True)
    return drafts(checked.lines, selection.lines, one_claim_per_dos=one_day)


def _following(checked: check.Checked, follow: Sequence[Asked]) -> tuple[list[Draft], dict[int, str]]:
    """Return the claims that follow others, and why the lines of others of their batch stay at home."""
    followers, found = Followers(checked.lines), list[Draft]()
    waits: dict[int, str] = {}
    for one in follow:
        try:
            draft = followers.draft(one.kind, one.claim_id)
            _must_be_clean(checked, draft, one.kind)
        except Refused as why:
            if one.is_asked:
                raise
            on_claim = (checked.lines["claim_id"] == one.claim_id).to_numpy(dtype=bool, na_value=False)
            waits |= dict.fromkeys(np.flatnonzero(on_claim).tolist(), str(why))
        else:
            found.append(draft)
    return found, waits


def _must_be_clean(checked: check.Checked, draft: Draft, kind: Kind) -> None:
    """Refuse a correction whose rows still have an error, and one sent anew or again with anything open.

    A void, and a claim to the next payer, say what was sent before: their rows are not judged anew.
    """
    rows, made = {row["at"] for row in draft.rows}, draft.again and draft.again.kind
    if made in (Kind.VOID, Kind.NEXT_PAYER):
        return
    if kind in (Kind.RESENT, Kind.ANEW):
        words = open_words(checked.outcome, checked.waived, but=_CHANGED)
        waiting = {i: told for i, told in words.items() if i in rows}
        facts = Facts(open_findings=len(waiting))
        if waiting and isinstance(step(State.REJECTED, Event.MENDED_ANEW, facts), Refusal):
            first = min(waiting)
            raise Refused(f"It cannot go before row {checked.lines.sheet.rows[first]}: {waiting[first]}")
        return
    outcome = checked.outcome
    for finding, touched in zip(outcome.findings, outcome.touched, strict=True):
        if finding.severity is Severity.ERROR and finding.rule != _CHANGED and rows.intersection(touched):
            raise Refused(f"It cannot go before row {finding.place.line}: {finding.rule} {finding.message}")
