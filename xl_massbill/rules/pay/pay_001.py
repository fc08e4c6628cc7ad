"""Original Medicare does not pay a massage therapist.

A claim without GY says the opposite and is denied, and may be taken for a false one. With GY it asks for the
denial that another plan wants to see.

Source: handbook §6.10 PAY-001, §5.2; SEED, S30. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity

_ASKS_FOR_DENIAL = "GY"


def not_paid(lines: Lines) -> Hits:
    """Find lines of massage therapists billed to Original Medicare without GY."""
    modifiers = lines["modifiers"]
    asks = [text for text in modifiers.unique() if text and _ASKS_FOR_DENIAL in text.split()]
    medicare = lines.holds("payer_payer_type", "ORIGINAL_MEDICARE")
    by_lmt = lines.holds("therapist_provider_type", "LMT")
    return Hits(medicare & by_lmt & ~modifiers.isin(asks).to_numpy(dtype=bool))


RULE = Rule(
    id="PAY-001",
    title="Original Medicare",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §5.2; SEED, S30",
    message="Original Medicare does not pay massage by an LMT. Bill the patient; a denial claim needs GY.",
    example="A massage therapist's visit is billed to Medicare Part B without GY.",
    on_lines=not_paid,
    field="code",
    levels=(Level.PREVISIT, Level.VISIT),
)
