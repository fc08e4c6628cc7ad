"""What is said of acknowledgements in sentences and in rows of sheet Acks.

Source: handbook §8.9 (what cannot be), §10.4.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.claims.acknowledged import Row
from xl_massbill.claims.batches import Stage as BatchStage
from xl_massbill.claims.states import Event, State
from xl_massbill.commands.ack_aims import Aim
from xl_massbill.commands.posting import Posting
from xl_massbill.remits.kinds import Kind
from xl_massbill.remits.verdicts import Saying, Stage, Verdict

NOT_OUT = (State.DRAFT, State.HOLD, State.READY, State.BATCHED)
NOT_WITH_PAYER = (*NOT_OUT, State.REJECTED)
"""States of a claim that, as far as we know, no payer is working on."""


def refused(state: State, saying: Saying, *, is_stale: bool) -> tuple[str, bool]:
    """Return why a claim stays where it is, and whether that is a contradiction that a person must clear."""
    is_rejection, is_rejected = saying.verdict is Verdict.REJECTED, state is State.REJECTED
    if is_stale:
        found = ("this is about an earlier sending", False)
    elif is_rejected and is_rejection:
        found = ("it was rejected before", False)
    elif is_rejected and saying.event is Event.RECEIVED:
        found = ("it was rejected since", False)
    elif is_rejected:
        found = ("it counts as rejected: ask before you send it again", True)
    elif state in NOT_OUT:
        found = (f"it is {state}, not out: ask what they have", not is_rejection)
    elif is_rejection:
        found = (f"it is {state} already: ask before you send anything", True)
    else:
        found = (f"it is {state} already", False)
    return found


def row_of(aim: Aim, claim: str, day: dt.date, posting: Posting) -> Row:
    """Return the row of sheet Acks for a claim, "" for a whole batch."""
    saying = aim.saying
    is_cause = not aim.cause or claim == aim.cause
    own = aim.place if is_cause else None
    reason = saying.words
    if not is_cause:
        reason = f"{saying.stage.lower()} turned back the whole set because of claim {aim.cause}"
    return {
        "claim_id": claim or None,
        "batch_id": aim.batch_id or None,
        "verdict": saying.verdict.value,
        "level": saying.stage.value,
        "answered_on": day,
        "reason": reason,
        "place": str(own) if own else None,
        "todo": (saying.todo or None) if is_cause else None,
        "visit_id": (own.visit_id or None) if own else None,
        "payer_text": (saying.text or None) if is_cause else None,
        "codes": saying.codes or None,
        "payer_claim_no": saying.payer_number or None,
        "clearinghouse_no": saying.clearinghouse_number or None,
        "kind": saying.kind.value,
        "posted_on": posting.on,
        "segment": saying.segment or None,
        "file_hash": posting.sha256,
    }


def nothing_new(posting: Posting) -> Row:
    """Return the row of a file that says nothing new of anything of ours: it shows that it was posted."""
    return {
        "verdict": Verdict.UNCLEAR.value,
        "level": Stage.FILE.value,
        "answered_on": posting.on,
        "reason": "nothing new about any claim or batch of this workbook",
        "posted_on": posting.on,
        "file_hash": posting.sha256,
    }


def summary(batch: str, stage: BatchStage | None, sayings: list[Saying]) -> list[str]:
    """Return a sentence for what was said of a whole batch."""
    told = [
        f"{saying.kind}: batch {batch}: {saying.words}."
        for saying in sayings
        if saying.kind in (Kind.INTERCHANGE, Kind.SYNTAX)
    ]
    return [*dict.fromkeys(told), *([f"Batch {batch} is {stage} now."] if stage else [])]
