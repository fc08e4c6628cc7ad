"""What follows from an answer: rows of Denials, deadlines, money that came back, and what is left to people.

Source: handbook §9.1, §9.2 (deadline of a reason), §10.4 (next actions), §10.6 (deadlines), §8.5 (OA, PI).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from xl_massbill.book.amounts import dollars
from xl_massbill.claims.denials.steps import NEW_CLAIM, NO_APPEAL
from xl_massbill.claims.follow_up import OWNER
from xl_massbill.claims.states import State
from xl_massbill.codes.carc import ACTIONS, compact, reasons
from xl_massbill.remits.post_books import UNKNOWN, Books
from xl_massbill.remits.post_denied import Refused
from xl_massbill.remits.post_steps import Life
from xl_massbill.remits.post_values import Placed, Posting, Row, Task

_LIMITS = {"corrected": "corrected_tfl_days", "appeal": "appeal_days", "reply": "reply_to_request_days"}
_BY_REMARK = {"MA01": 120, "MA02": 180}
"""Days to appeal that a remark tells."""
Remarks = tuple[str, ...]
_LOOK, _WAIT = dt.timedelta(days=5), dt.timedelta(days=30)
_MANAGER = "manager"
_NEXT = {
    State.FORWARDED: "wait for the next payer; do not send it again",
    State.REVERSED: "ask for the corrected answer",
    State.CLOSED: "nothing",
}
_PRIOR_PAYER = "23"
_NEXT_PAYER = "NEXT_PAYER"


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
    cause, _, caught_by = books.reasons.get(carc, UNKNOWN)
    deadline = _deadline(books, posting, one.match.claim_id, carc, refused.remarks)
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


def _deadline(books: Books, posting: Posting, claim: str, carc: str, remarks: Remarks) -> dt.date | None:
    """Return the nearest of the deadlines that run for a reason, as far as anybody knows them."""
    words = books.reasons.get(carc, ("", "appeal", ""))[1]
    kinds = (key for word, key in _LIMITS.items() if word in words)
    days = [day for key in kinds if (day := _in_force(books, posting, claim, key, remarks))]
    return min(days, default=None)


def _in_force(books: Books, posting: Posting, claim: str, key: str, remarks: Remarks = ()) -> dt.date | None:
    payer = books.cell("claims", "claim_id", claim, "payer_id") or posting.payer_id
    served = books.cell("claims", "claim_id", claim, "dos_from")
    days = books.days(payer, key, served)
    if key == "secondary_tfl_days":  # how long the next payer takes claims is its own rule, where it has one
        own = books.days(books.next_payer(claim) or "", key, served)
        days = days if own is None else own
    if days is None and key == "appeal_days":
        days = next((_BY_REMARK[remark] for remark in remarks if remark in _BY_REMARK), None)
    return None if days is None else posting.day + dt.timedelta(days=days)


def deadlines(books: Books, posting: Posting, life: Life) -> None:
    """Let the deadlines run that a claim's new state has (§10.6); what nobody knows stays blank."""
    cells, claim = life.account.cells, life.account.claim_id
    wanted: dict[str, str] = {}
    if life.open_denied:
        wanted |= {"deadline_correct": "corrected_tfl_days", "deadline_appeal": "appeal_days"}
    if life.state is State.INFO_REQUESTED and life.steps:
        wanted["deadline_reply"] = "reply_to_request_days"
    if life.state is State.SECONDARY_DUE:
        wanted["deadline_secondary"] = "secondary_tfl_days"
        cells["pr_final_on"] = None  # the next payer may take its share of it
    if not wanted:
        return
    remarks = tuple(r for n in life.open_denied if (one := life.refused(n)) for r in one.remarks)
    for name, key in wanted.items():
        day = _in_force(books, posting, claim, key, remarks)
        cells[name] = day.isoformat() if day else None


def recovered(books: Books, one: Placed, so_far: Mapping[str, int]) -> dict[str, int]:
    """Return what has come back by now for earlier denials of the lines that an answer pays, by denial.

    A payment that is taken back comes off again. The answer may be to the claim that corrects the denied one
    or is new in its place; of one to a later payer only what was decided to be the next payer's counts.
    `so_far` holds what earlier answers of the same remittance have changed.
    """
    found: dict[str, int] = {}
    if not books.decisions:
        return found
    claims = _denied_before(books, one.match.claim_id)
    for line, numbers in zip(one.answer.lines, one.numbers, strict=True):
        known = [(books.decisions.get((c, n)), is_next) for c, is_next in claims.items() for n in numbers]
        for denial, is_next in known:
            if denial is None or (is_next and denial.decision != _NEXT_PAYER):
                continue
            key = denial.denial_id
            stood = so_far.get(key, books.cell("denials", "denial_id", key, "recovered") or 0)
            before = found.get(key, stood)
            if line.paid > 0 or (one.answer.is_reversal and line.paid < 0 < before):
                found[key] = max(before + line.paid, 0)
    return found


