"""The 270: its segments, the way back through our reader, and what two outside readers say of it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from hypothesis import given

from tests.forms.x270.questions import CLINIC, DAY, SON, asked, inquiry, question, styles, written
from xl_massbill.claims.claim import Name
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.x270 import PATIENTS_A_SET, Person, misfit, read_questions, traces_in, verify, write
from xl_massbill.forms.x270.writing import originator

SEGMENTS = """\
ISA*00*          *00*          *ZZ*CEDARRIVER     *ZZ*CLEARHOUSE     *260506*0900*^*00501*000000102*0*T*:~
GS*HS*CEDARRIVER*CLEARHOUSE*20260506*0900*102*X*005010X279A1~
ST*270*0102*005010X279A1~
BHT*0022*13*Q000102*20260506*0900~
HL*1**20*1~
NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*EHP01~
HL*2*1*21*1~
NM1*1P*2*CEDAR RIVER MASSAGE THERAPY PLLC*****XX*1999999117~
HL*3*2*22*0~
TRN*1*Q000102-001*1912345678~
NM1*IL*1*HARPER*JUNE*A***MI*EHP445566701~
DMG*D8*19840217*F~
DTP*291*D8*20260508~
EQ*30^PT^BE~
HL*4*2*22*1~
NM1*IL*1*HARPER*JUNE*A***MI*EHP445566701~
DMG*D8*19840217*F~
HL*5*4*23*0~
TRN*1*Q000102-002*1912345678~
NM1*03*1*HARPER*THEO~
DMG*D8*20150301*M~
DTP*291*D8*20260511~
EQ*30^PT^BE~
SE*22*0102~
GE*1*102~
IEA*1*000000102~
"""


def two():
    return [question(1), question(2, patient=SON, day=DAY + dt.timedelta(days=3))]


def test_the_segments_of_a_subscriber_and_of_a_dependent():
    assert written(two()).decode() == SEGMENTS


@given(asked(), styles)
def test_what_was_written_is_read_back_as_it_was_asked(questions, style):
    of = inquiry(style=style)
    data = written(questions, of)
    verify(data, questions, of)
    assert traces_in(data) == [one.trace for one in questions]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("EHP445566701", "EHP445566702"),
        ("*20260508~", "*20260509~"),
        ("EQ*30^PT^BE", "EQ*30^PT"),
        ("TRN*1*Q000102-002", "TRN*1*Q000102-003"),
        ("NM1*03*1*HARPER", "NM1*03*1*HARPEN"),
        ("DMG*D8*20150301*M", "DMG*D8*20150301*F"),
        ("PI*EHP01", "PI*EHP02"),
        ("XX*1999999117", "XX*1999999118"),
        ("BHT*0022*13*Q000102", "BHT*0022*13*Q000103"),
        ("SE*22*", "SE*23*"),
        ("GS*HS*", "GS*HC*"),
        ("*0*T*:~", "*0*P*:~"),
        ("*000000102*0*T", "*000000103*0*T"),
    ],
)
def test_a_file_that_says_something_else_is_refused(old, new):
    with pytest.raises(Refused, match="did not pass its own check"):
        verify(SEGMENTS.replace(old, new, 1).encode(), two(), inquiry())


def test_a_question_too_many_or_too_few_and_a_file_cut_short_are_refused():
    for questions in (two()[:1], [*two(), question(3)]):
        with pytest.raises(Refused, match="it asks 2 questions"):
            verify(SEGMENTS.encode(), questions, inquiry())
    with pytest.raises((Refused, Unreadable)):
        verify(SEGMENTS[:700].encode(), two(), inquiry())


def test_a_set_asks_one_payer_about_ninety_nine_patients_at_most():
    many = [question(n) for n in range(1, PATIENTS_A_SET + 3)]
    other = [question(200 + n, edi_payer_id="SBS01", payer_name="Summit") for n in range(2)]
    data = written(many + other)
    verify(data, many + other, inquiry())
    found = list(read_questions(data))
    assert [found[at].reference for at in (0, 98, 99, 100, 101, 102)] == [
        "Q000102", "Q000102", "Q000102-2", "Q000102-2", "Q000102-3", "Q000102-3",
    ]  # fmt: skip
    assert {one.reference: one.payer for one in found} == {
        "Q000102": "EHP01", "Q000102-2": "EHP01", "Q000102-3": "SBS01",
    }  # fmt: skip
    assert data.count(b"ST*270*") == 3 and b"ST*270*0104*" in data


def test_a_social_security_number_never_becomes_a_trace():
    assert originator(CLINIC) == "1912345678"
    assert originator(replace(CLINIC, tin_type="SY")) == "9999999117"
    assert b"912345678" not in written(two(), replace(inquiry(), clinic=replace(CLINIC, tin_type="SY")))


def test_an_unknown_sex_and_an_unknown_birthday_are_not_sent():
    nobody = Person(Name("Harper", "June"), dt.date(1984, 2, 17), "U")
    assert b"DMG*D8*19840217~" in written([question(subscriber=nobody)])
    assert b"DMG" not in written([question(subscriber=Person(Name("Harper", "June")))])


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"member_id": "*"}, "member ID"),
        ({"edi_payer_id": "~"}, "electronic ID"),
        ({"subscriber": Person(Name("Harper", "*"))}, "insured's first name"),
        ({"patient": Person(Name("H" * 61, "June"))}, "patient's last name"),
    ],
)
def test_what_cannot_be_sent_is_told_without_a_name(cells, why):
    told = misfit(question(**cells))
    assert why in told and "Harper" not in told
    with pytest.raises(Refused, match="cannot be sent"):
        written([question(**cells)])


def test_nothing_to_ask_and_wrong_numbers_are_refused():
    for questions, of in (([], inquiry()), ([question()], inquiry(0)), ([question()], inquiry(usage="X"))):
        with pytest.raises(Refused):
            write(questions, of, io.BytesIO())


def test_no_repr_shows_a_person():
    shown = f"{question(patient=SON)!r}{SON!r}{list(read_questions(SEGMENTS.encode()))!r}"
    assert "arper" not in shown.casefold() and "EHP445566701" not in shown
