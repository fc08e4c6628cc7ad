"""COV-010: few visits of the plan are left.

Why: a patient who hears it in time can ask for more, or decide to pay; who hears it with the bill does
neither. Read as of the visit: at most two are left after it. A visit that is on a claim needs no telling
anymore, one above the limit is COV-009's.

Source: handbook §6.2, §4.3. Certainty: D.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def few_left(lines: Lines, *, visits: int) -> Hits:
    """Return the visits after which the plan pays few more."""
    left = lines["plan_visits_left"]
    mask = as_mask((left >= 0) & (left <= visits)) & as_mask(lines["claim_id"].isna())
    return Hits(
        mask,
        values={"left": phrases(mask, lambda i: _said(int(left[i])))},
        at=lines["visit_first"],
    )


def _said(left: int) -> str:
    if left > 1:
        return f"Only {left} covered visits are"
    return "Only 1 covered visit is" if left else "No covered visit is"


RULE = Rule(
    id="COV-010",
    title="few visits left",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.2, §4.3",
    message="{left} left after this visit. Tell the patient now and ask for more visits if possible.",
    example="The plan pays 20 visits a year and this is the 18th.",
    on_lines=few_left,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"visits": 2},
)