def _denied_before(books: Books, claim_id: str) -> dict[str, bool]:
    """Return a claim and those before it, each with whether a later payer stands between."""
    found, here, is_next = {claim_id: False}, claim_id, False
    while True:
        older = books.cell("claims", "claim_id", here, "replaces_claim_id")
        if not older:
            older = books.cell("claims", "claim_id", here, "parent_claim_id")
            is_next = is_next or bool(older)
        if not older or older in found:
            return found
        found[older], here = is_next, older


def tasks(books: Books, posting: Posting, life: Life) -> Iterator[Task]:
    """Yield what people must look at, and note the next action of a claim in its outcome.

    What follows from the state of a claim is not noted twice: the work list says it anew each day.
    """
    claim, day, outcome = life.account.claim_id, posting.day, posting.outcomes[life.account.claim_id]
    found = []
    if life.account.balance < 0:
        words = f"refund or explain the credit of ${dollars(-life.account.balance)}"
        found.append(Task(claim, "REFUND", "credit balance", day + _WAIT, _MANAGER, words))
    if life.stuck:
        words = "look at the claim: an answer came that does not fit its state"
        found.append(Task(claim, "STATUS_CHECK", "answer does not fit", day + _LOOK, OWNER, words))
    if review := _review(life):
        reason, words = "adjustment of group OA or PI", f"review {review}"
        found.append(Task(claim, "STATUS_CHECK", reason, day + _LOOK, OWNER, words))
    actions = [*_next(books, posting, life), *(task.next_action for task in found)]
    is_odd = life.state is State.PAID and life.account.balance > 0
    usual = (
        f"look at the balance of ${dollars(life.account.balance)}: nobody owes it yet" if is_odd else "wait"
    )
    outcome.next_action = "; ".join(actions) or usual
    yield from found


def _next(books: Books, posting: Posting, life: Life) -> Iterator[str]:
    """Yield what comes next for a claim by its state (§10.4)."""
    account = life.account
    if life.state is State.INFO_REQUESTED:
        yield "send the records" + _by(account.cells.get("deadline_reply"))
    elif life.open_denied:
        yield _decide(books, posting, life)
    if life.state is State.PATIENT_DUE:
        yield f"statement to the patient: ${dollars(account.patient_part)}"
    elif life.state is State.SECONDARY_DUE:
        yield "send to the next payer" + _by(account.cells.get("deadline_secondary"))
    elif life.state in _NEXT:
        yield _NEXT[life.state]


def _decide(books: Books, posting: Posting, life: Life) -> str:
    number = life.open_denied[0]
    refused = life.refused(number)
    known = books.decisions.get((life.account.claim_id, number))
    carc = compact(refused.first.reason) if refused else known.carc if known else ""
    remarks = refused.remarks if refused else ()
    lines = ", ".join(map(str, life.open_denied))
    until = _deadline(books, posting, life.account.claim_id, carc, remarks)
    many = "lines" if len(life.open_denied) > 1 else "line"
    return f"{many} {lines} denied ({carc}): {_action(carc, remarks)}" + _by(until)


def _action(carc: str, remarks: Remarks) -> str:
    """Return the first action of a reason in words; what was judged is corrected where no remark forbids."""
    found = reasons().get(carc)
    actions = found.actions if found else ()
    if {NO_APPEAL, NEW_CLAIM} & set(remarks):
        return ACTIONS["NEW"]
    left = [action for action in actions if action != "NEW" or "C7" not in actions]
    return ACTIONS[left[0]] if left else "decide"


def _by(day: object) -> str:
    return f" by {day}" if day else ""


def _review(life: Life) -> str:
    """Return the adjustments of groups OA and PI on paid lines, which nobody writes off or bills."""
    found = [
        f"{one.group}-{one.reason} ${dollars(one.amount)}"
        for placed in life.answers
        if not placed.answer.is_reversal
        for line in placed.answer.lines
        if line.paid
        for one in line.adjustments
        if one.group in ("OA", "PI") and compact(one.reason) not in (_PRIOR_PAYER, "94")
    ]
    return ", ".join(found)
