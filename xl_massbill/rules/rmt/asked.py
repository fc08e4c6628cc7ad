"""What the rules about remittances share: the adjudications among the payments, and the claims they are for.

Source: handbook §1.13, §8.5.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.balance import Adjudicated
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.lines import Lines
from xl_massbill.rules.rule import Mask, Question, as_mask

PRICING_ONLY = "25"
"""CLP02 of a claim that was only priced: no money, nothing decided."""


def _adjudicated(lines: Lines) -> Adjudicated:
    return Adjudicated(lines.records["payments"])


def adjudicated(question: Question) -> Adjudicated:
    """Return the adjudications of claims, found once for all rules."""
    return question.lines.shared(_adjudicated)


def claims_of(question: Question) -> Numbers:
    """Return the position of the claim of each adjudication, -1 for one that is not in the workbook."""
    found = adjudicated(question)
    index = question.records.index("claims", "claim_id")
    return np.array([index.get(claim, -1) for claim in found.claim_of], dtype=np.int64)


def is_decided(question: Question) -> Mask:
    """Return which adjudications decide something anew: no reversals, no mere pricing."""
    found = adjudicated(question)
    status = question.records["payments"]["clp_status"].iloc[found.first]
    return ~found.is_reversal & ~as_mask(status == PRICING_ONLY)
