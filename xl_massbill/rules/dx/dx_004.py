"""DX-004: a diagnosis is a group of codes, not a code.

Why: only the last branch of the list may be billed; a payer denies its stem (RARC M81). Which branch applies
the prescriber knows, nobody else, so none is named here.

Source: handbook §6.6, §3.1; ICD-10-CM (S3), RARC M81 (S2). Certainty: R.
"""

from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import State, judged
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def stem_only(lines: Lines) -> Hits:
    """Return the diagnosis cells that hold the stem of several codes."""
    return at_cells(listed(lines), judged(lines).is_(State.HEADER))


RULE = Rule(
    id="DX-004",
    title="diagnosis complete",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.1; ICD-10-CM (S3), S2 (RARC M81)",
    message="{dx} is a group, not a full code. Ask the prescriber for the exact one.",
    example="M54.5, which has branches since October 2021.",
    on_lines=stem_only,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
