"""Proves a 270 file after writing: read back from the disk, it must ask exactly what was to be asked.

Source: handbook §7.2 (checks after writing).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xl_massbill.errors import Refused
from xl_massbill.forms.x270.question import Person, Question
from xl_massbill.forms.x270.reading import ReadPerson, ReadQuestion, questions_of
from xl_massbill.forms.x270.writing import VERSION, Inquiry, originator, reference, sets_of
from xl_massbill.forms.x837p.reading import Source, opened
from xl_massbill.forms.x837p.values import bare, d8
from xl_massbill.x12.delimiters import Delimiters
from xl_massbill.x12.envelope import Fault, follow
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment
from xl_massbill.x12.text import as_typed, clean


def verify(source: Source, questions: Sequence[Question], inquiry: Inquiry) -> None:
    """Read a written file back and hold each question against what was to be asked.

    Raises:
        Refused: the file says something else than it should.
        Unreadable: the file is cut short or damaged.
    """
    faults: list[Fault] = []
    with opened(source) as stream:
        signs = inquiry.style.delimiters
        found = list(questions_of(_as_asked(follow(read(stream), faults), signs, inquiry)))
    if faults:
        raise _wrong(faults[0].sentence)
    wanted = list(_expected(questions, inquiry))
    if len(found) != len(wanted):
        raise _wrong(f"it asks {len(found)} questions, not {len(wanted)}")
    for one, other in zip(found, wanted, strict=True):
        if one != other:
            raise _wrong(f"question {other.trace} is not as it was to be asked")


def _as_asked(segments: Iterable[Segment], signs: Delimiters, inquiry: Inquiry) -> Iterator[Segment]:
    """Yield the segments while the envelope is held against what was asked for."""
    control = inquiry.control
    for segment in segments:
        if segment.id == "ISA":
            if segment.delimiters != signs:
                raise _wrong("its separators are not the ones that were asked for")
            if (segment.get(13), segment.get(15)) != (f"{control.interchange:09}", control.usage):
                raise _wrong("its number or its mark for test and production is another")
        elif segment.id == "GS" and (segment.get(1), segment.get(8)) != ("HS", VERSION):
            raise _wrong("its group is not one of questions about benefits")
        yield segment


def _expected(questions: Sequence[Question], inquiry: Inquiry) -> Iterator[ReadQuestion]:
    text = clean if inquiry.style.capitals else as_typed

    def person(one: Person) -> ReadPerson:
        name, born = one.name, d8(one.born) if one.born else ""
        sex = one.sex if born and one.sex in ("F", "M") else ""
        return ReadPerson(text(name.last), text(name.first), text(name.middle), text(name.suffix), born, sex)

    for number, of_set in enumerate(sets_of(questions), 1):
        for one in of_set:
            yield ReadQuestion(
                trace=clean(one.trace),
                originator=originator(inquiry.clinic),
                reference=reference(inquiry.control, number),
                payer=clean(one.edi_payer_id),
                asker=bare(inquiry.clinic.npi),
                member_id=clean(one.member_id),
                subscriber=person(one.subscriber),
                patient=person(one.patient) if one.patient else None,
                day=d8(one.day),
                services=tuple(map(clean, one.services)),
            )


def _wrong(problem: str) -> Refused:
    return Refused(f"The 270 file did not pass its own check: {problem}.")
