"""DOC-007: movement re-education (97112) is billed for neuromuscular therapy or trigger point work.

Why: the names sound alike and the services do not. "Neuromuscular therapy" as massage therapists use the
word is manual therapy (97140); 97112 retrains movement, balance and posture.

Source: handbook §6.7, §2.1; S12. Certainty: R.
"""

from xl_massbill.practice.note_words import Fit, says
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

NOT_NMT = "97112"


def is_manual_therapy(lines: Lines) -> Hits:
    """Return the lines of 97112 all of whose techniques are neuromuscular therapy or trigger point work."""
    return Hits(says(lines, Fit.ONLY_NMT) & as_mask(lines["code"] == NOT_NMT))


RULE = Rule(
    id="DOC-007",
    title="neuromuscular therapy is not 97112",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.7, §2.1; S12",
    message=(
        "“Neuromuscular therapy” is manual therapy (97140), not movement re-education (97112). "
        "Let the therapist confirm the code."
    ),
    example="97112 with the techniques NMT and trigger point release.",
    on_lines=is_manual_therapy,
    field="code",
)
