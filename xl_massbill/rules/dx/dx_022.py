"""DX-022: a visit that a plan shall pay names no illness or injury, only Z codes.

Why: Z codes are reasons to be seen that are no disease; plans do not pay wellness massage. Bill it as cash.

Source: handbook §6.6, §3.4; SEED. Certainty: R.
"""

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import first_in_visit, visit_lists
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def only_wellness(lines: Lines) -> Hits:
    """Return the lines of visits all of whose diagnoses are Z codes."""
    mask = visit_lists(lines).where(lambda codes: bool(codes) and all(icd10.is_wellness(c) for c in codes))
    return Hits(mask, at=first_in_visit(lines, mask))


RULE = Rule(
    id="DX-022",
    title="an illness or injury on an insurance visit",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.4; SEED",
    message="There is no illness or injury on this visit. Bill it as cash.",
    example="The only diagnosis is Z73.3, stress, and the visit goes to a plan.",
    on_lines=only_wellness,
    field="dx1",
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
