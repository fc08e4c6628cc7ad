"""What the unit engine says about each visit line, as columns that rules compare.

The timed lines of one patient, day, therapist and payer are one pool, counted by that payer's unit rule.
Where the payer's rule is unknown, Medicare's and the midpoint rule are both asked: what is too much must
be too much for both, what is too little must be too little for both. A pool in which anything is unknown
(minutes not filled, a code that is not on the list, a cell that could not be read) has no answer at all.

Columns, missing for lines outside a pool:
`unit_minutes`, `unit_billed` minutes and units of the line's code in its pool; `unit_supported` the units
supported, shared out as near to what is billed as a tie allows; `unit_surely` the same by the stricter
rule; `unit_low`, `unit_high` the range that a tie leaves to the code; `unit_total` the units of the whole
pool; `unit_cms`, `unit_ama` its units by either rule where the payer's is unknown; `unit_lends` whether
units of other codes stand only together with this code's minutes; `unit_first`, `unit_pool_first` the
position of the first line of the code in the pool, and of the pool.

Source: handbook §2.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.codes.units import Support, UnitRule, support, when_unknown
from xl_massbill.practice.groups import Numbers, first_of, numbered
from xl_massbill.practice.lines import Lines, derived

UNKNOWN = "unknown"


class Count(NamedTuple):
    """The answer for one code of a pool."""

    minutes: int
    billed: int
    supported: int
    surely: int
    low: int
    high: int
    total: int
    cms: int | None
    ama: int | None
    lends: int


@lru_cache(maxsize=65_536)
def counted(rule: str, minutes: tuple[int, ...], billed: tuple[int, ...]) -> tuple[Count, ...]:
    """Return the answer for each code of a pool; a rule that is no UnitRule counts as unknown.

    >>> [c.supported for c in counted("CMS_TOTAL", (20, 20), (1, 2))]
    [1, 2]
    >>> [(c.supported, c.surely, c.cms, c.ama) for c in counted("", (24, 23), (2, 2))]
    [(2, 2, 3, 4), (2, 1, 3, 4)]
    """
    strict, generous = _answers(rule, minutes)
    both = (UnitRule.CMS_TOTAL, UnitRule.AMA_MIDPOINT)
    cms, ama = (None if rule in UnitRule.__members__ else support(r, minutes).total for r in both)
    most, least = generous.nearest(billed), strict.nearest(billed)
    return tuple(
        Count(
            minutes=minutes[i],
            billed=billed[i],
            supported=most[i],
            surely=least[i],
            low=strict.low[i],
            high=generous.high[i],
            total=generous.total,
            cms=cms,
            ama=ama,
            lends=int(_lends(rule, minutes, billed, i)),
        )
        for i in range(len(minutes))
    )


def _answers(rule: str, minutes: tuple[int, ...]) -> tuple[Support, Support]:
    """Return the stricter and the more generous answer: the same one where the rule is known."""
    if rule in UnitRule.__members__:
        answer = support(UnitRule[rule], minutes)
        return answer, answer
    return when_unknown(minutes)


def _lends(rule: str, minutes: tuple[int, ...], billed: tuple[int, ...], i: int) -> bool:
    """Return whether the units of the other codes are supported with this code's minutes only."""
    others = tuple(u for j, u in enumerate(billed) if j != i)
    alone = _answers(rule, minutes[:i] + minutes[i + 1 :])[1]
    if not any(others) or alone.allows(others):
        return False
    return _answers(rule, minutes)[1].allows((*billed[:i], 0, *billed[i + 1 :]))


@derived("unit_pool")
def _pool(lines: Lines) -> pd.Series[Any]:
    """Return the number of the pool that a line's minutes count in, missing where there is none."""
    billed = lines["is_billable"].to_numpy(dtype=bool)
    timed = billed & (lines["code_kind"] == "TIMED").to_numpy(dtype=bool)
    payer = lines["coverage_payer_id"].fillna("")
    base = numbered(lines["service_day"], lines["therapist_id"], payer)
    known = timed & ~_clouded(lines, base, billed, timed)
    pool = numbered(base, _rule(lines), within=known)
    return pd.Series(pd.arrays.IntegerArray(pool, pool < 0))


def _rule(lines: Lines) -> pd.Series[Any]:
    codes, said = pd.factorize(lines.rule("unit_rule"))
    names = [str(word).strip().upper() for word in said]
    known = [name if name in UnitRule.__members__ else UNKNOWN for name in names]
    return pd.Series(np.array([*known, UNKNOWN], dtype=object)[codes], dtype=object)


