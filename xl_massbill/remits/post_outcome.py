"""What follows from an answer: rows of Denials, deadlines, money that came back, and what is left to people.

Source: handbook §9.1, §9.2 (deadline of a reason), §10.4 (next actions), §10.6 (deadlines), §8.5 (OA, PI).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from xl_massbill.book.amounts import dollars
from xl_massbill.claims.follow_up import Task
from xl_massbill.claims.states import State
from xl_massbill.codes.carc import ACTIONS, compact, reasons
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_denied import Refused
from xl_massbill.remits.post_steps import Life
from xl_massbill.remits.post_values import Placed, Posting, Row

_LIMITS = {"corrected": "corrected_tfl_days", "appeal": "appeal_days", "reply": "reply_to_request_days"}
_DECIDE, _SEND_ON, _WAIT = (dt.timedelta(days=n) for n in (5, 3, 30))
_BILLER, _DESK, _MANAGER = "biller", "front desk", "manager"
_PRIOR_PAYER = "23"


def denial_rows(books: Books, posting: Posting, one: Placed) -> Iterator[Row]:
    """Yield a row of Denials, without its number, for each line that an answer denies."""
    if one.answer.is_reversal:
        return
    for refused in one.denied:
        numbers: tuple[int | None, ...] = refused.numbers or (None,)
        for number in numbers:
            amount = refused.amount if len(numbers) == 1 else _charge(books, one.match.claim_id, number)
            yield _row(books, posting, one, refused) | {"line_no": number, "amount": amount}


def _row(books: Books, posting: Posting, one: Placed, refused: Refused) -> Row:
    reason = refused.first
    carc = compact(reason.reason)
    cause, _, caught_by = books.reasons.get(carc, ("", "", ""))
    deadline = _deadline(books, posting, one.match.claim_id, carc)
    return {
        "claim_id": one.match.claim_id,
        "denied_on": posting.day.isoformat(),
        "group": reason.group if reason.group in ("CO", "PR", "OA", "PI") else None,
        "carc": carc,
        "rarcs": " ".join(refused.remarks) or None,
        "cause_guess": cause or None,
        "deadline": deadline.isoformat() if deadline else None,
        "caught_by": caught_by or None,
    }


def _charge(books: Books, claim: str, number: int | None) -> int:
    lines = (line for _, line in books.billed.get(claim, []) if line.number == number)
    return next((line.charge or 0 for line in lines), 0)


def _deadline(books: Books, posting: Posting, claim: str, carc: str) -> dt.date | None:
    """Return the nearest of the deadlines that run for a reason."""
    words = books.reasons.get(carc, ("", "appeal", ""))[1]
    days = [_in_force(books, posting, claim, key) for word, key in _LIMITS.items() if word in words]
    return min(days, default=None)


def _in_force(books: Books, posting: Posting, claim: str, key: str) -> dt.date:
    payer = books.cell("claims", "claim_id", claim, "payer_id") or posting.payer_id
    first = books.cell("claims", "claim_id", claim, "dos_from")
    return posting.day + dt.timedelta(days=books.days(payer, key, first))


def deadlines(books: Books, posting: Posting, life: Life) -> None:
    """Let the deadlines run that a claim's new state has (§10.6)."""
    cells, claim = life.account.cells, life.account.claim_id
    state = life.state
    if life.open_denied:
        for name, key in (("deadline_correct", "corrected_tfl_days"), ("deadline_appeal", "appeal_days")):
            cells[name] = _in_force(books, posting, claim, key).isoformat()
    if state is State.INFO_REQUESTED and life.steps:
        cells["deadline_reply"] = _in_force(books, posting, claim, "reply_to_request_days").isoformat()
    if state is State.SECONDARY_DUE:
        cells["deadline_secondary"] = _in_force(books, posting, claim, "secondary_tfl_days").isoformat()
        cells["pr_final_on"] = None  # the next payer may take its share of it


def recovered(books: Books, posting: Posting, one: Placed) -> dict[str, int]:
    """Return what has come back for earlier denials of the lines that an answer pays, by denial."""
    if one.answer.is_reversal:
        return {}
    claims = [one.match.claim_id]
    while (older := books.cell("claims", "claim_id", claims[-1], "replaces_claim_id")) and older not in claims:
        claims.append(older)
    found: dict[str, int] = {}
    for line, numbers in zip(one.answer.lines, one.numbers, strict=True):
        known = [books.decisions.get((claim, n)) for claim in claims for n in numbers]
        for denial in filter(None, known):
            if line.paid > 0:
                before = books.cell("denials", "denial_id", denial.denial_id, "recovered") or 0
                found[denial.denial_id] = found.get(denial.denial_id, before) + line.paid
    return found


