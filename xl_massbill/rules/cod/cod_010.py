"""COD-010: two codes of one day of which the payer pays only the first, and no modifier says why both.

Why: the second is denied (CARC 236, 97) unless 59 or an X modifier on it says that it was separate work:
other minutes and another region, in the note. Where that modifier stands on the first code only, MOD-006
speaks.

Source: handbook §6.5, §2.3; NCCI (S8, S9, S10). Certainty: R; each pair has its own.
"""

from xl_massbill.rules.cod.pairs import pair_hits
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def without_modifier(lines: Lines) -> Hits:
    """Return the lines of pairs whose second code lacks a modifier that sets it apart."""
    return pair_hits(lines, "missing")


RULE = Rule(
    id="COD-010",
    title="code pair with a modifier",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.3; NCCI (S8, S9, S10)",
    message=(
        "{c1} and {c2} together: only {c1} is paid unless they were separate. If the note shows separate"
        " minutes and regions, add 59 to {c2}; otherwise remove {c2}.{confirm}"
    ),
    example="97140 and 97124 in one visit, no modifier on 97124.",
    on_lines=without_modifier,
    field="code",
)
