"""PRV-012: a therapist has more than ten hours of hands-on minutes in one day.

Why: nobody works that long with the hands; times were typed wrong, or a colleague's visits stand under this
therapist. Cash visits take time too.

Source: handbook §6.3. Certainty: D.
"""

from __future__ import annotations

import pandas as pd

from xl_massbill.practice.groups import first_of, numbered, sums
from xl_massbill.rules.rule import Hits, Lines, Rule, Scope, Severity, as_mask


def too_long(lines: Lines, minutes: int) -> Hits:
    """Return the lines of days on which a therapist has more timed minutes than `minutes`."""
    timed = as_mask(lines["is_done"]) & lines.holds("code_kind", "TIMED")
    day = numbered(lines["therapist_id"], lines["dos"], within=timed)
    total = sums(day, lines["minutes"])
    return Hits(total > minutes, values={"n": total}, at=pd.Series(first_of(day)))


RULE = Rule(
    id="PRV-012",
    title="a day is not too long",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.3",
    message="{n} minutes of hands-on work in one day ({therapist}, {dos}): check times.",
    example="Eleven visits of 60 minutes stand under one therapist on one day.",
    on_lines=too_long,
    field="minutes",
    scope=Scope.DONE,
    params={"minutes": 600},
)
