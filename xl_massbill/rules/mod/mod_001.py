"""MOD-001: a line wears a modifier that does not exist.

Why: the claim is denied for one mistyped letter (CARC 182). Longer than two characters is FMT-010's matter.

Source: handbook §6.5, §2.2; CARC 182 (S2). Certainty: R.
"""

from xl_massbill.codes.modifier import is_known
from xl_massbill.rules.mod.worn import Worn, hits_of, picked
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def is_unknown(lines: Lines) -> Hits:
    """Return the lines with modifiers that are not on the national list."""
    return hits_of(lines, picked(lines, _unknown))


def _unknown(worn: Worn) -> list[str]:
    return [m for m in dict.fromkeys(worn) if len(m) <= 2 and not is_known(m)]


RULE = Rule(
    id="MOD-001",
    title="modifier exists",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.2; CARC 182 (S2)",
    message="Modifier {m} does not exist. Remove or correct it.",
    example="PG is typed for GP.",
    on_lines=is_unknown,
)
