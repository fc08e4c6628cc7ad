"""What a 277CA or a 277 means for a claim: an event of its life, in plain words, with the place of its cause.

Pure: typed answers in, sayings out. Of several statuses of a claim the gravest decides. A clearinghouse that
says "accepted" has not accepted for the payer: that counts only with the payer's own claim number. Where
category and action contradict each other, a person is asked.

Source: handbook §8.3, §8.4, §8.9, §9.4.
"""

from __future__ import annotations

from collections.abc import Iterable

from xl_massbill.claims.states import Event
from xl_massbill.codes import claim_status
from xl_massbill.remits.claim_status import ClaimAnswer, Level, LevelAnswer, Status
from xl_massbill.remits.kinds import Kind
from xl_massbill.remits.verdicts import Saying, Spot, Stage, Verdict

EVENTS = {
    Verdict.ACCEPTED: Event.TAKEN_IN,
    Verdict.RECEIVED: Event.RECEIVED,
    Verdict.REJECTED: Event.TURNED_BACK,
    Verdict.PENDING: Event.PENDING,
    Verdict.ASKED: Event.ASKED,
    Verdict.FINISHED: Event.FINALISED,
    Verdict.UNCLEAR: Event.UNCLEAR,
}
"""What each verdict is in the life of a claim."""
_GRAVEST = (
    Verdict.REJECTED,
    Verdict.ASKED,
    Verdict.UNCLEAR,
    Verdict.FINISHED,
    Verdict.PENDING,
    Verdict.ACCEPTED,
)
_OF_CATEGORY = {
    **dict.fromkeys(("A0", "A1"), Verdict.RECEIVED),
    "A2": Verdict.ACCEPTED,
    **dict.fromkeys(("A3", "A6", "A7", "A8"), Verdict.REJECTED),
}
_OF_FAMILY = {"P": Verdict.PENDING, "R": Verdict.ASKED, "F": Verdict.FINISHED}
_CLEARINGHOUSE = "AY"
_TURNED_BACK = (Level.RECEIVER, Level.PROVIDER)
_UNNAMED = "?"
"""The batch of an answer that names none: it is told, and changes nothing."""


def of_claim(answer: ClaimAnswer, kind: Kind) -> Saying:
    """Return what a 277CA or 277 says of a claim."""
    told = [*answer.statuses] or [status for line in answer.lines for status in line.statuses]
    verdict = _gravest(told)
    is_clearinghouse = answer.speaker == _CLEARINGHOUSE
    if verdict is Verdict.ACCEPTED and is_clearinghouse and not answer.payer_number:
        verdict = Verdict.RECEIVED
    everything = [*answer.statuses, *(status for line in answer.lines for status in line.statuses)]
    why = [status for status in everything if _verdict(status) is verdict] or everything
    known = next((s for s in why if claim_status.STATUSES.get(s.status)), None)
    wording = claim_status.STATUSES[known.status] if known else None
    return Saying(
        kind=kind,
        stage=Stage.CLEARINGHOUSE if is_clearinghouse else Stage.PAYER,
        verdict=verdict,
        event=EVENTS[verdict],
        day=answer.day,
        words=_joined(claim_status.words(s.category, s.status, s.entity) for s in why),
        segment=answer.segment,
        codes=_joined((s.codes for s in everything), " "),
        todo=wording.todo if wording else "",
        text=_joined(status.text for status in everything),
        claim_id=answer.claim_id,
        batch="" if answer.claim_id else answer.batch,
        payer_number=answer.payer_number,
        clearinghouse_number=answer.clearinghouse_number,
        spot=_spot(why, answer),
    )


def of_level(answer: LevelAnswer, kind: Kind) -> Saying | None:
    """Return what is said of all claims of a batch at once, None where the claims are answered one by one.

    A receiver (2200B) or a provider (2200C) that is turned back takes the claims along that are not named: a
    file of ours has one billing provider. Its batch is that of the receiver around it.
    """
    verdict = _gravest(answer.statuses)
    if answer.level not in _TURNED_BACK or verdict is not Verdict.REJECTED:
        return None
    is_clearinghouse = answer.speaker == _CLEARINGHOUSE
    return Saying(
        kind=kind,
        stage=Stage.CLEARINGHOUSE if is_clearinghouse else Stage.PAYER,
        verdict=verdict,
        event=EVENTS[verdict],
        day=answer.day,
        words=_joined(claim_status.words(s.category, s.status, s.entity) for s in answer.statuses),
        segment=answer.segment,
        codes=_joined((s.codes for s in answer.statuses), " "),
        text=_joined(s.text for s in answer.statuses),
        batch=answer.batch or answer.reference or _UNNAMED,
    )


def _verdict(status: Status) -> Verdict:
    found = _OF_CATEGORY.get(status.category) or _OF_FAMILY.get(status.category[:1], Verdict.UNCLEAR)
    contradicts = (found is Verdict.REJECTED and status.action == "WQ") or (
        found in (Verdict.ACCEPTED, Verdict.RECEIVED) and status.action == "U"
    )
    return Verdict.UNCLEAR if contradicts else found


def _gravest(statuses: Iterable[Status]) -> Verdict:
    found = {_verdict(status) for status in statuses}
    return next(
        (verdict for verdict in _GRAVEST if verdict in found), Verdict.RECEIVED if found else Verdict.UNCLEAR
    )


def _spot(statuses: Iterable[Status], answer: ClaimAnswer) -> Spot | None:
    """Return the place of the first status that leads to something that was typed."""
    of_lines = {status: line.control for line in answer.lines for status in line.statuses}
    for status in statuses:
        known = claim_status.STATUSES.get(status.status)
        if known and known.place(status.entity):
            return Spot(address=known.place(status.entity), line=of_lines.get(status, ""))
    return None


def _joined(words: Iterable[str], sign: str = "; ") -> str:
    return sign.join(dict.fromkeys(word for word in words if word))
