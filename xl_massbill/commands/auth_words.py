"""An allowance in words: how it stands, what to do about it, how much of it is left.

Source: handbook §4.3, §5.4, §6.4 (REF-005, REF-006, AUT-003), §6.2 (COV-009, COV-011).
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.commands.words import counted
from xl_massbill.practice.allowances.allowance import DATES, Allowance, Count, Kind, Unit
from xl_massbill.practice.allowances.run_out import How, Outlook, State, is_followed

_ASK = {
    Kind.APPROVAL: "ask the payer for more",
    Kind.ORDER: "ask the prescriber for a new order",
    Kind.PLAN: "tell the patient; ask the plan for more",
    Kind.FREE: "ask the payer for an approval",
    Kind.METER: "ask the adjuster what is left",
}
_OUT = {Unit.VISITS: ("visits", "last"), Unit.UNITS: ("units", "last"), Unit.DOLLARS: ("money", "lasts")}
_ONE = {Unit.VISITS: "visit", Unit.UNITS: "unit", Unit.WEEKS: "week"}


def todo(allowance: Allowance, seen: Outlook, as_of: dt.date) -> str:
    """Return what to do about an allowance and why, sentence by sentence."""
    said = [_of_state(allowance, seen, as_of)]
    if seen.state is State.OVER:
        said.append(_beyond(allowance))
    if allowance.followed_by and seen.state is not State.ENDED:
        gap = "" if is_followed(allowance, seen.until) else f" only from {allowance.followed_from} on"
        said.append(f"{_sentence(allowance.followed_by)} follows it{gap}.")
    if allowance.is_unreadable:
        said.append("A cell of its limits cannot be read: mend it, then count again.")
    unlimited = [count.unit for count in allowance.counts if count.allowed is None]
    if (
        unlimited
        and not allowance.is_unreadable
        and seen.state in (State.OPEN, State.ASK_NOW)
        and allowance.kind is not Kind.METER
    ):
        said.append(f"No limit of {' and '.join(unlimited)} given.")
    return " ".join(part for part in (*said, *allowance.notes) if part)


def _of_state(allowance: Allowance, seen: Outlook, as_of: dt.date) -> str:
    ask = _ASK.get(allowance.kind, "")
    words = {
        State.PENDING: "Pending: nothing is approved yet, hold the claims.",
        State.DENIED: "Denied: appeal, or bill as the plan allows.",
        State.NOT_NEEDED: "The payer says that none is needed.",
        State.ENDED: f"Ended on {allowance.last}.",
        State.NOT_YET: f"Begins on {allowance.first}.",
        State.NO_LIMIT: ""
        if allowance.kind is Kind.DAILY_CAP or allowance.is_unreadable
        else f"No limit given{_limit(allowance)}.",
        State.USED_UP: f"Used up ({_why(seen)})."
        if allowance.followed_by
        else f"Used up ({_why(seen)}): {ask}.",
        State.OVER: _lacking(allowance),
        State.ASK_NOW: f"{_sentence(ask)} now: {_why(seen)}.",
    }
    if seen.state in words:
        return words[seen.state]
    if seen.ask_by is None or seen.until is None:
        return f"{_sentence(_why(seen))}." if seen.until else ""
    return f"{_sentence(ask)} by {seen.ask_by}: {_why(seen)}." if seen.ask_by > as_of else ""


def _lacking(allowance: Allowance) -> str:
    if any(visit.by == DATES for visit in allowance.open_beyond()[:1]):
        return "Enter what covers the visit, or ask for it."
    return "" if allowance.followed_by else f"{_sentence(_ASK.get(allowance.kind, ''))} now."


def _limit(allowance: Allowance) -> str:
    return ": ask the adjuster" if allowance.kind is Kind.METER else ""


def _why(seen: Outlook) -> str:
    if seen.binds in (DATES, Unit.WEEKS):
        return f"it ends on {seen.until}"
    runs_out = seen.runs_out
    if runs_out is None:
        return "nothing ends it"
    if runs_out.day is None:
        return f"no {runs_out.by} from the start"
    what, lasts = _OUT[Unit(runs_out.by)]
    how = {
        How.REACHED: f"the last of the {what} was used on {runs_out.day}",
        How.BOOKED: f"booked visits use up the {what} on {runs_out.day}",
        How.ESTIMATE: f"at the pace so far the {what} {lasts} until {runs_out.day} (an estimate)",
    }
    return how[runs_out.how]


def _beyond(allowance: Allowance) -> str:
    beyond = allowance.open_beyond()
    first, visits = beyond[0], {visit.visit_id for visit in beyond}
    why = "outside its dates" if first.by == DATES else f"beyond its {_OUT[Unit(first.by)][0]}"
    more = f", and {counted(len(visits) - 1, 'more visit')}" if len(visits) > 1 else ""
    return f"Not covered: {first.visit_id} on {first.day}, {why}{more}."


def left(allowance: Allowance) -> str:
    """Return in words how much is used, booked and left, in each unit."""
    said = [_count(count) for count in allowance.counts]
    return "; ".join(said) if said else f"${(allowance.per_day or 0) / 100:,.2f} a day"


def _count(count: Count) -> str:
    if count.unit is Unit.DOLLARS:
        used, booked, allowed = (f"${(n or 0) / 100:,.2f}" for n in (count.used, count.booked, count.allowed))
        rest = "" if count.left is None else f", {_rest(count.left, '$')}"
        some = f", {booked} booked" if count.booked else ""
        return f"{used} of {allowed}{some}{rest}" if count.allowed is not None else f"{used} used{some}"
    if count.allowed is None:
        some = f", {count.booked} booked" if count.booked else ""
        return f"{counted(count.used, _ONE[count.unit])} used{some}"
    some = f", {count.booked} booked" if count.booked else ""
    return f"{count.used} of {counted(count.allowed, _ONE[count.unit])}{some}, {_rest(count.left or 0)}"


def _rest(left: int, sign: str = "") -> str:
    """Return what is left in words, and what is too much."""
    number = f"{sign}{abs(left) / 100:,.2f}" if sign else f"{abs(left):,}"
    return f"{number} left" if left >= 0 else f"{number} too {'much' if sign else 'many'}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
