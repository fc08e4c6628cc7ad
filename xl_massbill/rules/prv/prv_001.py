"""PRV-001: the therapist's licence was not active on the day of the visit.

Why: work without a licence in force is paid by nobody (CARC 185, B7 with M143) and may cost the clinic its
contract. The licence is the one for the state where the session took place; without any, PRV-003 speaks.

Source: handbook §6.3, §1.4; SEED, CARC B7 (S2). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.licences import faulty
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_active(lines: Lines) -> Hits:
    """Return the lines whose licence was not active on their day."""
    status, issued, expires = (lines[f"licence_license_{name}"] for name in ("status", "issued", "expires"))
    return Hits(
        faulty(status, issued, expires, lines["dos"], lines.as_of),
        values={"no": lines["licence_license_no"]},
        at=lines["visit_first"],
    )


RULE = Rule(
    id="PRV-001",
    title="licence active on the day",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3; SEED, CARC B7 (S2)",
    message="{therapist}'s licence {no} was not active on {dos}. This visit may not be billed. If the licence"
    " was renewed, enter the new dates.",
    example="The licence expired on 30 April, and the visit was on 4 May.",
    on_lines=not_active,
    field="therapist_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
