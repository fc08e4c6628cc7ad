"""DOC-018: the note is nearly the same as one of another patient, written within a fortnight before.

Why: two patients are never the same session. Text that wanders from chart to chart takes the proof away
from both claims (S40). The later note is shown, and the claim or visit of the earlier one; never a name.

Source: handbook §6.7, §6.8; S40. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.note_likeness import like_others
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def is_copied(lines: Lines, percent: float, days: int) -> Hits:
    """Return the lines whose note is like an earlier one of another patient, at most `days` older."""
    other = like_others(lines, percent / 100, days)
    visits = lines.records["notes"]["visit_id"]
    claims = dict(zip(lines["visit_id"], lines["claim_id"], strict=True))

    def named(i: int) -> str:
        visit = visits.array[other[i]]
        claim = claims.get(visit)
        return f"claim {claim}" if claim else f"visit {visit}"

    mask = other >= 0
    return Hits(mask, values={"claim": phrases(mask, named)})


RULE = Rule(
    id="DOC-018",
    title="note not copied from another patient",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7, §6.8; S40",
    message=(
        "The same text was used for another patient ({claim}). The therapist must write individual notes."
    ),
    example="Two patients of one afternoon have word for word the same note.",
    on_lines=is_copied,
    anchor="notes",
    field="note_text",
    params={"percent": 90, "days": 14},
)
