"""Limits in dollars: the meter of an auto policy, and what a payer allows for one day.

Source: handbook §5.4 (available = limit less used by all providers), §5.5 (the smallest cap), case 5, case 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xl_massbill.practice.allowances.allowance import Allowance, Kind, Unit
from xl_massbill.practice.allowances.beside import Beside
from xl_massbill.practice.allowances.tally import Running, Tally, unreadable
from xl_massbill.practice.groups import first_of, places
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.meters import open_claims
from xl_massbill.practice.payer_kinds import AUTO
from xl_massbill.practice.plain import plain, text_at


def meters(laid: Beside, tally: Tally) -> Iterator[Allowance]:
    """Yield the meters: plans with a policy limit, and auto plans whose limit nobody has entered."""
    lines, owed = laid.lines, open_claims(laid.lines)
    plan = lines.position("coverage")
    lines_of = places(np.where(lines["is_on_meter"].to_numpy(dtype=bool) & tally.known, plan, -1))
    limits, used = plain(lines["coverage_policy_limit"]), plain(lines["coverage_amount_used"])
    patients, payers, kinds, starts, ends = _about(lines)
    unread = unreadable(lines, "coverage_policy_limit", "coverage_amount_used")
    for key, sample in laid.at["coverage"].items():
        limit, told = limits[sample], used[sample]
        if limit is None and kinds[sample] not in AUTO and not unread[sample]:
            continue
        open_ = int(owed[plan[sample]])
        at, known = lines_of(plan[sample]), limit is not None and told is not None
        running, allowed = Running("meter_unbilled", "meter_owed"), limit if known else None
        count = tally.count(Unit.DOLLARS, running, at, allowed, (told or 0) + open_)
        notes = (
            []
            if told is not None or unread[sample]
            else ["What other providers have used is not told: ask the adjuster."]
        )
        notes += [f"${open_ / 100:,.2f} of it are claims without an answer."] if open_ else []
        yield Allowance(
            Kind.METER, key, text_at(patients, sample), key, text_at(payers, sample), (count,),
            starts[sample], ends[sample],
            beyond=tuple(tally.beyond(at, count)), notes=tuple(notes),
            is_unreadable=bool(unread[sample]),
        )  # fmt: skip


def caps(laid: Beside, tally: Tally) -> Iterator[Allowance]:
    """Yield the daily caps of plans, of which nothing is ever used up, with what they cost so far."""
    lines = laid.lines
    cap, days = lines["daily_cap"], lines["capped_day"].to_numpy()
    if not cap.notna().any():
        return
    plan, worth = lines.position("coverage"), lines["expected_of_day"]
    over = (worth > cap).to_numpy(dtype=bool, na_value=False)
    first = first_of(days, where=cap.notna().to_numpy(dtype=bool)) == np.arange(len(days))
    lines_of = places(np.where((days >= 0) & cap.notna().to_numpy(dtype=bool) & first, plan, -1))
    caps_, (patients, payers, _, starts, ends) = plain(cap), _about(lines)
    for key, sample in laid.at["coverage"].items():
        at = lines_of(plan[sample])
        latest = int(at[np.argmax(tally.days[at])]) if len(at) else sample
        allowed = caps_[latest]
        if allowed is None:
            continue
        beyond = at[over[at]]
        lost = sum(int(worth.iloc[i] - cap.iloc[i]) for i in beyond.tolist())
        words = f"At most ${allowed / 100:,.2f} a day."
        if len(beyond):
            words += f" {len(beyond)} of {len(at)} days were worth more, ${lost / 100:,.2f} in all."
        yield Allowance(
            Kind.DAILY_CAP, key, text_at(patients, sample), key, text_at(payers, sample), (),
            starts[sample], ends[sample],
            per_day=allowed, notes=(words,),
        )  # fmt: skip


def _about(lines: Lines) -> list[list[Any]]:
    """Return patient, payer, kind of payer, and the days of the plan of each line."""
    names = (
        "patient_id",
        "coverage_payer_id",
        "payer_payer_type",
        "coverage_effective_from",
        "coverage_effective_to",
    )
    return [plain(lines[name]) for name in names]
