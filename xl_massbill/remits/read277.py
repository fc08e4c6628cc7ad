"""277: how far a payer has come with claims that it has taken in.

Source: X12 005010X212; handbook §8.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.finding import Finding
from xl_massbill.remits.claim_answers import Answer, answers
from xl_massbill.remits.kinds import TransactionSet


def read_277(transaction: TransactionSet, findings: list[Finding]) -> Iterator[Answer]:
    """Yield what is said of files, providers and claims; TRN02 is our question, REF*EJ our claim."""
    return answers(transaction, findings, by_patient_account=True)
