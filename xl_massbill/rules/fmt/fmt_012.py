"""FMT-012: a member ID cannot be what stands on the insurance card.

Why: the payer finds the patient by this number; one letter less and the claim is denied as "not our member".
A number that Excel keeps as a number may have lost its first zeros; it is never recovered, because nobody
can know how many there were.

Source: handbook §6.1; rejections of the subscriber id (S34). Certainty: R.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_massbill.codes import tin
from xl_massbill.rules.fmt.cells import shown, wrong_at
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_NUMBER = (
    "The member ID {v} is stored as a number, so zeros at its front are lost. "
    "Format the cell as text and copy the ID from the insurance card."
)


def is_broken(member_id: str) -> bool:
    """Return whether no card can show this: a blank inside, or a single character."""
    return len(member_id) < 2 or re.search(r"\s", member_id) is not None


def looks_wrong(member_id: str) -> bool:
    """Return whether it is broken, or has the shape of a social security number."""
    return is_broken(member_id) or tin.looks_like_ssn(member_id)


def wrong_member_id(coverage: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the member IDs that look wrong, or that Excel keeps as numbers."""
    field, column = coverage.table.field("member_id"), coverage["member_id"]
    numbers = {t.index for t in coverage.troubles("member_id") if not t.bad}
    for i in sorted(numbers.union(wrong_at(column, looks_wrong))):
        text = column.iloc[i]
        severity = Severity.ERROR if is_broken(text) else Severity.WARNING
        message = _NUMBER if i in numbers and severity is Severity.WARNING else None
        yield CellHit("coverage", i, "member_id", {"v": shown(field, text)}, severity, message)


RULE = Rule(
    id="FMT-012",
    title="member ID",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1; rejections of the subscriber id (S34)",
    message="The member ID looks wrong ({v}). Copy it from the insurance card, letters included.",
    example="The member ID has a blank in the middle.",
    on_tables=wrong_member_id,
    tables=("coverage",),
    levels=(Level.PREVISIT, Level.VISIT),
)
