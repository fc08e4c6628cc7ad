"""MON-002: sheet Fees has no price for a code on the day of the visit.

Why: without a price list nobody can tell whether a charge is right. Said once for each code; a code that is
on no list has its own finding (COD-001).

Source: handbook §6.11, §1.6. Certainty: D.
"""

from __future__ import annotations

import pandas as pd

from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.practice.prices import NONE
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def no_fee(lines: Lines) -> Hits:
    """Return the lines whose code has no fee on their day."""
    mask = as_mask(lines["fee_row"] == NONE) & lines.has("code")
    codes = numbered(lines["code"], within=mask & as_mask(lines["is_billable"]))
    return Hits(mask, at=pd.Series(first_of(codes)))


RULE = Rule(
    id="MON-002",
    title="fee known",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.11, §1.6",
    message="There is no fee for {code} on {dos}. Enter it on sheet Fees.",
    example="A visit of December is billed, and all fees begin on 1 January.",
    on_lines=no_fee,
    field="unit_charge",
)
