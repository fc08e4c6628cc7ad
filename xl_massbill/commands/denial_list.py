"""The denied lines that still want something, the most urgent first: money, deadline and next step of each.

Source: handbook §9.1, §9.2, §10.5 (order), §10.6.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Denial, Stage
from xl_massbill.claims.denials.steps import Advice
from xl_massbill.codes.carc import ACTIONS
from xl_massbill.commands.words import counted
from xl_massbill.practice import Records

_SHOWN = {stage: n for n, stage in enumerate((Stage.TO_DECIDE, Stage.LOST, Stage.TO_DO, Stage.WAITING))}


@dataclass(frozen=True, slots=True)
class Listed:
    """One denied line on the list; `score` is 0 to 100, the higher the more urgent."""

    denial: Denial
    stage: Stage
    words: str
    cause: str
    advice: Advice
    deadline: dt.date | None
    days_left: int | None
    score: int

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        one = self.denial
        return {
            "denial": one.denial_id,
            "claim": one.claim_id,
            "line": one.line_no,
            "denied_on": _iso(one.denied_on),
            "group": one.group,
            "carc": one.carc,
            "rarcs": list(one.rarcs),
            "cents": one.amount,
            "words": self.words,
            "cause": self.cause,
            "stage": self.stage.value,
            "decision": one.decision.value if one.decision else None,
            "deadline": _iso(self.deadline),
            "days_left": self.days_left,
            "score": self.score,
            "next": list(self.advice.steps),
            "not": self.advice.barred,
            "hints": list(self.advice.hints),
        }

    def text(self) -> str:
        """Return it for the terminal, on two or three lines."""
        one = self.denial
        money = "      ?" if one.amount is None else f"${one.amount / 100:,.2f}"
        remarks = f" ({', '.join(one.rarcs)})" if one.rarcs else ""
        about = f"{one.reason}{remarks}: {self.words}"
        head = f"{self.score:3}  {one.denial_id:8} {one.line:16} {money:>10}  {about}"
        rows = [head, f"     {self.stage}; {self._when()}; {self._what()}"]
        if self.cause:
            rows.append(f"     likely: {self.cause}")
        struck, barred = self.advice.struck, self.advice.barred
        rows += [f"     not to {ACTIONS[step]}: {barred[step]}" for step in struck]
        return "\n".join(rows)

    def _when(self) -> str:
        if self.deadline is None or self.days_left is None:
            return "no deadline known"
        if self.days_left < 0:
            return f"the limit passed on {self.deadline}"
        return f"until {self.deadline}, {counted(self.days_left, 'day')} left"

    def _what(self) -> str:
        if self.denial.decision and self.stage is not Stage.LOST:
            return f"decided: {self.denial.decision}"
        return f"next: {self.advice.words}"


def denial_list(workbook: Workbook, today: dt.date) -> list[Listed]:
    """Return the denied lines that are not settled, the most urgent first (§10.5), those that wait last."""
    desk = Desk(Records(workbook), today)
    found = [listed(desk, one, stage) for one in desk.denials if (stage := desk.stage(one)) in _SHOWN]
    return sorted(found, key=_order)


def listed(desk: Desk, denial: Denial, stage: Stage | None = None) -> Listed:
    """Return a denied line as the list shows it."""
    reason = desk.reason(denial)
    advice = desk.advice(denial)
    points, last = desk.urgency(denial, advice)
    return Listed(
        denial=denial,
        stage=stage or desk.stage(denial),
        words=reason.wording,
        cause=reason.cause,
        advice=advice,
        deadline=last,
        days_left=None if last is None else (last - desk.today).days,
        score=points,
    )


def _order(one: Listed) -> tuple[Any, ...]:
    left = one.days_left if one.days_left is not None else 10**6
    waits = one.stage is Stage.WAITING
    return waits, -one.score, left, -(one.denial.amount or 0), one.denial.claim_id, one.denial.denial_id


def text(found: list[Listed], today: dt.date) -> str:
    """Return the list for the terminal."""
    if not found:
        return "No denied line waits for anything."
    at_stake = sum(one.denial.amount or 0 for one in found)
    total = f"{counted(len(found), 'denied line')}, ${at_stake / 100:,.2f} at stake, as of {today}."
    return "\n".join([*(one.text() for one in found), total])


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
