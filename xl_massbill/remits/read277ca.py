"""277CA: whether each claim was taken in, by the clearinghouse or the payer.

Source: X12 005010X214; handbook §8.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.finding import Finding
from xl_massbill.remits.claim_answers import Answer, answers
from xl_massbill.remits.kinds import TransactionSet


def read_277ca(transaction: TransactionSet, findings: list[Finding]) -> Iterator[Answer]:
    """Yield what is said of files, providers and claims; claims are known by TRN02, which is our CLM01."""
    return answers(transaction, findings, by_patient_account=False)
