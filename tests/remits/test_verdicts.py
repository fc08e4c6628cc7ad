"""What acknowledgements mean: the gravest status decides, contradictions are unclear, words are ours."""

from __future__ import annotations

import pytest

from tests.commands.ack_files import syntax, ta1, taken
from tests.remits.readings import ours
from tests.remits.written import SYNTAX, whole
from xl_massbill.book.tables import TABLES
from xl_massbill.claims.states import Event
from xl_massbill.codes import claim_status
from xl_massbill.remits.claim_verdicts import of_claim, of_level
from xl_massbill.remits.kinds import Kind
from xl_massbill.remits.read999 import SyntaxAnswer
from xl_massbill.remits.syntax_verdicts import of_group, of_interchange
from xl_massbill.remits.verdicts import Verdict


def saying(data):
    """Return what the first claim in a 277CA is told."""
    return next(of_claim(one, Kind.CLAIMS_TAKEN) for one in ours(data)[0] if hasattr(one, "claim_id"))


@pytest.mark.parametrize(
    ("stc", "verdict"),
    [
        ("A2:20*20260508*WQ", Verdict.ACCEPTED),
        ("A2:20*20260508*U", Verdict.UNCLEAR),
        ("A1:19*20260508*U", Verdict.UNCLEAR),
        ("A7:21*20260508*WQ", Verdict.UNCLEAR),
        ("A7:21*20260508", Verdict.REJECTED),
        ("A2:20*20260508*WQ*180******A7:255", Verdict.UNCLEAR),
        ("A2:20*20260508**180******A7:255", Verdict.REJECTED),
        ("A1:19*20260508*WQ*180******A2:20", Verdict.ACCEPTED),
        ("*20260508*WQ", Verdict.UNCLEAR),
    ],
)
def test_the_gravest_of_several_decides(stc, verdict):
    assert saying(taken(("C1", "A2:20")).replace(b"A2:20*20260508*WQ*180", stc.encode())).verdict is verdict


def test_of_several_statuses_that_reject_all_are_told_and_the_text_is_kept_apart():
    data = taken(("C1", "A7:562:85", "STC*A7:9999:ZZ*20260508*U*********CALL OKAFOR"))
    said = saying(data)
    assert (
        said.words
        == "rejected: something is wrong: the NPI (the billing provider); rejected: something is wrong: status 9999 (entity ZZ)"
    )
    assert said.text == "CALL OKAFOR"
    assert (said.codes, said.spot.address, said.todo) == (
        "A7:562:85 A7:9999:ZZ",
        "2010AA NM109",
        "compare with NPPES",
    )
    assert "OKAFOR" not in repr(said) + said.words


def test_a_claim_that_only_its_lines_speak_of():
    line = ("SVC*HC:97124*180*****4", "STC*A7:454*20260508*U", "REF*FJ*C1-1", "DTP*472*D8*20260505")
    data = taken(("C1", "A7:454", *line)).replace(b"STC*A7:454*20260508*U*180~\n", b"")
    said = saying(data)
    assert (said.verdict, said.spot.line, said.spot.address) == (Verdict.REJECTED, "C1-1", "2400 SV101-2")


def test_a_name_in_the_place_of_a_code_is_not_told():
    said = saying(taken(("C1", "A7:OKAFOR SAMUEL:IL")))
    assert "OKAFOR" not in said.words + said.codes


def test_a_receiver_counts_only_when_it_is_turned_back():
    levels = [one for one in ours(taken(("C1", "A2:20")))[0] if hasattr(one, "level")]
    assert [of_level(one, Kind.CLAIMS_TAKEN) for one in levels] == [None]
    bad = ours(taken(receiver="A3:496:41", action="U"))[0]
    assert [of_level(one, Kind.CLAIMS_TAKEN).batch for one in bad if of_level(one, Kind.CLAIMS_TAKEN)] == [
        "B000101"
    ]


def groups(data):
    (answer,) = (one for one in ours(data)[0] if isinstance(one, SyntaxAnswer))
    return list(of_group(answer))


@pytest.mark.parametrize(
    ("verdict", "event"),
    [
        ("A", Event.SYNTAX_ACCEPTED),
        ("E", Event.SYNTAX_ACCEPTED),
        *((v, Event.SYNTAX_REJECTED) for v in "MRWX"),
    ],
)
def test_every_verdict_on_a_set(verdict, event):
    (said,) = groups(syntax(verdict))
    assert said.event is event


def test_the_claim_that_is_named_comes_first_and_further_errors_are_no_events():
    first, second = groups(
        syntax("R", "IK3*N4*9*2010AA*8", "IK4*3*116*7", "IK3*HI*21*2300*8", "CTX*CLM01:C1")
    )
    assert (first.claim_id, first.spot.position, first.event) == ("C1", 21, Event.SYNTAX_REJECTED)
    assert (second.claim_id, second.spot.position, second.event) == ("", 9, None)


def group(*body):
    return groups(whole(SYNTAX, [["AK1*HC*101*005010X222A1", *body]]))


def test_a_group_that_is_turned_back_takes_its_sets_with_it_unless_it_counts_some_as_accepted():
    sets = ("AK2*837*0101*005010X222A1", "IK5*A", "AK2*837*0102*005010X222A1", "IK5*R*5")
    assert [one.verdict for one in group(*sets, "AK9*R*2*2*0")] == [Verdict.REJECTED] * 2
    assert [one.verdict for one in group(*sets, "AK9*R*2*2*1")] == [Verdict.ACCEPTED, Verdict.REJECTED]
    assert [one.verdict for one in group(*sets, "AK9*P*2*2*1")] == [Verdict.ACCEPTED, Verdict.REJECTED]


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("AK9*A*1*1*1", Verdict.ACCEPTED),
        ("AK9*R*1*1*0*4", Verdict.REJECTED),
        ("AK9*P*2*2*1", Verdict.UNCLEAR),
    ],
)
def test_a_group_without_sets_speaks_for_itself(end, verdict):
    (said,) = group(end)
    assert (said.verdict, said.group, said.set_number) == (verdict, "101", "")
    assert ("the control numbers of the group differ" in said.words) == ("*4" in end)


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("A", Verdict.ACCEPTED), ("R", Verdict.REJECTED), ("X", Verdict.UNCLEAR), ("", Verdict.UNCLEAR)],
)
def test_every_verdict_on_a_file(verdict, kind):
    said = of_interchange(ours(ta1(verdict, "025"))[0][0])
    assert said.verdict is kind
    assert "this interchange number was used before" in said.words
    assert (said.event is Event.SYNTAX_REJECTED) == (verdict == "R")


def test_every_place_that_a_status_leads_to_is_a_column():
    columns = {field.column.x12 for table in TABLES.values() for field in table.fields()}
    for code, wording in claim_status.STATUSES.items():
        assert {place for _, place in wording.places} <= columns, code
