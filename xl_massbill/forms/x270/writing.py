"""Writes questions about benefits into one 270 file.

A file is one interchange with one group. A transaction set asks one payer about at most 99 patients,
which is what the guide recommends for files that are not answered at once. Level 20 is the payer, 21 the
clinic, 22 the subscriber, 23 a patient who is not the subscriber; the trace stands with the patient.

Source: X12 005010X279A1; handbook §7.2 (numbers), §8.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from xl_massbill.claims.claim import BillingProvider, TradingPartner
from xl_massbill.claims.control import Control
from xl_massbill.errors import Refused
from xl_massbill.forms.x270.question import Person, Question, misfit
from xl_massbill.forms.x837p.values import bare, d8, named
from xl_massbill.x12.delimiters import PLAIN, USUAL, Style
from xl_massbill.x12.envelope import End, isa
from xl_massbill.x12.segment import compose
from xl_massbill.x12.text import as_typed, clean
from xl_massbill.x12.write import Writer

VERSION = "005010X279A1"
PATIENTS_A_SET = 99
_LONGEST_CONTROL = 999_999_999


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Around the questions of a file: the two ends, the clinic that asks, the numbers, the spelling."""

    submitter: TradingPartner
    receiver: TradingPartner
    clinic: BillingProvider
    control: Control
    style: Style = PLAIN


def sets_of(questions: Sequence[Question]) -> list[list[Question]]:
    """Return the questions as they are dealt out to transaction sets: payer by payer, 99 at most.

    >>> sets_of([])
    []
    """
    found = []
    for _, group in groupby(questions, key=lambda one: (one.edi_payer_id, one.payer_name)):
        of_payer = list(group)
        found += [of_payer[at : at + PATIENTS_A_SET] for at in range(0, len(of_payer), PATIENTS_A_SET)]
    return found


def reference(control: Control, number: int) -> str:
    """Return the number of a set's question as a whole (BHT03), which comes back in the answer."""
    return clean(control.batch_id) + (f"-{number}" if number > 1 else "")


def write(questions: Sequence[Question], inquiry: Inquiry, out: BinaryIO) -> None:
    """Write the questions in their order; the stream is left open.

    Raises:
        Refused: there is no question, or one cannot be sent as it stands.
    """
    if not questions:
        raise Refused("There is no question to write.")
    for question in questions:
        if why := misfit(question):
            raise Refused(f"Question {question.trace} cannot be sent: {why}.")
    control = inquiry.control
    numbers = (control.interchange, control.group, control.st02_first)
    if min(numbers) < 1 or max(numbers) > _LONGEST_CONTROL or control.usage not in ("T", "P"):
        raise Refused("The control numbers of the file, or its mark for test and production, are not right.")
    writer = Writer(out, inquiry.style)
    writer.begin(_isa(inquiry), _gs(inquiry))
    for number, of_set in enumerate(sets_of(questions), 1):
        writer.open_set("270", f"{control.st02_first + number - 1:04}", VERSION)
        made = control.made
        bht = compose("BHT", "0022", "13", reference(control, number), d8(made.date()), f"{made:%H%M}")
        writer.send([bht, *_levels(of_set, inquiry)])
        writer.close_set()
    writer.end()


def originator(clinic: BillingProvider) -> str:
    """Return who made a trace (TRN03), ten characters: 1 and the EIN, else 9 and the end of the NPI.

    A social security number never goes into a trace.
    """
    tin = bare(clinic.tin)
    return f"1{tin}" if clinic.tin_type == "EI" and len(tin) == 9 else f"9{bare(clinic.npi)[-9:]}"


def _isa(inquiry: Inquiry) -> str:
    control, one, other = inquiry.control, inquiry.submitter, inquiry.receiver
    sender, receiver = End(one.qualifier, one.id), End(other.qualifier, other.id)
    return isa(sender, receiver, control.made, control.interchange, control.usage)


def _gs(inquiry: Inquiry) -> str:
    control, made = inquiry.control, inquiry.control.made
    ids = (clean(inquiry.submitter.id), clean(inquiry.receiver.id))
    return compose("GS", "HS", *ids, d8(made.date()), f"{made:%H%M}", str(control.group), "X", VERSION)


def _levels(questions: Sequence[Question], inquiry: Inquiry) -> Iterator[str]:
    """Yield the segments of a set between BHT and SE."""
    first = questions[0]
    yield "HL*1**20*1"
    payer = (as_typed(first.payer_name), "", "", "", "", "PI", clean(first.edi_payer_id))
    yield compose("NM1", "PR", "2", *payer)
    yield "HL*2*1*21*1"
    yield named("1P", inquiry.clinic.name, "XX", bare(inquiry.clinic.npi))
    level = 2
    for question in questions:
        level += 1
        subscriber = level
        yield f"HL*{subscriber}*2*22*{0 if question.patient is None else 1}"
        if question.patient is None:
            yield _trace(question, inquiry.clinic)
        yield named("IL", question.subscriber.name, "MI", clean(question.member_id))
        yield from _birth(question.subscriber)
        if question.patient is not None:
            level += 1
            yield f"HL*{level}*{subscriber}*23*0"
            yield _trace(question, inquiry.clinic)
            yield named("03", question.patient.name)
            yield from _birth(question.patient)
        yield f"DTP*291*D8*{d8(question.day)}"
        yield compose("EQ", USUAL.repetition.join(map(clean, question.services)))


def _trace(question: Question, clinic: BillingProvider) -> str:
    return compose("TRN", "1", clean(question.trace), originator(clinic))


def _birth(person: Person) -> Iterator[str]:
    """Yield DMG where the birth date is known; the guide has no other sex than F and M."""
    if person.born is not None:
        yield compose("DMG", "D8", d8(person.born), person.sex if person.sex in ("F", "M") else "")
