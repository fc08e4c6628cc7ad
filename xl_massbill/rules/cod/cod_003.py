"""COD-003: the payer does not pay for the code by itself.

Why: a code that the plan excludes is denied (CARC 256), one that it counts into another service brings
nothing (CARC 234, P14). Where the payer bundles it, sending it for information does no harm.

Source: handbook §6.5, §1.5 (code_covered); CMS status B (S15). Certainty: R.
"""

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_paid(lines: Lines) -> Hits:
    """Return the lines whose code the payer excludes, or only bundles (then a warning)."""
    bundled = lines.rule_says("code_covered", "BUNDLED")
    return Hits(bundled | lines.rule_says("code_covered", "N"), severity=chosen(bundled, Severity.WARNING))


RULE = Rule(
    id="COD-003",
    title="code paid by the payer",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §1.5; CMS status B (S15), CARC 234, 256",
    message="{payer} does not pay {code} separately. Leave it out, or send it for information and expect 0.",
    example="A hot pack (97010) beside the massage, for a plan that bundles it.",
    on_lines=not_paid,
    field="code",
    levels=(Level.PREVISIT, Level.VISIT),
)
