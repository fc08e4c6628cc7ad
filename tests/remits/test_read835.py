"""The reader of remittances: what it reads, what it survives, and what it says of a damaged file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.remits.files835 import ISA, file_of, remittance
from xl_massbill.remits.read835 import read835, remittance_of
from xl_massbill.remits.read835_facts import Service
from xl_massbill.x12.read import read

ANSWERS = Path(__file__).parents[1] / "worked_cases" / "answers"
CRASHERS = Path(__file__).parents[1] / "crashers" / "read835"


def one(*middle, head=("BPR*I*103*C*ACH************20260520", "TRN*1*EFT1*1910000001")):
    """Return the only remittance of a file with these segments."""
    body = ["ST*835*0501", *head, *middle]
    (found,) = read835(file_of([*body, f"SE*{len(body) + 1}*0501"])).remittances
    return found


def test_case_9_reversal_and_correction():
    reading = read835((ANSWERS / "C09b.835").read_bytes())
    (found,) = reading.remittances
    assert reading.problems == () and found.problems == () and found.is_whole
    assert (found.trace, found.amount, found.method) == ("EFT700150", 6_000, "ACH")
    assert (found.payment_date, found.production_date) == (dt.date(2026, 6, 30), dt.date(2026, 6, 30))
    assert (found.payer_name, found.payee_npi) == ("SUMMIT BLUESHIELD", "1999999117")
    assert found.payee_ids == ("1999999117", "912345678")
    back, anew = found.claims
    assert back.is_reversal and not anew.is_reversal
    assert (back.claim_id, back.charge, back.paid, back.patient_part) == (
        "CR26-000109",
        -18_600,
        -5_000,
        -2_000,
    )
    assert (anew.payer_number, anew.place, anew.frequency) == ("SBS2026180044", "11", "7")
    assert (anew.party("QC").id, anew.day("232")) == ("SBS330077", dt.date(2026, 5, 19))
    second = anew.lines[1]
    assert second.service == Service("HC", "97124", ("GP", "59"))
    assert (second.charge, second.paid, second.allowed, second.units_paid) == (
        9_000,
        6_000,
        6_000,
        Decimal(2),
    )
    assert (second.control, second.first_day) == ("CR26-000109R1-2", dt.date(2026, 5, 19))
    assert [(a.number, a.group, a.reason, a.amount) for a in second.adjustments] == [
        (36 + 2 - 1, "CO", "45", 3_000)
    ]


def test_everything_a_claim_can_say():
    found = one(
        "CLP*A1*19*200*103*25*12*ICN9*11*1",
        "CAS*OA*23*10*1*94*-2.5",
        "NM1*QC*1*HARPER*JUNE****MI*M1",
        "NM1*82*1******XX*1999999224",
        "NM1*TT*2*OTHER PLAN*****PI*UTH01",
        "NM1*GB*1******MI*X",
        "MIA*0****MA02***************N1",
        "MOA***MA01*N115",
        "REF*1L*G7",
        "DTM*036*20261231",
        "DTM*233*20260505",
        "AMT*AU*128",
        "SVC*HC:97140:GP*200*103**3*HC:97124:GP:59*4",
        "DTM*150*20260504",
        "DTM*151*20260505",
        "CAS*CO*45*52**97*1.5*2*59*3",
        "REF*6R*A1-1",
        "REF*HPI*1999999224",
        "AMT*B6*128",
        "AMT*KH*7",
        "LQ*HE*M15",
        "LQ*HE*N130",
        "LQ*RX*75",
    ).claims[0]
    assert [(a.reason, a.amount, a.quantity) for a in found.adjustments] == [
        ("23", 1_000, Decimal(1)),
        ("94", -250, None),
    ]
    assert (
        found.party("82").id == "1999999224" and found.party("TT").id == "UTH01" and found.party("74") is None
    )
    assert found.remarks == ("MA02", "N1", "MA01", "N115")
    assert found.day("036") == dt.date(2026, 12, 31) and found.amounts == (("AU", 12_800),)
    assert found.references == (("1L", "G7"),)
    (line,) = found.lines
    assert line.billed == Service("HC", "97124", ("GP", "59")) and line.units_billed == Decimal(4)
    assert (line.first_day, line.last_day) == (dt.date(2026, 5, 4), dt.date(2026, 5, 5))
    assert [(a.reason, a.amount) for a in line.adjustments] == [("45", 5_200), ("97", 150), ("59", 300)]
    assert line.adjustments[1].quantity == Decimal(2)
    assert (line.allowed, line.remarks, line.references) == (
        12_800,
        ("M15", "N130"),
        (("HPI", "1999999224"),),
    )


def test_provider_adjustments_in_pairs_belong_to_no_claim():
    found = one(
        "CLP*A1*1*0*0**12*I*11*1", "PLB*1999999117*20261231*WO:ICN 1*40*L6*-1.25*FB:X:Y*-3", "PLB*1*2*CS*0"
    )
    assert [(p.reason, p.reference, p.amount) for p in found.provider_adjustments] == [
        ("WO", "ICN 1", 4_000),
        ("L6", "", -125),
        ("FB", "X:Y", -300),
        ("CS", "", 0),
    ]
    assert found.provider_adjustments[0].fiscal_date == dt.date(2026, 12, 31)
    assert found.provider_adjustments[3].fiscal_date is None


def test_a_debit_is_negative():
    assert one(head=("BPR*I*50*D*ACH************20260520", "TRN*1*E*1")).amount == -5_000


@pytest.mark.parametrize("amount", ["1O3", "1.005", "$5", "1,000", "-", ".", "\uff11"])
def test_an_amount_that_cannot_be_read_is_grave(amount):
    for claim in (f"CLP*A*1*{amount}*0", f"CLP*A*1*0*{amount}"):
        (problem,) = one(claim).problems
        assert problem.is_grave and problem.number == 6
    (problem,) = one("CLP*A*1*0*0", f"CAS*CO*45*{amount}").problems
    assert problem == (7, "CAS03 is no amount of dollars and cents.", True)
    (problem,) = one("PLB*1*20261231*WO*" + amount).problems
    assert problem.is_grave


@pytest.mark.parametrize("lacking", ["BPR", "TRN"])
def test_a_payment_without_its_amount_or_number_is_grave(lacking):
    head = [s for s in ("BPR*I*0*C*NON", "TRN*1*E*1") if not s.startswith(lacking)]
    assert [p.is_grave for p in one(head=head).problems] == [True]
    assert lacking in one(head=head).problems[0].sentence


def test_a_line_or_adjustment_outside_of_a_claim_is_grave():
    assert [p.is_grave for p in one("SVC*HC:97124*1*1", "CAS*CO*45*1").problems] == [True, True]


@pytest.mark.parametrize("count", ["7", "999"])
def test_counts_that_disagree_are_told_and_read_on(count):
    text = file_of(["ST*835*0501", "BPR*I*0*C*NON", "TRN*1*E*1", f"SE*{count}*0501"])
    (found,) = read835(text).remittances
    assert found.is_whole and [p.is_grave for p in found.problems] == [False]


def test_sets_one_after_the_other_and_between_other_kinds():
    other = ["ST*277*0501", "BHT*0085*08*1*20260520*1200*TH", "SE*3*0501"]
    reading = read835(file_of(remittance(1), other, remittance(2)))
    assert [r.trace for r in reading.remittances] == ["EFT1", "EFT2"]
    assert ["277" in p.sentence for p in reading.problems] == [True]


WRAPPED = {
    "line breaks": lambda t: t.replace("~", "~\r\n"),
    "line feeds": lambda t: t.replace("~", "~\n"),
    "indented": lambda t: t.replace("~", "~\n   "),
    "blank lines": lambda t: t.replace("~", "~\n\n"),
    "mark": lambda t: "\ufeff" + t,
    "bars": lambda t: t.replace("*", "|"),
    "no terminator but lines": lambda t: t.replace("~", "\n"),
    "version U": lambda t: t.replace("*^*00501", "*U*00501"),
    "other component": lambda t: t.replace(":~", ">~", 1).replace("HC:", "HC>").replace(":GP", ">GP").replace(":59", ">59").replace(":XS", ">XS").replace(":REF1", ">REF1"),
    "group HC": lambda t: t.replace("GS*HP", "GS*HC"),
    "4010": lambda t: t.replace("005010X221A1", "004010X091A1").replace("*00501*", "*00401*"),
}  # fmt: skip


@pytest.mark.parametrize("way", WRAPPED)
def test_the_same_however_it_was_wrapped(way):
    plain = file_of(remittance(3), remittance(4))
    assert read835(WRAPPED[way](plain).encode()).remittances == read835(plain).remittances


def test_a_set_alone_reads_as_in_its_file():
    text = file_of(remittance(5))
    own = [s for s in read(text) if s.id not in ("ISA", "GS", "GE", "IEA")]
    assert (remittance_of(own),) == read835(text).remittances
    assert not remittance_of(own[:-1]).is_whole
    assert remittance_of([]) is None


def test_no_name_is_shown():
    found = read835(file_of(remittance(6)))
    assert "HARPER" not in repr(found) and "HARPER" not in repr(found.remittances[0].claims[0])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 50), st.floats(0, 1))
def test_a_file_cut_anywhere_gives_the_claims_before_the_cut_and_says_so(seed, share):
    text = file_of(remittance(seed))
    whole = read835(text).remittances[0]
    cut = text[: int(len(text) * share)]
    if len(cut) >= len(text.rstrip("~")):
        return
    reading = read835(cut)
    assert reading.problems and reading.problems[-1].is_grave
    for found in reading.remittances:
        assert found.claims[:-1] == whole.claims[: max(0, len(found.claims) - 1)]
        if "~SE*" not in cut:
            assert not found.is_whole and any(p.is_grave for p in found.problems)


PIECES = ("*", "~", ":", "^", "\n", "CLP", "SVC", "CAS", "PLB", "ST*835*1", "SE*1*1", "ISA", "IEA", "-", ".", "9" * 20, "\x00", "é", "\ud7ff", "")  # fmt: skip


@st.composite
def fuzzed(draw):
    """Return a file with parts cut out, doubled, or overwritten."""
    text = file_of(remittance(draw(st.integers(0, 30)), claims=2))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 30)))
        text = text[:at] + draw(st.sampled_from(PIECES) | st.text(max_size=5)) + text[until:]
    return text.encode("utf-8", "replace")


@settings(max_examples=300, deadline=None)
@given(
    fuzzed() | st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: ISA.encode() + b"~" + tail)
)
@example(b"")
@example(ISA.encode() + b"~ST*835*1~PLB~SVC~CAS~CLP~CAS*~SVC*~LQ~MIA~NM1~BPR~BPR*~SE~")
def test_nothing_but_a_reading_ever_comes_out(data):
    reading = read835(data)
    assert reading.problems or reading.remittances
    for found in reading.remittances:
        repr(found), [c.all_adjustments for c in found.claims]


@pytest.mark.parametrize("file", sorted(CRASHERS.glob("*")), ids=lambda f: f.name)
def test_files_that_once_broke_it(file):
    read835(file.read_bytes())
