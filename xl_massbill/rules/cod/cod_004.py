"""COD-004: a hot or cold pack is the only thing billed that day.

Why: 97010 is paid, if at all, as a part of other work of the day; alone it is denied (CARC 107, B15). A
line that the payer is known not to pay is no such work. Where a line of the day cannot be read, or has no
code yet, it may be the one.

Source: handbook §6.5, §2.1; CMS status B (S15). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import any_of, first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask

PACK = "97010"


def pack_alone(lines: Lines) -> Hits:
    """Return the packs of days on which nothing payable is billed to the same payer."""
    packs = as_mask(lines["code"] == PACK) & as_mask(lines["is_billable"])
    if not packs.any():
        return Hits(packs)
    day = numbered(lines["service_day"])
    same_payer = numbered(day, lines["coverage_payer_id"], within=(day >= 0))
    payable = as_mask(lines["is_billable"]) & as_mask(lines["code"] != PACK) & ~_unpaid(lines)
    alone = packs & (same_payer >= 0) & ~any_of(same_payer, payable) & ~any_of(day, _unknown(lines))
    return Hits(alone, at=pd.Series(first_of(same_payer, where=alone)))


def _unpaid(lines: Lines) -> Mask:
    """Return the lines of which a rule that holds says that the payer does not pay them."""
    refused = lines.rule_says("code_covered", "N", "BUNDLED", where=np.zeros(len(lines), dtype=bool))
    unsure = lines.unconfirmed("rule:code_covered")
    return refused if unsure is None else refused & ~unsure


def _unknown(lines: Lines) -> Mask:
    no_payer = as_mask(lines["coverage_id"].notna()) & as_mask(lines["coverage_payer_id"].isna())
    return as_mask(lines["status"].isna()) | as_mask(lines["code"].isna()) | no_payer


RULE = Rule(
    id="COD-004",
    title="hot pack not alone",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.1; CMS status B (S15), CARC 107, B15",
    message="A hot/cold pack alone is never paid. Remove it, or bill cash where the plan allows.",
    example="A visit with one line, 97010.",
    on_lines=pack_alone,
    field="code",
)
