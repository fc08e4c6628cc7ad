"""Posts acknowledgements: each saying becomes a step of a claim's life, a row of Acks, a batch's state.

Source: handbook §8.1-8.4, §8.9, §7.10, §9.4, §10.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xl_massbill.book.finding import Finding
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims import acknowledged
from xl_massbill.commands.ack_aims import Aims
from xl_massbill.commands.ack_steps import Steps
from xl_massbill.commands.posting import Outcome, Posting
from xl_massbill.practice import Records
from xl_massbill.remits.claim_status import ClaimAnswer
from xl_massbill.remits.claim_verdicts import of_claim, of_level
from xl_massbill.remits.kinds import Kind, TransactionSet
from xl_massbill.remits.read277 import read_277
from xl_massbill.remits.read277ca import read_277ca
from xl_massbill.remits.read999 import read_999
from xl_massbill.remits.syntax_verdicts import of_group, of_interchange
from xl_massbill.remits.ta1 import read_ta1
from xl_massbill.remits.verdicts import Saying


def apply_acks(
    workbook: Workbook, records: Records, transaction: TransactionSet, posting: Posting
) -> Outcome:
    """Post one TA1, 999, 277CA or 277 (not yet saved); the same a second time changes nothing."""
    outcome = Outcome()
    sayings = list(_sayings(transaction, outcome.findings))
    aims = Aims(records, Folder.of(workbook.path) if workbook.path else None)
    steps = Steps(workbook, records, posting, outcome)
    named = {saying.claim_id for saying in sayings if saying.claim_id}
    for saying in sayings:
        aim = aims.of(saying)
        if saying.batch:  # claims that are answered one by one follow
            aim = replace(aim, claims=tuple(claim for claim in aim.claims if claim not in named))
        steps.take(aim)
    steps.write()
    return outcome


def is_known(records: Records, sha256: str) -> bool:
    """Return whether the workbook shows that a file of acknowledgements was posted."""
    return acknowledged.is_taken_in(records, sha256)


def _sayings(transaction: TransactionSet, findings: list[Finding]) -> Iterator[Saying]:
    if transaction.kind is Kind.INTERCHANGE:
        answer = read_ta1(transaction, findings)
        if answer is not None:
            yield of_interchange(answer)
    elif transaction.kind is Kind.SYNTAX:
        yield from of_group(read_999(transaction, findings))
    else:
        read = read_277ca if transaction.kind is Kind.CLAIMS_TAKEN else read_277
        for one in read(transaction, findings):
            if isinstance(one, ClaimAnswer):
                yield of_claim(one, transaction.kind)
            elif (saying := of_level(one, transaction.kind)) is not None:
                yield saying
