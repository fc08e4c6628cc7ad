"""COD-002: a code was deleted years ago and still stands in old massage books.

Why: no payer has taken 97122, 97250 or 97001 to 97004 for years; the claim comes back unread. Which of
today's codes fits the work only the therapist can say.

Source: handbook §6.5, §2.1; massagetoday.com (S12). Certainty: R.
"""

from xl_massbill.codes.procedure import deleted
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def is_deleted(lines: Lines) -> Hits:
    """Return the lines that bill a deleted code."""
    return Hits(lines["code"].isin(deleted()))


RULE = Rule(
    id="COD-002",
    title="deleted code",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.1; massagetoday.com (S12)",
    message=(
        "{code} was deleted years ago. The therapist must choose the current code for the work in the note."
    ),
    example="97250, the old code for myofascial release.",
    on_lines=is_deleted,
    field="code",
)
