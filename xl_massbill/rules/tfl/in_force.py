"""Claims whose deadlines run: the first filing until the payer has accepted, the others while it is our turn.

Source: handbook §10.6 (in force), §8.9 (states), §1.13 (Denials).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice.bills import AT_HOME
from xl_massbill.rules.rule import Question, as_mask
from xl_massbill.rules.tfl.deadlines import payers_say

NOT_ACCEPTED = ("DRAFT", "HOLD", "READY", "BATCHED", "SUBMITTED", "ACK_RECEIVED", "REJECTED")
"""States in which no payer has taken the claim; every later one proves that one has."""
_ELECTRONIC = "837P"
_FIRST = "1"


def to_be_accepted(claims: Sheet, question: Question) -> Mask:
    """Return the first claims that their payer has not accepted; paper counts as filed once it was mailed."""
    methods = payers_say(claims, question, "submit_method")
    mailed = as_mask(claims["first_submitted_on"].notna()) & as_mask(
        methods.notna() & (methods != _ELECTRONIC)
    )
    mailed &= ~as_mask(claims["status"].isin(AT_HOME))
    first = as_mask(claims["frequency"].fillna(_FIRST) == _FIRST)
    waiting = as_mask(claims["status"].isin(NOT_ACCEPTED)) & as_mask(claims["first_accepted_on"].isna())
    return waiting & first & ~mailed


def with_open_denial(claims: Sheet, question: Question, among: Mask, decision: str) -> Mask:
    """Return the claims among some with a denied line that is open: undecided, or this decision not yet sent.

    Sheet Denials says what was decided; a denied line that is not on it is open, and so is a claim of
    which nothing else is known. Patients' parts are no denials to fight.
    """
    mask = among & as_mask(claims["status"].isin(("DENIED", "PAID_PARTIAL")))
    if not mask.any():
        return mask
    open_, settled = _lines_by_decision(question, decision)
    denied = _denied_lines(question)
    for i in np.flatnonzero(mask).tolist():
        claim = claims["claim_id"].iloc[i]
        lines = denied.get(claim, set())
        known = settled.get(claim, set())
        mask[i] = claim in open_ or bool(lines - known) or not (lines or known)
    return mask


def _lines_by_decision(question: Question, decision: str) -> tuple[dict[str, set[Any]], dict[str, set[Any]]]:
    """Return by claim the lines of Denials that are open, and those that are settled."""
    sheet = question.records["denials"]
    names = ("claim_id", "line_no", "group", "decision", "appeal_sent_on")
    open_, settled = dict[str, set[Any]](), dict[str, set[Any]]()
    for claim, line, group, decided, sent in zip(*(sheet[name] for name in names), strict=True):
        waits = decided is None or (decided == decision and pd.isna(sent))
        part = open_ if waits and group != "PR" else settled
        part.setdefault(claim, set()).add(line)
    return open_, settled


def _denied_lines(question: Question) -> dict[str, set[Any]]:
    sheet = question.records["claim_lines"]
    found: dict[str, set[Any]] = {}
    for i in np.flatnonzero(as_mask(sheet["denied"])).tolist():
        found.setdefault(sheet["claim_id"].iloc[i], set()).add(sheet["line_no"].iloc[i])
    return found
