"""CLM-016: a claim announces a paper, and no scan of the order is linked.

Why: the payer waits for the paper with that number and denies the claim when it does not come (CARC 163,
164).

What the workbook knows of papers is the scan that is linked at the order (sheet Referrals). Notes stand
in the workbook itself: where the payer's rules ask for the notes and not for the order, nothing is
missing here. Whether the file really lies in its folder is not looked up.

Source: handbook §6.11, §7.3 (PWK), §7.4; CARC 163 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.bills import AT_HOME
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask

_WAITING = (*AT_HOME, "SUBMITTED", "ACK_RECEIVED", "ACCEPTED", "IN_PROCESS", "INFO_REQUESTED")


def without_scan(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims that the payer has not judged, with an attachment number and no scan of the order."""
    bills = bills_of(question)
    where = as_mask(claims["attachment_control_no"].notna()) & bills.holds("status", *_WAITING)
    where &= as_mask(bills["referral_file_link"].isna()) & ~bills.is_taken_back
    if where.any():
        order, note = bills.rule("attach_rx_with_claim"), bills.rule("attach_note_with_claim")
        notes_only = [b == "Y" and a != "Y" for a, b in zip(order, note, strict=True)]
        where &= ~np.array(notes_only, dtype=bool)
    numbers = claims["attachment_control_no"]
    yield from hits(where, "attachment_control_no", lambda i: {"n": numbers.iloc[i]})


RULE = Rule(
    id="CLM-016",
    title="announced papers",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §7.3, §7.4; CARC 163 (S2)",
    message=(
        "Attachment {n} is not in the folder. "
        "Save the scan under this number, and link it on sheet Referrals."
    ),
    example="An auto claim names the attachment CR26000105, and the order has no scan.",
    on_tables=without_scan,
    tables=("claims",),
    field="attachment_control_no",
    levels=(Level.CLAIM,),
)
