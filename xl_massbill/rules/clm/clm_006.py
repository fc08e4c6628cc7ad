"""CLM-006: a payer that gets electronic claims has no electronic payer ID.

Why: the clearinghouse sends a claim by this ID alone; without it the file goes nowhere.

Source: handbook §6.11, §7.11 (S34). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity

_ELECTRONIC = "837P"


def without_payer_id(lines: Lines) -> Mask:
    """Return the lines to be billed electronically to a payer without an ID."""
    electronic = lines.holds("payer_submit_method", _ELECTRONIC)
    return electronic & lines.blank("payer_edi_payer_id") & lines.blank("claim_id")


RULE = Rule(
    id="CLM-006",
    title="electronic payer ID",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.11 (S34)",
    message=("The electronic payer ID is missing. Copy it from the clearinghouse list to sheet Payers."),
    example="A new payer was entered with its name only.",
    on_lines=without_payer_id,
    anchor="payers",
    field="edi_payer_id",
    levels=(Level.VISIT, Level.CLAIM),
)
