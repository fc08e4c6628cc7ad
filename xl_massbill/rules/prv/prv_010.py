"""PRV-010: the visit is before the therapist's first day at the clinic, or after the last.

Why: somebody else treated, or the date is wrong; either way the claim names a person who was not there.

Source: handbook §6.3, §1.4. Certainty: D.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_here(lines: Lines) -> Hits:
    """Return the lines on days on which their therapist did not work here."""
    day = lines["dos"]
    outside = (day < lines["therapist_active_from"]) | (day > lines["therapist_active_to"])
    return Hits(outside, at=lines["visit_first"])


RULE = Rule(
    id="PRV-010",
    title="working here on the day",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.3",
    message="{therapist} was not working here on {dos}. Check therapist and date.",
    example="The therapist left on 30 April, and the visit is dated 4 May.",
    on_lines=not_here,
    field="therapist_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
