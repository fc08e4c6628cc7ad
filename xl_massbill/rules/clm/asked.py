"""What the rules about claims share: the claims with all they point to, and hits at a cell of them.

Source: handbook §6.11, §0.1 (a payer's rule that nobody has confirmed may at most warn).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.bills import Bills
from xl_massbill.rules.rule import CellHit, Question, Severity

CONFIRM = " Please confirm with {payer}."
Values = Callable[[int], Mapping[str, object]]


def bills_of(question: Question) -> Bills:
    """Return the claims, joined once for all rules."""
    return question.lines.shared(Bills)


def payer_name(bills: Bills, claim: int) -> object:
    """Return what a claim's payer is called, its ID where the name is not known."""
    return bills["payer_name"].iloc[claim] or bills["payer_id"].iloc[claim]


def hits(where: Mask, field: str, values: Values | None = None) -> Iterator[CellHit]:
    """Yield a hit at a cell of each of these claims."""
    for i in np.flatnonzero(where).tolist():
        yield CellHit("claims", i, field, values(i) if values else {})


def softened(hit: CellHit, message: str) -> CellHit:
    """Return the hit as a warning that asks for confirmation: its payer's rule is not confirmed."""
    return CellHit(hit.table, hit.index, hit.field, hit.values, Severity.WARNING, message + CONFIRM)
