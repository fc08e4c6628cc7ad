"""What a TA1 or a 999 means for our files: taken or turned back, why, and which segment caused it.

Pure: typed answers in, sayings out.

Source: handbook §8.1, §8.2, §8.9.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xl_massbill.claims.states import Event
from xl_massbill.codes import syntax_error
from xl_massbill.codes.syntax_error import wording
from xl_massbill.remits.kinds import Kind
from xl_massbill.remits.read999 import ElementError, SegmentError, SetAnswer, SyntaxAnswer
from xl_massbill.remits.ta1 import InterchangeAnswer
from xl_massbill.remits.verdicts import Saying, Spot, Stage, Verdict

_EVENT = {Verdict.ACCEPTED: Event.SYNTAX_ACCEPTED, Verdict.REJECTED: Event.SYNTAX_REJECTED}
_FILE = {"A": "file accepted", "E": "file accepted with errors", "R": "file rejected"}
_HEAD = {Verdict.ACCEPTED: "syntax accepted", Verdict.REJECTED: "syntax rejected"}


def of_interchange(answer: InterchangeAnswer) -> Saying:
    """Return what a TA1 says of our interchange."""
    verdict = Verdict.UNCLEAR
    if answer.verdict in _FILE:
        verdict = Verdict.REJECTED if answer.is_rejected else Verdict.ACCEPTED
    head, words = (
        _FILE.get(answer.verdict, "no verdict on the file"),
        wording(syntax_error.INTERCHANGE, answer.note),
    )
    return Saying(
        kind=Kind.INTERCHANGE,
        stage=Stage.FILE,
        verdict=verdict,
        event=Event.SYNTAX_REJECTED if answer.is_rejected else None,
        day=answer.day,
        words=f"{head}: {words}" if answer.note not in ("", "000") else head,
        segment=answer.segment,
        codes=f"TA1 {answer.verdict} {answer.note}".strip(),
        todo="mend the envelope and send again" if answer.is_rejected else "",
        interchange=answer.number,
    )


def of_group(answer: SyntaxAnswer) -> Iterator[Saying]:
    """Yield what a 999 says of each of our sets; where it names none, of the group."""
    whole = _group_verdict(answer)
    if not answer.sets:
        yield _syntax(answer, whole, SetAnswer("", "", answer.verdict, answer.reasons, (), 0))
    for one in answer.sets:
        verdict = {True: Verdict.ACCEPTED, False: Verdict.REJECTED, None: whole}[one.is_accepted]
        if answer.is_rejected and not answer.accepted:
            verdict = Verdict.REJECTED
        errors = one.errors if verdict is Verdict.REJECTED else ()
        named = sorted(errors, key=lambda error: not error.claim_id)  # the claim that is named comes first
        yield _syntax(answer, verdict, one, named[0] if named else None)
        for error in named[1:]:
            yield _syntax(answer, verdict, one, error, is_further=True)


def _group_verdict(answer: SyntaxAnswer) -> Verdict:
    if answer.is_rejected:
        return Verdict.REJECTED
    return Verdict.ACCEPTED if answer.verdict in ("A", "E") else Verdict.UNCLEAR


def _syntax(
    answer: SyntaxAnswer,
    verdict: Verdict,
    one: SetAnswer,
    error: SegmentError | None = None,
    *,
    is_further: bool = False,
) -> Saying:
    """Return what is said of a set; what is wrong further in a set that is turned back is no new event."""
    head = _HEAD.get(verdict, "no verdict on the syntax")
    table = syntax_error.SET if one.number else syntax_error.GROUP
    why = _error_words(error) if error else _joined(wording(table, reason) for reason in one.reasons)
    return Saying(
        kind=Kind.SYNTAX,
        stage=Stage.CLEARINGHOUSE,
        verdict=verdict,
        event=None if is_further else _EVENT.get(verdict),
        day=answer.day,
        words=f"{head}: {why}" if why and verdict is not Verdict.ACCEPTED else head,
        segment=error.segment if error else one.segment,
        codes=_codes(one, error),
        todo="mend it, then send the claims again" if verdict is Verdict.REJECTED else "",
        claim_id=error.claim_id if error else "",
        group=answer.group,
        set_number=one.number,
        spot=_spot_of(error) if error else None,
    )


def _spot_of(error: SegmentError) -> Spot:
    first = error.elements[0] if error.elements else None
    element, component = (first.position, first.component) if first else (0, 0)
    return Spot(error.position or 0, error.name, error.loop, element, component)


def _error_words(error: SegmentError) -> str:
    where = f"segment {error.name} {error.position or ''}".strip()
    where += f" in {error.loop}" if error.loop else ""
    if not error.elements:
        return f"{where} {wording(syntax_error.SEGMENT, error.code)}"
    told = (
        f"{error.name}{_element(one)} {wording(syntax_error.ELEMENT, one.code)}" for one in error.elements
    )
    return f"{where}: {_joined(told)}"


def _element(one: ElementError) -> str:
    return f"{one.position:02}" + (f"-{one.component}" if one.component else "")


def _codes(one: SetAnswer, error: SegmentError | None) -> str:
    words = ["IK5", one.verdict, *one.reasons] if one.verdict else []
    if error is not None:
        elements = [word for e in error.elements for word in ("IK4", _element(e), e.code)]
        words = ["IK3", error.name, str(error.position or ""), error.code, *elements, *words]
    return " ".join(word for word in words if word)


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))
