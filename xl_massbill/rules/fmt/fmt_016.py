"""FMT-016: the clinic's phone number is not ten digits.

Why: every claim file names a person to ask; a payer that cannot call denies instead.

Source: handbook §6.1, §1.3. Certainty: G.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.codes import phone
from xl_massbill.rules.fmt.cells import shown, wrong_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet


def no_phone(practice: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the clinic's phone if it is no phone number."""
    for i in wrong_at(practice["phone"], lambda number: not phone.is_valid(number)):
        v = shown(practice.table.field("phone"), practice["phone"].iloc[i])
        yield CellHit("practice", i, "phone", {"v": v})


RULE = Rule(
    id="FMT-016",
    title="clinic phone",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.1, §1.3",
    message="The clinic phone must have 10 digits. Correct it on sheet Practice.",
    example="The clinic's phone is 555-0100, without the area code.",
    on_tables=no_phone,
    tables=("practice",),
)
