"""Whether what other payers said about a claim is complete and adds up.

Source: 005010X222A1 front matter on balancing, notes on 2320 and 2430; handbook §7.7 (equations, EAF, A8).
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.forms.x837p.lint.claim import NONE, Answer, Claim, Line, Other, cents, dollars
from xl_massbill.forms.x837p.lint.finding import Raised, shown
from xl_massbill.x12.segment import Segment

_SEQUENCES = "PSTABCDEFGH"
_TRIOS = (2, 5, 8, 11, 14, 17)
_MEDICARE = "MB"


def cob(claim: Claim) -> Iterator[Raised]:
    """Yield what is wrong with the other payers of a claim."""
    yield from _sequence(claim)
    named = [other.payer.get(9) for other in claim.others]
    payers = set(named)
    for line in claim.lines:
        for answer in line.answers:
            if answer.svd.get(1) not in payers and "" not in payers:
                yield Raised("L-COB-PAYER", answer.svd.number, "2430", "SVD01", {"line": shown(line.number)})
            yield from _answer(line, answer)
    for other in claim.others:
        yield from _reasons(other.reasons, "2320")
        if named.count(other.payer.get(9)) > 1 or "" in payers:
            continue  # whose the answers are cannot be told
        answers = [a for line in claim.lines for a in line.answers if a.svd.get(1) == other.payer.get(9)]
        yield from _other(claim, other, answers)


def _sequence(claim: Claim) -> Iterator[Raised]:
    """Hold the order of payers (SBR01) of all policies against each other."""
    own = claim.subscriber.insurance
    seen = {own.get(1)}
    for other in claim.others:
        place = other.head.get(1)
        if place in _SEQUENCES and place in seen:
            yield Raised("L-COB-SEQUENCE", other.head.number, "2320", "SBR01", {"value": shown(place)})
        seen.add(place)
        if own.get(9) == other.head.get(9) == _MEDICARE:
            yield Raised("L-COB-MEDICARE", other.head.number, "2320", "SBR09")
    if own.get(1) in ("S", "T") and not claim.others:
        yield Raised("L-COB-NONE", own.number, "2000B", "SBR01", {"value": own.get(1)})


def _answer(line: Line, answer: Answer) -> Iterator[Raised]:
    """Check one line's answer: SV102 = SVD02 + its adjustments."""
    yield from _reasons(answer.reasons, "2430")
    charge, paid = cents(line.service.get(2)), cents(answer.svd.get(2))
    adjusted = _adjusted(answer.reasons)
    values = {"line": shown(line.number)}
    if paid is not None and paid < 0:
        yield Raised("L-COB-NEGATIVE", answer.svd.number, "2430", "SVD02", values)
    elif charge is None or paid is None or adjusted is None or answer.svd.get(6):
        pass  # not to be judged: an amount cannot be read, or the line was bundled into another
    elif paid + adjusted != charge:
        sums = {"charge": dollars(charge), "paid": dollars(paid), "adjusted": dollars(adjusted)}
        yield Raised("L-COB-LINE", answer.svd.number, "2430", "SVD02", values | sums)
    left, owed = cents(answer.left.get(2)), _adjusted([s for s in answer.reasons if s.get(1) == "PR"])
    if left is not None and owed is not None and left != owed:
        values = {"line": shown(line.number), "left": dollars(left), "owed": dollars(owed)}
        yield Raised("L-COB-LEFT", answer.left.number, "2430", "AMT*EAF", values)


def _other(claim: Claim, other: Other, answers: list[Answer]) -> Iterator[Raised]:
    paid_at = other.amounts.get("D", NONE)
    paid, total = cents(paid_at.get(2)), cents(claim.head.get(2))
    uncovered = other.amounts.get("A8", NONE)
    head = other.head.number
    if uncovered is not NONE:
        if paid_at is not NONE or other.reasons or answers:
            yield Raised("L-COB-A8-MORE", uncovered.number, "2320", "AMT*A8")
        elif cents(uncovered.get(2)) != total:
            yield Raised("L-COB-A8", uncovered.number, "2320", "AMT*A8")
        return
    if "EAF" in other.amounts and any(answer.left is not NONE for answer in answers):
        yield Raised("L-COB-EAF-TWICE", other.amounts["EAF"].number, "2320", "AMT*EAF")
    if paid is not None and not answers and other.paid_on is NONE:
        yield Raised("L-COB-DAY", head, "2330B", "DTP*573")
    if answers and paid_at is NONE:
        yield Raised("L-COB-PAID-MISSING", head, "2320", "AMT*D")
    if paid is not None and total is not None:
        yield from _balance(other, answers, paid, total, len(claim.lines))


def _balance(other: Other, answers: list[Answer], paid: int, total: int, lines: int) -> Iterator[Raised]:
    """Check AMT*D = paid on the lines - adjustments of the claim, and CLM02 = AMT*D + all adjustments."""
    of_claim = _adjusted(other.reasons)
    of_lines = _adjusted([reason for answer in answers for reason in answer.reasons])
    paid_lines = [cents(answer.svd.get(2)) for answer in answers]
    if of_claim is None or of_lines is None or None in paid_lines or any(a.svd.get(6) for a in answers):
        return
    at = other.amounts["D"].number
    due = sum(amount for amount in paid_lines if amount is not None) - of_claim
    values = {"paid": dollars(paid), "due": dollars(due)}
    if answers and len(answers) == lines and due != paid:
        yield Raised("L-COB-PAID", at, "2320", "AMT*D", values)
    elif (not answers or len(answers) == lines) and total != paid + of_claim + of_lines:
        adjusted = dollars(of_claim + of_lines)
        values = {"total": dollars(total), "paid": dollars(paid), "adjusted": adjusted}
        yield Raised("L-COB-CLAIM", at, "2320", "AMT*D", values)


def _reasons(segments: list[Segment], loop: str) -> Iterator[Raised]:
    for segment in segments:
        for at in _TRIOS:
            if segment.get(at + 1) and not segment.get(at):
                values = {"value": shown(segment.get(at + 1))}
                yield Raised("L-COB-REASON", segment.number, loop, f"CAS{at:02}", values)


def _adjusted(segments: list[Segment]) -> int | None:
    """Return the sum of adjustments in cents, None if one cannot be read."""
    total = 0
    for segment in segments:
        for at in _TRIOS:
            if text := segment.get(at + 1):
                amount = cents(text)
                if amount is None:
                    return None
                total += amount
    return total
