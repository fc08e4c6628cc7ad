"""COD-015: two therapists billed the same code for one patient on one day.

Why: the second looks like a copy of the first, or like one session shared by two. Modifier XP or 77 on one
of the lines says that both treated; then there is nothing left to ask.

Source: handbook §6.5, §2.2; NCCI (S10). Certainty: R.
"""

import pandas as pd

from xl_massbill.practice.groups import any_of, first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

BOTH = frozenset({"XP", "77"})


def by_two_therapists(lines: Lines) -> Hits:
    """Return the lines whose code another therapist billed too for the patient's day."""
    therapist, worn = lines["therapist_id"], lines["modifiers"]
    within = as_mask(lines["is_billable"]) & as_mask(therapist.notna())
    code = numbered(lines["service_day"], lines["code"], within=within)
    second = therapist.to_numpy() != therapist.to_numpy()[first_of(code)]
    said = [text for text in worn.unique() if text is None or BOTH & set(text.split())]
    mask = any_of(code, second) & ~any_of(code, as_mask(worn.isin(said)))
    return Hits(mask, at=pd.Series(first_of(code, where=second)))


RULE = Rule(
    id="COD-015",
    title="one code, two therapists",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §2.2; NCCI (S10)",
    message="Two therapists billed {code} on {dos}. Check who treated when; use XP only if both really did.",
    example="97124 by one therapist at nine and by another at ten, for the same patient.",
    on_lines=by_two_therapists,
    field="therapist_id",
)
