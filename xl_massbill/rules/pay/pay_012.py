"""The payer caps what it pays for a day, and this day is worth more.

Nothing is wrong; the office should not wait for the rest, nor write it to the patient. One finding a
patient's day.

Source: handbook §6.10 PAY-012, §5.5; L&I's daily cap (S19). Certainty: R.
"""

from __future__ import annotations

import pandas as pd

from xl_massbill.practice.groups import first_of
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def capped(lines: Lines) -> Hits:
    """Find days of which more is expected than the payer pays for a day."""
    cap = lines["daily_cap"]
    is_capped = cap.notna().to_numpy(dtype=bool)
    if not is_capped.any():
        return Hits(is_capped)
    mask = is_capped & as_mask(lines["expected_of_day"] > cap)
    return Hits(
        mask,
        values={"cap": phrases(mask, lambda i: money(int(cap.iloc[i])))},
        at=pd.Series(first_of(lines["capped_day"].to_numpy(), where=mask)),
    )


RULE = Rule(
    id="PAY-012",
    title="Daily cap",
    severity=Severity.INFO,
    certainty="R",
    source="handbook §6.10, §5.5; S19",
    message="Expect {cap} for this day: the payer's daily maximum. Nothing to fix.",
    example="Four units worth 180.00 for a fund that pays at most 112.09 a day.",
    on_lines=capped,
    field="charge",
    levels=(Level.VISIT, Level.CLAIM),
)