def tasks(books: Books, posting: Posting, life: Life) -> Iterator[Task]:
    """Yield what is left to people of a claim, and note the next action in its outcome."""
    claim, outcome = life.account.claim_id, posting.outcomes[life.account.claim_id]
    for task in _tasks(books, posting, life):
        outcome.next_action = "; ".join(filter(None, (outcome.next_action, task.next_action)))
        yield task
    if life.state is State.INFO_REQUESTED and life.steps:  # its row of FollowUp comes with the step
        until = life.account.cells["deadline_reply"]
        outcome.next_action = "; ".join(filter(None, (outcome.next_action, f"send the records by {until}")))
    if not outcome.next_action:
        waits = life.state is not State.CLOSED and claim
        outcome.next_action = "wait" if waits else "nothing"


def _tasks(books: Books, posting: Posting, life: Life) -> Iterator[Task]:
    claim, day, account = life.account.claim_id, posting.day, life.account
    asks = life.state is State.INFO_REQUESTED
    if life.open_denied and not asks:
        yield _decide(books, posting, life)
    if life.state is State.PATIENT_DUE and life.steps:
        text = f"statement to the patient: ${dollars(account.patient_part)}"
        yield Task(claim, "STATEMENT", "patient's part", day, _DESK, text)
    elif life.state is State.SECONDARY_DUE and life.steps:
        until = dt.date.fromisoformat(account.cells["deadline_secondary"])
        words = f"send to the next payer by {until}"
        yield Task(claim, "STATUS_CHECK", "the first payer has answered", day + _SEND_ON, _BILLER, words, until)
    elif life.state is State.FORWARDED and life.steps:
        words = "wait for the next payer; do not send it again"
        yield Task(claim, "STATUS_CHECK", "passed on by the payer", day + _WAIT, _BILLER, words)
    elif life.state is State.REVERSED and life.steps:
        words = "ask for the corrected answer"
        yield Task(claim, "STATUS_CHECK", "the answer was taken back", day + _WAIT, _BILLER, words)
    if account.balance < 0:
        words = f"refund or explain the credit of ${dollars(-account.balance)}"
        yield Task(claim, "REFUND", "credit balance", day + _WAIT, _MANAGER, words)
    if life.stuck:
        words = "look at the claim: an answer came that does not fit its state"
        yield Task(claim, "STATUS_CHECK", "answer does not fit", day + _DECIDE, _BILLER, words)
    if review := _review(posting, claim):
        words = f"review {review}"
        yield Task(claim, "STATUS_CHECK", "adjustment of group OA or PI", day + _DECIDE, _BILLER, words)


def _decide(books: Books, posting: Posting, life: Life) -> Task:
    number = life.open_denied[0]
    refused = life.refused(number)
    known = books.decisions.get((life.account.claim_id, number))
    carc = compact(refused.first.reason) if refused else known.carc if known else ""
    found = reasons().get(carc)
    action = ACTIONS[found.actions[0]] if found and found.actions else "decide"
    lines = ", ".join(map(str, life.open_denied))
    until = _deadline(books, posting, life.account.claim_id, carc)
    words = f"line {lines} denied ({carc}): {action}" + (f" by {until}" if until else "")
    due = posting.day + _DECIDE
    return Task(life.account.claim_id, "STATUS_CHECK", f"CARC {carc}", due, _BILLER, words, until)


def _review(posting: Posting, claim: str) -> str:
    """Return the adjustments of groups OA and PI on paid lines, which nobody writes off or bills."""
    found = [
        f"{one.group}-{one.reason} ${dollars(one.amount)}"
        for placed in posting.placed
        if placed.match.claim_id == claim and not placed.answer.is_reversal
        for line in placed.answer.lines
        if line.paid
        for one in line.adjustments
        if one.group in ("OA", "PI") and compact(one.reason) not in (_PRIOR_PAYER, "94")
    ]
    return ", ".join(found)
