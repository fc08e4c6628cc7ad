"""COD-006: an unlisted code is billed for work that has a code of its own.

Why: payers return an unlisted code when a listed one exists (CARC 189). Which one it is, the therapist says.

Source: handbook §6.5, §6.9; CARC 189 (S2). Certainty: R.
"""

from xl_massbill.practice.note_words import Fit, says
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

UNLISTED = ("97039", "97139", "99199")


def has_its_own_code(lines: Lines) -> Hits:
    """Return the lines with an unlisted code some of whose techniques have a code."""
    return Hits(as_mask(lines["code"].isin(UNLISTED)) & says(lines, Fit.LISTED))


RULE = Rule(
    id="COD-006",
    title="listed code instead of unlisted",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §6.9; CARC 189 (S2)",
    message=(
        "The note describes work that has its own code. "
        "Ask the therapist to choose that code instead of {code}."
    ),
    example="97139 is billed for myofascial release.",
    on_lines=has_its_own_code,
    field="code",
)
