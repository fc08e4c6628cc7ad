"""DUP-006: one payment of a payer stands in two rows of Remits.

Why: a remittance that is posted twice closes claims nobody has paid for. Same payer, same cheque or
transfer number, same amount: it is the same payment, however it arrived (835, paper, portal).

Source: handbook §6.10, §1.13. Certainty: D.
"""

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet, as_mask

NOT_POSTED = "This remittance stands in row {a} already. Do not post again."


def posted_twice(remits: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield every row of a payment but one: the one that was posted, else the first."""
    same = numbered(remits["payer_id"], remits["check_eft_no"], remits["amount"])
    posted = remits["posted_on"]
    known = as_mask(posted.notna())
    first = first_of(same)
    kept = np.where(known[first_of(same, where=known)], first_of(same, where=known), first)
    for index in np.flatnonzero(kept != np.arange(len(same))).tolist():
        at = int(kept[index])
        yield CellHit(
            "remits",
            index,
            "check_eft_no",
            {"d": posted.iloc[at], "a": int(remits.rows[at])},
            message=None if known[at] else NOT_POSTED,
        )


RULE = Rule(
    id="DUP-006",
    title="remittance posted once",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.10, §1.13",
    message="This remittance was already posted on {d}. Do not post again.",
    example="EFT700101 over 103.00 of one payer stands in two rows of Remits.",
    on_tables=posted_twice,
    tables=("remits",),
    field="check_eft_no",
)
