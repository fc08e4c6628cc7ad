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
        for payer, answers in _by_payer(line).items():
            if payer not in payers and "" not in payers:
                values = {"line": _named(line)}
                yield Raised("L-COB-PAYER", answers[0].svd.number, "2430", "SVD01", values)
            yield from _answered(line, answers)
    for other in claim.others:
        yield from _reasons(other.reasons, "2320")
        if named.count(other.payer.get(9)) > 1 or "" in payers:
            continue  # whose the answers are cannot be told
        by_line = [_by_payer(line).get(other.payer.get(9), []) for line in claim.lines]
        yield from _other(claim, other, [a for answers in by_line for a in answers], is_whole=all(by_line))


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


def _named(line: Line) -> str:
    return line.number if line.number.isdigit() else "?"


def _by_payer(line: Line) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in line.answers:
        found.setdefault(answer.svd.get(1), []).append(answer)
    return found


def _answered(line: Line, answers: list[Answer]) -> Iterator[Raised]:
    """Check a payer's answers on a line, several where it split the line: SV102 = SVD02 + adjustments."""
    paid = [cents(answer.svd.get(2)) for answer in answers]
    values: dict[str, object] = {"line": _named(line)}
    for answer, amount in zip(answers, paid, strict=True):
        yield from _reasons(answer.reasons, "2430")
        if amount is not None and amount < 0:
            yield Raised("L-COB-NEGATIVE", answer.svd.number, "2430", "SVD02", values)
        left, owed = cents(answer.left.get(2)), _adjusted([s for s in answer.reasons if s.get(1) == "PR"])
        if left is not None and owed is not None and left != owed and len(answers) == 1:
            sums = {"left": dollars(left), "owed": dollars(owed)}
            yield Raised("L-COB-LEFT", answer.left.number, "2430", "AMT*EAF", values | sums)
    charge, adjusted = cents(line.service.get(2)), _adjusted([r for a in answers for r in a.reasons])
    known = [amount for amount in paid if amount is not None]
    if charge is None or adjusted is None or len(known) < len(paid) or min(known) < 0:
        return
    if sum(known) + adjusted != charge and not any(answer.svd.get(6) for answer in answers):
        sums = {"charge": dollars(charge), "paid": dollars(sum(known)), "adjusted": dollars(adjusted)}
        yield Raised("L-COB-LINE", answers[0].svd.number, "2430", "SVD02", values | sums)


def _other(claim: Claim, other: Other, answers: list[Answer], *, is_whole: bool) -> Iterator[Raised]:
    """Check what a payer decided; `is_whole` says that it answered every line."""
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
    if paid is not None and total is not None and (is_whole or not answers):
        yield from _balance(other, answers, paid, total)


def _balance(other: Other, answers: list[Answer], paid: int, total: int) -> Iterator[Raised]:
    """Check AMT*D = paid on the lines - adjustments of the claim, and CLM02 = AMT*D + all adjustments."""
    of_claim = _adjusted(other.reasons)
    of_lines = _adjusted([reason for answer in answers for reason in answer.reasons])
    paid_lines = [cents(answer.svd.get(2)) for answer in answers]
    if of_claim is None or of_lines is None or None in paid_lines or any(a.svd.get(6) for a in answers):
        return
    at = other.amounts["D"].number
    due = sum(amount for amount in paid_lines if amount is not None) - of_claim
    values = {"paid": dollars(paid), "due": dollars(due)}
    if answers and due != paid:
        yield Raised("L-COB-PAID", at, "2320", "AMT*D", values)
    elif total != paid + of_claim + of_lines:
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
