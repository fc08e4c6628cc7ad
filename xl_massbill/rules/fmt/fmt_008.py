"""FMT-008: the clinic's billing address is a PO box, a lockbox or a private mail box.

Why: the billing address of an electronic claim must be a street; a box is rejected and belongs to "pay-to".

Source: handbook §6.1, §1.3; claim edits on the billing address (S33). Certainty: R.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_massbill.rules.fmt.cells import shown, wrong_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet

_BOX = re.compile(r"\bP\W*O\W*BOX\b|\bPOST\s+OFFICE\s+BOX\b|\bLOCK\W?BOX\b|\bPMB\b", re.IGNORECASE)


def is_box(address: str) -> bool:
    """Return whether an address line names a box instead of a street.

    >>> is_box("P.O. Box 881"), is_box("Lock Box 7"), is_box("12 Depo Boxwood Ln"), is_box("9 Main St PMB 12")
    (True, True, False, True)
    """
    return _BOX.search(address) is not None


def billed_from_a_box(practice: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the lines of the clinic's address that name a box."""
    for name in ("addr1", "addr2"):
        for i in wrong_at(practice[name], is_box):
            yield CellHit(
                "practice", i, name, {"v": shown(practice.table.field(name), practice[name].iloc[i])}
            )


RULE = Rule(
    id="FMT-008",
    title="billing address",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1, §1.3; claim edits (S33)",
    message="The clinic's billing address must be a street address. Put the PO box in 'pay-to address'.",
    example="The clinic's street is PO Box 881.",
    on_tables=billed_from_a_box,
    tables=("practice",),
)
