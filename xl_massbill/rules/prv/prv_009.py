"""PRV-009: the therapist's malpractice cover ended before the visit.

Why: most contracts ask for cover without a gap, and the board may too. A blank is unknown.

Source: handbook §6.3, §1.4. Certainty: G, so the office confirms it on sheet Rules.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_covered(lines: Lines) -> Hits:
    """Return the lines after the last day of the therapist's malpractice cover."""
    ended = lines["therapist_liability_ins_expires"]
    return Hits(lines["dos"] > ended, values={"d": ended})


RULE = Rule(
    id="PRV-009",
    title="malpractice cover",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.3",
    message="{therapist}'s malpractice cover ended on {d}. Enter the renewal.",
    example="The cover ended on 30 April, and the visit was on 4 May.",
    on_lines=not_covered,
    anchor="therapists",
    field="liability_ins_expires",
    levels=(Level.PREVISIT, Level.VISIT),
)
