"""Who else pays, in an 837P: loops 2320, 2330A and 2330B of a claim, 2430 of its lines with their answers.

A payer that has not answered is named without figures, if it has an electronic payer ID.

The patient's remaining part (AMT*EAF) stands at the line wherever the other payer decided line by line; sent
at the claim as well it would be counted twice (R:S48 RFI 1391, 1517).

Source: handbook §7.3, §7.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from xl_massbill.claims.claim import Name
from xl_massbill.claims.other_payer import Adjustment, LineAnswer, OtherPayer
from xl_massbill.forms.x837p.values import d8, money, named, reference
from xl_massbill.x12.segment import component, compose
from xl_massbill.x12.text import as_typed, clean

_TRIPLES = 6
"""How many reasons stand in one CAS."""


def other_payer_loops(payers: Iterable[OtherPayer]) -> Iterator[str]:
    """Yield loops 2320, 2330A and 2330B of each other payer that can be named."""
    for payer in payers:
        if payer.paid is None and not clean(payer.edi_payer_id):
            continue  # a payer without an electronic number cannot be named; nobody's answer is lost with it
        yield _insurance(payer)
        yield from _adjustments(payer.adjustments)
        if payer.paid is not None:
            yield f"AMT*D*{money(payer.paid)}"
        if not payer.answers and payer.patient_part:
            yield f"AMT*EAF*{money(payer.patient_part)}"
        assigned, released = (
            ("Y" if payer.benefits_assigned else "N"),
            ("Y" if payer.release_on_file else "I"),
        )
        yield f"OI***{assigned}***{released}"
        holder = Name(payer.holder_last, payer.holder_first, is_person=payer.holder_is_person)
        yield named("IL", holder, "MI", clean(payer.member_id))
        yield compose("NM1", "PR", "2", as_typed(payer.name), "", "", "", "", "PI", clean(payer.edi_payer_id))
        yield from reference("F8", payer.claim_number)


def _insurance(payer: OtherPayer) -> str:
    group = clean(payer.group_no)
    name = "" if group else as_typed(payer.group_name)
    what = (clean(payer.sequence), clean(payer.relation), group, name, clean(payer.insurance_type))
    return compose("SBR", *what, "", "", "", clean(payer.filing_indicator))


def answers_to(line: int, payers: Iterable[OtherPayer]) -> Iterator[str]:
    """Yield loop 2430 of a service line for each payer that has decided about it."""
    for payer in payers:
        for answer in payer.answers:
            if answer.line == line:
                yield from _answer(answer, payer.edi_payer_id)


def _answer(answer: LineAnswer, payer_id: str) -> Iterator[str]:
    service = component("HC", clean(answer.code), *map(clean, answer.modifiers))
    yield f"SVD*{clean(payer_id)}*{money(answer.paid)}*{service}**{money(answer.units)}"
    yield from _adjustments(answer.adjustments)
    yield f"DTP*573*D8*{d8(answer.paid_on)}"
    if answer.patient_part:
        yield f"AMT*EAF*{money(answer.patient_part)}"


def _adjustments(adjustments: Iterable[Adjustment]) -> Iterator[str]:
    """Yield CAS segments, one a group, with at most six reasons each."""
    for group, found in groupby(sorted(adjustments, key=lambda a: a.group), key=lambda a: a.group):
        reasons = list(found)
        for start in range(0, len(reasons), _TRIPLES):
            triples = [
                part
                for one in reasons[start : start + _TRIPLES]
                for part in (
                    clean(one.reason),
                    money(one.amount),
                    money(one.quantity) if one.quantity is not None else "",
                )
            ]
            yield compose("CAS", clean(group), *triples)
