"""Only what was ordered may be billed: its codes and its body regions.

Work that the doctor did not order is treatment without an order. An order that names no codes covers any
massage code, one without regions any region. A region without a side covers both sides, BACK the upper
and the lower back; a line that says less than the order (no side, BACK) is not held against it.

Source: handbook §6.4 REF-009, §1.10 (codes_ordered), §3.6 (regions). Certainty: R.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from xl_massbill.rules.beyond import Words, beyond, not_listed
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

_BACKS = frozenset({"UPPER_BACK", "LOW_BACK"})
_SIDE = re.compile("_[RL]$")


def not_in_order(lines: Lines) -> Hits:
    """Find lines whose code or region the order does not name."""
    code = beyond(lines, "referral", "codes_ordered", lines["code"], not_listed)
    region = beyond(lines, "referral", "body_regions", lines["regions"], _regions_outside)
    by_code = np.asarray(code != "", dtype=bool)
    mask = by_code | np.asarray(region != "", dtype=bool)
    ordered = lines["referral_codes_ordered"].where(by_code, lines["referral_body_regions"])
    return Hits(
        mask,
        values={"x": ordered, "y": phrases(mask, lambda i: code[i] or region[i])},
        field=chosen(by_code, "code", "regions"),
    )


@lru_cache(maxsize=4096)
def _regions_outside(ordered: Words, billed: Words) -> list[str]:
    """Return the regions that were not ordered.

    >>> _regions_outside(("BACK", "SHOULDER_R"), ("LOW_BACK", "Shoulder R", "SHOULDER", "SHOULDER_L", "NECK"))
    ['SHOULDER_L', 'NECK']
    >>> _regions_outside(("SHOULDER",), ("SHOULDER_L",))
    []
    """
    named = {_plain(region) for region in ordered}
    covered = named | {_SIDE.sub("", region) for region in named}
    if "BACK" in named:
        covered |= _BACKS
    elif named & _BACKS:
        covered.add("BACK")
    return [r for r in billed if _plain(r) not in covered and _SIDE.sub("", _plain(r)) not in named]


def _plain(region: str) -> str:
    return re.sub(r"[\s_-]+", "_", region.strip()).upper()


RULE = Rule(
    id="REF-009",
    title="Code and region ordered",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.4; SEED",
    message="The order covers {x}, but {y} was billed. Ask {prescriber} to amend the order for future visits,"
    " or bill only what was ordered.",
    example="The order names neck and upper back, and the line bills the low back.",
    on_lines=not_in_order,
)
