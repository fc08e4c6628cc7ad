"""The visits that plans pay, and those without approval: a row for each plan and each of its periods.

Visits of all plan rows of the patient with one payer count together, as the rules count them; beyond the
limit of a row are those that name it.

Source: handbook §1.9 (visit_period), §4.3 (visits left: allowed, less elsewhere, less in this period).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import numpy as np

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.allowances.allowance import Allowance, Count, Kind, Unit
from xl_massbill.practice.allowances.beside import Beside
from xl_massbill.practice.allowances.choice import SETTLED, Approval, approvals_of
from xl_massbill.practice.allowances.tally import Running, Tally, unreadable
from xl_massbill.practice.allowances.whose import NO_LINES
from xl_massbill.practice.benefit_period import CALENDAR, PLAN_YEAR, span_of_year
from xl_massbill.practice.groups import Numbers, first_of, numbered, places
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.plain import plain, text_at


def plan_limits(laid: Beside, tally: Tally) -> Iterator[Allowance]:
    """Yield the visit limits of plans: of the period of today, and of each other that has visits."""
    lines = laid.lines
    groups, plan = lines["benefit_counter"].to_numpy(), lines.position("coverage")
    counts = lines["plan_visits_here"].notna().to_numpy(dtype=bool)
    lines_of = places(np.where(counts, groups, -1))
    limits, elsewhere = plain(lines["coverage_visits_allowed"]), plain(lines["plan_visits_elsewhere"])
    keys, patients, payers = (plain(lines[n]) for n in ("coverage_id", "patient_id", "coverage_payer_id"))
    days, unread = _days(lines), unreadable(lines, "coverage_visits_allowed")
    for sample in _samples(laid, groups, plan, counts):
        allowed, before = limits[sample], elsewhere[sample] or 0
        if allowed is None and not unread[sample]:
            continue
        at = lines_of(groups[sample]) if groups[sample] >= 0 else NO_LINES
        count = tally.count(Unit.VISITS, Running("plan_visits_here"), at, allowed, before=before)
        own, key, (first, last) = at[plan[at] == plan[sample]], text_at(keys, sample), days(sample)
        yield Allowance(
            Kind.PLAN, key, text_at(patients, sample), key, text_at(payers, sample), (count,), first, last,
            beyond=tuple(tally.beyond(own, count)), is_unreadable=bool(unread[sample]),
            notes=(f"{before} used elsewhere.",) if before else (),
        )  # fmt: skip


def free_visits(laid: Beside, tally: Tally) -> Iterator[Allowance]:
    """Yield the visits for which plans want no prior authorisation yet; beyond are those that have none.

    Visits under an approval go on counting, but not as used: what is free of approval cannot be overdrawn.
    Where it is used up, an approval was given and none lacks, there is nothing left to tell.
    """
    lines = laid.lines
    groups, plan = lines["benefit_counter"].to_numpy(), lines.position("coverage")
    counts = lines["plan_visits_here"].notna().to_numpy(dtype=bool)
    if not lines["free_of_approval"].notna().any():
        return
    lines_of, free = places(np.where(counts, groups, -1)), plain(lines["free_of_approval"])
    late = (lines["visit_number"] > lines["free_of_approval"]).to_numpy(dtype=bool, na_value=False)
    lacks = late & ~lines.holds("auth_decision", *SETTLED)
    elsewhere, days, given = plain(lines["plan_visits_elsewhere"]), _days(lines), _given(lines)
    keys, patients, payers = (plain(lines[n]) for n in ("coverage_id", "patient_id", "coverage_payer_id"))
    for sample in _samples(laid, groups, plan, counts):
        at = lines_of(groups[sample]) if groups[sample] >= 0 else NO_LINES
        own = at[plan[at] == plan[sample]]
        allowed = free[int(own[np.argmax(tally.days[own])]) if len(own) else sample]
        if allowed is None:
            continue
        before, key, (first, last) = elsewhere[sample] or 0, text_at(keys, sample), days(sample)
        whole = tally.count(Unit.VISITS, Running("plan_visits_here"), at, allowed, before=before)
        count, beyond = _capped(whole, allowed), tally.named(own[lacks[own]], Unit.VISITS)
        approval = given.get((patients[sample], keys[sample]))
        if approval and not count.left and not beyond:
            continue
        yield Allowance(
            Kind.FREE, key, text_at(patients, sample), key, text_at(payers, sample), (count,), first, last,
            beyond=tuple(beyond), followed_by=approval.key if approval else "",
            notes=(f"{before} used elsewhere.",) if before else (),
        )  # fmt: skip


def _given(lines: Lines) -> dict[tuple[str | None, str | None], Approval]:
    """Return for each patient and plan the approval that runs longest, of those that have not ended."""
    today = lines.as_of.date()
    found: dict[tuple[str | None, str | None], Approval] = {}
    for one in approvals_of(lines):
        whose = one.patient_id, one.coverage_id
        other = found.get(whose)
        if (one.last or today) >= today and (
            other is None or (one.last or dt.date.max) > (other.last or dt.date.max)
        ):
            found[whose] = one
    return found


def _capped(count: Count, allowed: int) -> Count:
    """Return a count that stops at what is allowed: later visits take from something else."""
    used, whole = min(count.used, allowed), min(count.used + count.booked, allowed)
    within = tuple((day, number) for day, number in count.through if number <= allowed)
    return Count(count.unit, allowed, used, whole - used, within)


def _samples(laid: Beside, groups: Numbers, plan: Numbers, counts: Mask) -> list[int]:
    """Return a line for each plan and period: its own laid beside, and the first visit of each other."""
    beside = np.array(list(laid.at["coverage"].values()), dtype=np.int64)
    stands = counts.copy()
    stands[beside] = True
    pairs = numbered(plan, groups, within=stands & (plan >= 0) & (groups >= 0))
    firsts = stands & (plan >= 0) & (first_of(pairs, where=stands) == np.arange(len(pairs)))
    has_visits = set(plan[firsts & (pairs >= 0)].tolist())
    return [at for at in np.flatnonzero(firsts).tolist() if pairs[at] >= 0 or int(plan[at]) not in has_visits]


def _days(lines: Lines) -> Callable[[int], tuple[dt.date | None, dt.date | None]]:
    """Return what tells the first and last day of the period of a line, within those of its plan."""
    kinds, years = (plain(lines[f"benefit_period_{name}"]) for name in ("kind", "year"))
    starts, ends = (plain(lines[f"coverage_effective_{side}"]) for side in ("from", "to"))
    begins = plain(lines["coverage_plan_year_starts"])

    def days(at: int) -> tuple[dt.date | None, dt.date | None]:
        if kinds[at] not in (CALENDAR, PLAN_YEAR) or years[at] < 0:
            return starts[at], ends[at]
        first, last = span_of_year(years[at], begins[at] or "" if kinds[at] == PLAN_YEAR else "")
        return max(starts[at] or first, first), min(ends[at] or last, last)

    return days