def _clouded(lines: Lines, base: Numbers, billed: Mask, timed: Mask) -> Mask:
    """Return the lines whose pool has something unknown in a line of the pool or of the same visit."""
    minutes, units = lines["minutes"], lines["units"]
    no_payer = lines["coverage_id"].notna() & lines["coverage_payer_id"].isna()
    cloudy = np.array(lines["status"].isna(), dtype=bool)  # a copy: pandas gives read-only views
    cloudy |= billed & np.asarray((base < 0) | lines["code_kind"].isna() | no_payer, dtype=bool)
    cloudy |= timed & np.asarray((minutes.fillna(0) <= 0) | units.isna(), dtype=bool)
    if cloudy.any():
        visits = lines["visit_id"]
        cloudy |= np.asarray(visits.isin(visits[cloudy].dropna()), dtype=bool)
        cloudy |= np.isin(base, base[cloudy & (base >= 0)])
    return cloudy


@derived("unit_counts")
def _counts(lines: Lines) -> pd.Series[Any]:
    """Return the Count of each line's code in its pool as a category, missing outside."""
    at = np.flatnonzero(lines["unit_pool"].notna())
    pools = lines["unit_pool"].to_numpy(dtype=np.int64, na_value=-1)[at]
    codes = numbered(pools, lines["code"].iloc[at])
    first = np.flatnonzero(first_of(codes) == np.arange(len(codes)))
    order = first[np.argsort(pools[first], kind="stable")]  # pool by pool, each code where its first line is
    minutes, units = (_total(codes, lines[name].iloc[at])[codes[order]] for name in ("minutes", "units"))
    answers, table = _ask(pools[order], _rule(lines).to_numpy(dtype=object)[at[order]], minutes, units)
    of_code = np.empty(len(order), dtype=np.int64)
    of_code[codes[order]] = answers
    of_line = np.full(len(lines), -1, dtype=np.int64)
    of_line[at] = of_code[codes]
    categories = pd.Index(table, dtype=object, tupleize_cols=False)
    return pd.Series(pd.Categorical.from_codes(of_line, categories=categories))


def _total(groups: Numbers, values: pd.Series[Any]) -> Numbers:
    return np.bincount(groups, weights=values.to_numpy(dtype=np.float64)).astype(np.int64)


def _ask(pools: Numbers, rules: Any, minutes: Numbers, units: Numbers) -> tuple[Numbers, list[Count]]:
    """Return for each code the number of its answer, and the answers; equal pools are asked about once."""
    answers = np.empty(len(pools), dtype=np.int64)
    table: dict[Count, int] = {}
    for places in _by_size(pools):
        asked = numbered(rules[places[:, 0]], *minutes[places].T, *units[places].T)
        found = [
            [
                table.setdefault(count, len(table))
                for count in counted(rules[row[0]], tuple(minutes[row].tolist()), tuple(units[row].tolist()))
            ]
            for row in places[np.flatnonzero(first_of(asked) == np.arange(len(asked)))]
        ]
        answers[places] = np.array(found, dtype=np.int64)[asked]
    return answers, list(table)


def _by_size(pools: Numbers) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the pools that have one code, two codes and so on: each a row of the places of its codes."""
    starts = np.flatnonzero(np.diff(pools, prepend=-1))
    lengths = np.diff(starts, append=len(pools))
    for length in np.unique(lengths).tolist():
        yield starts[lengths == length][:, None] + np.arange(length)


def _column_of(field: str) -> None:
    place = Count._fields.index(field)

    def column(lines: Lines) -> pd.Series[Any]:
        counts = lines["unit_counts"].cat
        numbers = [count[place] for count in counts.categories]
        return pd.Series(pd.array([*numbers, None], dtype="Int64").take(counts.codes.to_numpy()))

    derived(f"unit_{field}")(column)


for _field in Count._fields:
    _column_of(_field)


@derived("unit_first")
def _first(lines: Lines) -> pd.Series[Any]:
    return pd.Series(first_of(numbered(lines["unit_pool"], lines["code"])))


@derived("unit_pool_first")
def _pool_first(lines: Lines) -> pd.Series[Any]:
    return pd.Series(first_of(lines["unit_pool"].to_numpy(dtype=np.int64, na_value=-1)))
