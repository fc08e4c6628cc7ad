"""The attending doctor must get a progress report after so many visits or days.

Work-injury funds stop paying without it. A payer whose PayerRules say how often (visits, days or both)
gives an error. For the Washington funds (state fund and self-insured) the general rule of six visits or one
month, whichever comes first, gives a warning even if no row says so, as worked case 6 shows: there visit 7
is warned of. So a report is due after the sixth visit, and the visit that follows without one is late.

Source: handbook §6.4 AUT-009, §4.6 (L&I), §12 case 6; S17. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.phrases import chosen, counted, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_WA_FUNDS = ("WC_STATE_FUND", "WC_SELF_INSURED")


def report_due(lines: Lines, *, visits: int, days: int) -> Hits:
    """Find visits after a progress report became due and was not sent."""
    by_visits = lines.rule_number("progress_report_every_visits")
    by_days = lines.rule_number("progress_report_every_days")
    told = (by_visits.notna() | by_days.notna()).to_numpy(dtype=bool)
    usual = ~told & _in_washington(lines)
    if not (told | usual).any():
        return Hits(told)
    most = np.where(usual, visits, by_visits.to_numpy(dtype=np.int64, na_value=0))
    longest = np.where(usual, days, by_days.to_numpy(dtype=np.int64, na_value=0))
    seen = lines["visits_since_report"].to_numpy(dtype=np.int64, na_value=-1)
    gone = lines["days_since_report"].to_numpy(dtype=np.int64, na_value=-1)
    mask = ((most > 0) & (seen >= most)) | ((longest > 0) & (gone >= longest))
    return Hits(
        mask,
        severity=chosen(told, Severity.ERROR),
        values={"limits": phrases(mask, lambda i: _limits(int(most[i]), int(longest[i])))},
        at=lines["visit_first"],
    )


def _in_washington(lines: Lines) -> Mask:
    return lines.holds("payer_payer_type", *_WA_FUNDS) & lines.holds("place_state", "WA")


def _limits(visits: int, days: int) -> str:
    return " or ".join(counted(n, word) for n, word in ((visits, "visit"), (days, "day")) if n > 0)


RULE = Rule(
    id="AUT-009",
    title="Progress report due",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.4; S17",
    message="A progress report to the attending doctor is due (after {limits}). Send it and enter the date.",
    example="Six visits of a work injury took place and no progress report was sent.",
    on_lines=report_due,
    field="dos",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"visits": 6, "days": 30},
)
