"""MOD-011: a line wears the same modifier twice.

Why: the second says nothing and takes a slot; some payers return the line.

Source: handbook §6.5. Certainty: D.
"""

from xl_massbill.rules.mod.worn import Worn, picked, slot, together
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def worn_twice(lines: Lines) -> Hits:
    """Return the lines with a modifier in two slots."""
    found = picked(lines, _twice)
    mask = found.astype(bool)
    return Hits(
        mask,
        values={"m": phrases(mask, lambda i: f"{together(found[i])} appear{'s' * (len(found[i]) == 1)}")},
        field=phrases(mask, lambda i: slot(lines, i, found[i][0])),
    )


def _twice(worn: Worn) -> list[str]:
    return [m for m in dict.fromkeys(worn) if worn.count(m) > 1]


RULE = Rule(
    id="MOD-011",
    title="no modifier twice",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.5",
    message="{m} twice on the line. Remove one.",
    example="97124 with GP and GP.",
    on_lines=worn_twice,
)
