"""The payer pays only so many minutes of a session.

What goes beyond is denied; the patient may pay it if that was agreed before.

Source: handbook §6.10 PAY-016; eviCore massage (S41). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.groups import numbered, sums
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def too_long(lines: Lines) -> Hits:
    """Find visits with more minutes than the payer pays in a session."""
    session = numbered(lines["visit_id"], lines["service_day"], within=as_mask(lines["is_billable"]))
    minutes = sums(session, lines["minutes"])
    most = lines.rule_number("max_minutes_per_session")
    return Hits(
        as_mask(minutes > most),
        values={"n": most},
        at=lines["visit_first"],
    )


RULE = Rule(
    id="PAY-016",
    title="Session length",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10; S41",
    message="{payer} pays up to {n} minutes a session. Units above that go to cash if the patient agreed.",
    example="A session of 75 minutes for a payer that pays 60.",
    on_lines=too_long,
    field="minutes",
    levels=(Level.PREVISIT, Level.VISIT),
)
