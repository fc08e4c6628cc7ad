"""COD-005: an unlisted code goes out without words that say what was done.

Why: the code alone tells nothing, so the payer returns it (RARC N350); the words go out beside it (SV101-7,
box 24 shaded).

Source: handbook §6.5, §2.1; medi-cal.ca.gov (S34), RARC N350 (S2). Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def not_described(lines: Lines) -> Hits:
    """Return the lines whose code needs a description and has none."""
    return Hits(as_mask(lines["code_needs_description"]) & lines.blank("code_desc"))


RULE = Rule(
    id="COD-005",
    title="unlisted code described",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.1; companion guide (S34), RARC N350 (S2)",
    message="{code} is an unlisted code: write a short description of the service in code_desc.",
    example="97139 without a word in Code description.",
    on_lines=not_described,
    field="code_desc",
)
