"""The ledger of what is allowed: each approval, order, plan limit, meter and daily cap with its counts.

A paper has a row for its own patient, and one more for each other patient whose visits name it: the rules
count them apart. A plan has a row for the period of today and for each other period with visits in it.

Source: handbook §1.9, §1.10, §4.2, §4.3, §5.4, §5.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from xl_massbill.practice.allowances.allowance import DATES, Allowance, Count, Kind, Unit
from xl_massbill.practice.allowances.beside import Beside, beside
from xl_massbill.practice.allowances.choice import GIVEN
from xl_massbill.practice.allowances.money import caps, meters
from xl_massbill.practice.allowances.plans import free_visits, plan_limits
from xl_massbill.practice.allowances.tally import Running, Tally, outside_dates, unreadable
from xl_massbill.practice.allowances.which import sentences
from xl_massbill.practice.allowances.whose import NO_LINES, Papers
from xl_massbill.practice.groups import places
from xl_massbill.practice.plain import plain, text_at
from xl_massbill.practice.records import Records
from xl_massbill.practice.visit_counts import counter


def ledger(records: Records, as_of: dt.date) -> list[Allowance]:
    """Return all allowances as of a day: approvals, orders, plans, meters, caps, each in sheet order."""
    laid = beside(records, as_of)
    tally = Tally(laid.lines)
    papers = Papers(laid)
    found = [*_approvals(laid, tally, papers), *_orders(laid, tally, papers, as_of)]
    found += [*plan_limits(laid, tally), *free_visits(laid, tally), *meters(laid, tally), *caps(laid, tally)]
    return found


def _approvals(laid: Beside, tally: Tally, papers: Papers) -> Iterator[Allowance]:
    lines = laid.lines
    groups, counts = counter(lines, "auth")
    lines_of = places(np.where(counts & tally.known, groups, -1))
    visits, units = plain(lines["auth_visits_authorised"]), plain(lines["auth_units_authorised"])
    about = sentences(lines)
    outside = outside_dates(lines["dos"], lines["auth_valid_from"], lines["auth_valid_to"])
    starts, ends, said = (plain(lines[f"auth_{name}"]) for name in ("valid_from", "valid_to", "decision"))
    plans, payers = plain(lines["coverage_id"]), plain(lines["coverage_payer_id"])
    limits = ("visits_authorised", "units_authorised", "valid_from", "valid_to", "decision")
    unread = unreadable(lines, *(f"auth_{name}" for name in limits))
    for key, patient, sample in papers.of("auth", groups, counts):
        decision = text_at(said, sample)
        given = decision in GIVEN
        at = lines_of(groups[sample]) if groups[sample] >= 0 else NO_LINES
        of_visits, of_units = (column[sample] if given else None for column in (visits, units))
        counted = [tally.count(Unit.VISITS, Running("auth_used"), at, of_visits)]
        beyond = tally.beyond(at, counted[0])
        if of_units is not None:
            counted.append(tally.count(Unit.UNITS, Running("auth_units_used", "units"), at, of_units))
            beyond += tally.beyond(at, counted[1])
        follower, since = papers.next_approval(key) if given else ("", None)
        if given:
            beyond += tally.outside(at, outside, DATES)
        yield Allowance(
            Kind.APPROVAL, key, patient, text_at(plans, laid.at["auth"][key]),
            text_at(payers, laid.at["auth"][key]), tuple(counted),
            starts[sample] if given else None, ends[sample] if given else None,
            decision=decision, beyond=tuple(sorted(beyond, key=_in_order)),
            followed_by=follower, followed_from=since, notes=about.get(key, ()),
            is_unreadable=bool(unread[sample]),
        )  # fmt: skip


def _orders(laid: Beside, tally: Tally, papers: Papers, as_of: dt.date) -> Iterator[Allowance]:
    lines = laid.lines
    groups, counts = counter(lines, "order")
    lines_of = places(np.where(counts & tally.known, groups, -1))
    begin, end, signed = lines["order_start"], lines["order_end"], lines["referral_signed_on"]
    start = begin.mask(signed > begin, signed)
    outside = outside_dates(lines["dos"], start, end)
    begins, starts, ends, ordered = (plain(c) for c in (begin, start, end, lines["order_visits"]))
    plans, payers = plain(lines["coverage_id"]), plain(lines["coverage_payer_id"])
    per_week, weeks = (plain(lines[f"referral_{n}"]) for n in ("frequency_per_week", "duration_weeks"))
    replaced = papers.replaced_orders()
    unread = unreadable(lines, "order_start", "order_end", "order_visits")
    for key, patient, sample in papers.of("referral", groups, counts):
        at = lines_of(groups[sample]) if groups[sample] >= 0 else NO_LINES
        first = starts[sample]
        last = ends[int(at[np.argmax(tally.days[at])]) if len(at) else sample]
        counted = [tally.count(Unit.VISITS, Running("order_used"), at, ordered[sample])]
        beyond = tally.beyond(at, counted[0]) + tally.outside(at, outside, DATES)
        if (by_weeks := _weeks(begins[sample], last, weeks[sample], as_of)) is not None:
            counted.append(by_weeks)
        yield Allowance(
            Kind.ORDER, key, patient, text_at(plans, laid.at["referral"][key]),
            text_at(payers, laid.at["referral"][key]), tuple(counted), first, last,
            per_week=per_week[sample], beyond=tuple(sorted(beyond, key=_in_order)),
            followed_by=replaced.get(key, ""), is_unreadable=bool(unread[sample]),
        )  # fmt: skip


def _weeks(first: dt.date | None, last: dt.date | None, weeks: int | None, as_of: dt.date) -> Count | None:
    """Return the weeks of an order that ends by them: those that have begun are used."""
    if first is None or not weeks or last != first + dt.timedelta(days=weeks * 7 - 1):
        return None
    begun = (as_of - first).days // 7 + 1
    return Count(Unit.WEEKS, weeks, min(max(begun, 0), weeks))


def _in_order(visit: Any) -> tuple[dt.date, str]:
    return visit.day, visit.visit_id
