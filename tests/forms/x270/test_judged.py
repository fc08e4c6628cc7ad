"""x12sdk, an outside reader of the 270, reads out of our files what we were to ask; it has the only free 5010 model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from x12sdk.io import X12ModelReader

from tests.forms.x270.questions import DAY, SON, asked, inquiry, question, written
from xl_massbill.x12.text import clean

pytestmark = pytest.mark.judge


def judged(data: bytes):
    """Return what x12sdk finds: (payer, clinic, trace, member, subscriber, patient, day, services)."""
    found = []
    with X12ModelReader(data.decode()) as reader:
        for model in reader.models():
            for source in model.loop_2000a:
                payer = source.loop_2100a.nm1_segment.identification_code
                for receiver in source.loop_2000b:
                    clinic = receiver.loop_2100b.nm1_segment.identification_code
                    for one in receiver.loop_2000c:
                        found += [(payer, clinic, *person) for person in _persons(one)]
    return found


def _persons(subscriber):
    held = subscriber.loop_2100c
    name, member = _name(held.nm1_segment), held.nm1_segment.identification_code
    if subscriber.loop_2000d:
        for dependent in subscriber.loop_2000d:
            of = dependent.loop_2100d
            yield _trace(dependent), member, name, _name(of.nm1_segment), *_asked(of, of.loop_2110d)
    else:
        yield _trace(subscriber), member, name, None, *_asked(held, held.loop_2110c)


def _name(nm1):
    return nm1.name_last_or_organization_name, nm1.name_first


def _trace(level):
    (trn,) = level.trn_segment
    return trn.reference_identification_1


def _asked(person, loops):
    (eq,) = [loop.eq_segment for loop in loops]
    days = person.dtp_segment.date_time_period
    born = person.dmg_segment.date_time_period if person.dmg_segment else None
    return _day(born), _day(days), tuple(getattr(one, "value", one) for one in eq.service_type_code)


def _day(value):
    return value.isoformat()[:10].replace("-", "") if hasattr(value, "isoformat") else value


def wanted(one):
    pair = lambda person: (clean(person.name.last), clean(person.name.first))  # noqa: E731
    about = one.asked_about
    return (
        clean(one.edi_payer_id),
        "1999999117",
        one.trace,
        one.member_id,
        pair(one.subscriber),
        pair(one.patient) if one.patient else None,
        f"{about.born.year:04}{about.born:%m%d}" if about.born else None,
        f"{one.day:%Y%m%d}",
        one.services,
    )


def test_the_worked_questions():
    asked_for = [question(1), question(2, patient=SON, day=DAY.replace(day=11))]
    assert judged(written(asked_for)) == [wanted(one) for one in asked_for]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked())
def test_any_questions(questions):
    assert judged(written(questions, inquiry())) == [wanted(one) for one in questions]


def test_the_judge_sees_a_fault():
    bad = written([question()]).replace(b"HL*3*2*22*0", b"HL*3*1*22*0")
    with pytest.raises(Exception, match="parent id"):
        judged(bad)
