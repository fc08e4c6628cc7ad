"""DX-018: a visit names more diagnoses than fit on a claim.

Why: the claim has room for 12. A row of Visits has 12 columns, but the lines of a visit may name different
ones, and the claim carries them all.

Source: handbook §6.6, §3.3 (S1: HI01 to HI12). Certainty: R.
"""

from xl_massbill.practice.diagnoses import first_in_visit, visit_lists
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

MOST = 12


def too_many(lines: Lines) -> Hits:
    """Return the lines of visits with more than 12 different diagnoses."""
    visits = visit_lists(lines)
    mask = visits.where(lambda codes: len(codes) > MOST)
    return Hits(
        mask,
        values={"n": phrases(mask, lambda i: len(visits.lists[visits.number[i]]))},
        at=first_in_visit(lines, mask),
    )


RULE = Rule(
    id="DX-018",
    title="at most 12 diagnoses",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.3; S1",
    message="At most 12 diagnoses fit on a claim; this visit has {n}. Keep those that were treated.",
    example="The lines of one visit name 13 different diagnoses.",
    on_lines=too_many,
    field="dx1",
)
