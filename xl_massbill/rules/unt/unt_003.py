"""UNT-003: fewer units of a code are billed than its minutes would support.

Why: this is money left behind, but nothing is wrong with the claim; so it is said once and blocks nothing.
Where the payer's rule is unknown, only what the stricter rule would support is named.

Source: handbook §6.5, §2.4. Certainty: D.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def under_billed(lines: Lines) -> Hits:
    """Return the lines of codes that are billed with fewer units than the pool surely supports for them."""
    billed, supported = lines["unit_billed"], lines["unit_surely"]
    return Hits(
        (billed > 0) & (billed < supported),
        values={"u": billed, "m": lines["unit_minutes"], "s": supported},
        at=lines["unit_first"],
    )


RULE = Rule(
    id="UNT-003",
    title="units below what the minutes support",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.5, §2.4",
    message=(
        "{m} minutes would support {s} units, {u} are billed. "
        "Nothing is wrong; raise the units only if the note says so."
    ),
    example="60 minutes of 97124 are billed as 3 units; they would support 4.",
    on_lines=under_billed,
    field="units",
)
