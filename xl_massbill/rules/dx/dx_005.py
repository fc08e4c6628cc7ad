"""DX-005: an injury code lacks its seventh character, or a code has one that takes none.

Why: both are no codes, and the claim is rejected. The letter says how far the injury has healed, which the
prescriber's record tells.

Source: handbook §6.6, §3.1 (S46). Certainty: R.
"""

from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import State, judged
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def wrong_seventh(lines: Lines) -> Hits:
    """Return the diagnosis cells that are codes but for their seventh character."""
    return at_cells(listed(lines), judged(lines).is_(State.SEVENTH))


RULE = Rule(
    id="DX-005",
    title="seventh character",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.1; S46",
    message="{dx} needs a 7th character (A, D or S), or has one too many. Ask the prescriber which is right.",
    example="S13.4 without its letter, or M54.2XXA with one.",
    on_lines=wrong_seventh,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
