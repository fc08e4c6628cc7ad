"""Slips planted on purpose, one small function each, by group of rules; each returns its manifest rows.

A slip is what really happens in an office: a digit turned round, an old order used on, a line typed twice.
Where the sample is too small for a slip it is left out, and the manifest says nothing of it. A group is a
module with SLIPS, and SCARCE for those that only few visits fit, which choose first.

Source: handbook §6.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from xl_massbill.sample.manifest import Slip, Tables
from xl_massbill.sample.slips import (
    apart,
    aut,
    clinic_row,
    clm,
    clm_again,
    cod,
    doc,
    dup,
    dx,
    fmt,
    history,
    medicare,
    mon,
    more_lines,
    pay,
    people,
    ref,
    rmt,
    series,
    tfl,
    unt,
)
from xl_massbill.sample.slips.bench import Bench

Planter = Callable[[Bench], list[Slip]]

GROUPS = (ref, aut, unt, dup, fmt)
STOPPING = (clinic_row, history)
"""Slips that would leave a demo without claims: in the clinic's own row, or about claims already out."""
THOROUGH = (
    apart, dx, cod, more_lines, doc, series, people, medicare, pay, mon, clm, clm_again, rmt, tfl,
)  # fmt: skip
"""Slips of every other rule: too many for a demo, planted where a large sample has room for them."""


def plant(tables: Tables, as_of: dt.date, rng: random.Random, *, thorough: bool = False) -> list[Slip]:
    """Plant the slips of all groups and return the manifest, in the order of rules and keys."""
    bench = Bench(tables, as_of, rng)
    planters: list[Planter] = [p for group in GROUPS + (THOROUGH if thorough else ()) for p in group.SCARCE]
    for group in GROUPS + (STOPPING + THOROUGH if thorough else ()):
        planters += group.SLIPS
    return sorted(found for planter in planters for found in planter(bench))
