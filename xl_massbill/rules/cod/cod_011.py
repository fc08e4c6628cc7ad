"""COD-011: two codes of one day that the payer never pays together.

Why: no modifier helps with such a pair (indicator 0, or the payer's own policy DENY); one of the two is
denied whatever the note says (CARC 231).

Source: handbook §6.5, §2.3, §1.5 (pair_policy); NCCI (S10). Certainty: R; each pair has its own.
"""

from xl_massbill.rules.cod.pairs import pair_hits
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def never_together(lines: Lines) -> Hits:
    """Return the lines of pairs that are never paid together."""
    return pair_hits(lines, "never")


RULE = Rule(
    id="COD-011",
    title="code pair never together",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.3; NCCI (S10), CARC 231",
    message=(
        "{c1} and {c2} can never be billed together on one day."
        " Keep the one that the note supports best.{confirm}"
    ),
    example="The payer denies 97124 beside 97140, modifier or not.",
    on_lines=never_together,
    field="code",
)
