"""MOD-002: a modifier that the payer demands is missing.

Why: payers that follow Medicare's therapy rules want GP on every line of massage and manual therapy, and
deny the line without it (CARC 4). Whether it was given under such a plan of care the office must know.

Source: handbook §6.5, §2.2, §1.5 (required_modifier); UHC (S13), VA (S26), CARC 4 (S2). Certainty: R.
"""

from xl_massbill.rules.mod.demanded import demanded
from xl_massbill.rules.mod.worn import Worn, picked, together
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def not_worn(lines: Lines) -> Hits:
    """Return the lines without a modifier that their payer demands."""
    asked = lines.rule("required_modifier")
    found = picked(lines, _missing, asked, within=as_mask(asked.notna()))
    mask = found.astype(bool)
    return Hits(mask, values={"m": phrases(mask, lambda i: together(found[i]))})


def _missing(worn: Worn, value: str | None) -> list[str]:
    return [" or ".join(choice) for choice in demanded(value) if set(choice).isdisjoint(worn)]


RULE = Rule(
    id="MOD-002",
    title="demanded modifier",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.2; UHC (S13), VA (S26), CARC 4 (S2)",
    message=(
        "{payer} wants modifier {m} on {code}. Add it if the service was given under such a plan of care."
    ),
    example="97124 without GP for a payer that wants GP.",
    on_lines=not_worn,
    field="mod1",
)
