"""MOD-004: 59 and one of XE, XS, XP, XU stand on the same line.

Why: the X modifiers are 59 said more exactly; both together say the same thing twice, and payers return
the line.

Source: handbook §6.5, §2.2. Certainty: G.
"""

from xl_massbill.codes.modifier import SEPARATE
from xl_massbill.rules.mod.worn import Worn, hits_of, picked
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def said_twice(lines: Lines) -> Hits:
    """Return the lines that wear 59 and an X modifier."""
    return hits_of(lines, picked(lines, _exact))


def _exact(worn: Worn) -> list[str]:
    return [m for m in worn if m in SEPARATE and m != "59"] if "59" in worn else []


RULE = Rule(
    id="MOD-004",
    title="59 or X, not both",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.5, §2.2",
    message="Use either 59 or one of XE, XS, XP, XU, not both. Remove one.",
    example="97124 with 59 and XS.",
    on_lines=said_twice,
)
