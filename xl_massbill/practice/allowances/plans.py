"""The visits that plans pay: a row for each plan with a limit and each of its periods.

Visits of all plan rows of the patient with one payer count together, as the rules count them; beyond the
limit of a row are those that name it.

Source: handbook §1.9 (visit_period), §4.3 (visits left: allowed, less elsewhere, less in this period).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.allowances.allowance import Allowance, Kind, Unit
from xl_massbill.practice.allowances.beside import Beside
from xl_massbill.practice.allowances.tally import Running, Tally
from xl_massbill.practice.allowances.whose import NO_LINES, day_at, text_at, whole_at
from xl_massbill.practice.benefit_period import CALENDAR, PLAN_YEAR, span_of_year
from xl_massbill.practice.groups import Numbers, first_of, numbered, places
from xl_massbill.practice.lines import Lines


def plans(laid: Beside, tally: Tally) -> Iterator[Allowance]:
    """Yield the visit limits of plans: of the period of today, and of each other that has visits."""
    lines = laid.lines
    groups, plan = lines["benefit_counter"].to_numpy(), lines.position("coverage")
    counts = lines["plan_visits_here"].notna().to_numpy(dtype=bool)
    lines_of = places(np.where(counts, groups, -1))
    for sample in _samples(laid, groups, plan, counts):
        allowed = whole_at(lines["coverage_visits_allowed"], sample)
        if allowed is None:
            continue
        before = int(lines["plan_visits_elsewhere"].iloc[sample])
        at = lines_of(groups[sample]) if groups[sample] >= 0 else NO_LINES
        count = tally.count(Unit.VISITS, Running("plan_visits_here"), at, allowed, before=before)
        own = at[plan[at] == plan[sample]]
        key, (first, last) = text_at(lines["coverage_id"], sample), _days(lines, sample)
        yield Allowance(
            Kind.PLAN, key, text_at(lines["patient_id"], sample), key,
            text_at(lines["coverage_payer_id"], sample), (count,), first, last,
            beyond=tuple(tally.beyond(own, count)),
            notes=(f"{before} used elsewhere.",) if before else (),
        )  # fmt: skip


def _samples(laid: Beside, groups: Numbers, plan: Numbers, counts: Mask) -> list[int]:
    """Return a line for each plan and period: its own laid beside, and the first visit of each other."""
    beside = np.array(list(laid.at["coverage"].values()), dtype=np.int64)
    stands = counts.copy()
    stands[beside] = True
    pairs = numbered(plan, groups, within=stands & (plan >= 0) & (groups >= 0))
    firsts = stands & (plan >= 0) & (first_of(pairs, where=stands) == np.arange(len(pairs)))
    has_visits = set(plan[firsts & (pairs >= 0)].tolist())
    return [at for at in np.flatnonzero(firsts).tolist() if pairs[at] >= 0 or int(plan[at]) not in has_visits]


def _days(lines: Lines, at: int) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day of the period of a line, within those of its plan."""
    kind, year = (int(lines[name].iloc[at]) for name in ("benefit_period_kind", "benefit_period_year"))
    starts, ends = (day_at(lines[f"coverage_effective_{side}"], at) for side in ("from", "to"))
    if kind not in (CALENDAR, PLAN_YEAR) or year < 0:
        return starts, ends
    first, last = span_of_year(
        year, text_at(lines["coverage_plan_year_starts"], at) if kind == PLAN_YEAR else ""
    )
    return max(starts or first, first), min(ends or last, last)
