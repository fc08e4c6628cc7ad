"""UNT-001: a timed code has no minutes, so nothing shows how many units may be billed.

Why: a payer that asks for the record and finds no minutes takes every unit of the line back. The program
never fills minutes in; only the therapist knows them.

Source: handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4). Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def has_no_minutes(lines: Lines) -> Hits:
    """Return the timed lines whose minutes are blank or 0."""
    return Hits((lines["code_kind"] == "TIMED") & (lines["minutes"].fillna(0) == 0))


RULE = Rule(
    id="UNT-001",
    title="minutes present",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5; Medicare Claims Processing Manual ch. 5 §20.2 (S4)",
    message="How many hands-on minutes for {code}? Units cannot be supported without them.",
    hint="Copy them from the signed note; if it has none, the therapist adds them as a dated late entry.",
    example="A line of 97124 with 4 units has an empty Minutes cell.",
    on_lines=has_no_minutes,
    field="minutes",
)
