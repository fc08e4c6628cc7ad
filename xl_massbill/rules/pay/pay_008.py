"""Washington's state fund pays massage therapists one code only.

Any other line of a massage therapist is denied as not in the fund's schedule (P7, P9).

Source: handbook §6.10 PAY-008; CARC P7, P9. Certainty: G.
"""

from __future__ import annotations

from xl_massbill.rules.pay.injured import at_state_fund
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def other_code(lines: Lines, *, code: str) -> Hits:
    """Find lines of massage therapists for the state fund with another code."""
    other = (lines["code"].notna() & (lines["code"] != code)).to_numpy(dtype=bool)
    return Hits(at_state_fund(lines) & lines.holds("therapist_provider_type", "LMT") & other)


RULE = Rule(
    id="PAY-008",
    title="L&I code",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.10",
    message="L&I pays massage therapists 97124 only. Ask the therapist for the right code.",
    example="97140 is billed to the state fund for a massage therapist.",
    on_lines=other_code,
    field="code",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"code": "97124"},
)
