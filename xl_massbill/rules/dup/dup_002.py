"""DUP-002: one code stands in two visits of a patient on one day, and no modifier says why.

Why: the payer takes the second for a copy of the first. Two real sessions are told by both clock times
and modifier 76 on the second; a mistake is told by deleting one. Rows that are equal throughout are
DUP-001's matter. The finding stands at the later visit, where 76 would belong.

Source: handbook §6.10, §2.2; CARC 18 (S2), massagetoday.com (S12). Certainty: R.
"""

import pandas as pd

from xl_massbill.practice.groups import any_of, first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def in_two_visits(lines: Lines) -> Hits:
    """Return the lines whose patient, day and code stand in another visit too, none of them set apart."""
    visits = lines["visit_id"]
    within = as_mask(lines["is_billable"]) & as_mask(visits.notna())
    code = numbered(lines["service_day"], lines["code"], within=within)
    first = first_of(code)
    other_visit = visits.to_numpy() != visits.to_numpy()[first]
    service = numbered(*(lines[name] for name in ("modifiers", "therapist_id", "units")))
    other_service = service != service[first]
    apart = as_mask(lines["is_set_apart"]) | as_mask(lines["modifiers"].isna())
    stands = first_of(code, where=other_visit)
    a, b = (visits.iloc[at].reset_index(drop=True) for at in (first, stands))
    return Hits(
        any_of(code, other_visit) & any_of(code, other_service) & ~any_of(code, apart),
        values={"a": a, "b": b},
        at=pd.Series(stands),
    )


RULE = Rule(
    id="DUP-002",
    title="same code twice on one day",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §2.2; CARC 18 (S2), massagetoday.com (S12)",
    message=(
        "{code} appears twice on {dos} (visits {a} and {b}). "
        "If there were two sessions, enter both times and 76; otherwise delete one."
    ),
    example="97124 stands in a morning and in an evening visit of the same day, without modifier 76.",
    on_lines=in_two_visits,
    field="code",
)
