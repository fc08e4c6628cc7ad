"""The packaged lists say what the handbook says, and every row says how sure it is."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
import pyx12

import xl_massbill.codes
from xl_massbill.codes import (
    carc,
    claim_filing,
    modifier,
    mue,
    ncci,
    place_of_service,
    procedure,
    rarc,
    state,
)
from xl_massbill.codes.packaged import rows, split

DATA = Path(xl_massbill.codes.__file__).parent / "data"
LISTS = sorted(file.stem for file in DATA.glob("*.csv"))
TODAY = date(2026, 11, 23)
OF_THE_HANDBOOK = "GP GO GN 59 XE XS XP XU 25 76 77 22 52 KX GA GX GY GZ AT LT RT CO CQ 95 GT 93 51 TS"
FILING = "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ"


def test_the_lists_are_there():
    assert LISTS == ["carc", "mue", "ncci", "place_of_service", "procedure", "rarc", "technique"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_where_it_comes_from_and_how_sure_it_is(name):
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert "Source:" in text.splitlines()[0]
    width = len(next(csv.reader(text.splitlines()[1:2])))
    for line in csv.reader(text.splitlines()[1:]):
        assert len(line) == width
        assert all(cell == cell.strip() for cell in line)
    for row in rows(name):
        assert row["certainty"] in ("R", "G", "D")
        assert row["source"]


def test_the_timed_codes():
    timed = {code for code, p in procedure.every().items() if p.kind == "TIMED"}
    assert timed == {
        "97124",
        "97140",
        "97112",
        "97110",
        "97530",
        "97535",
        "97032",
        "97035",
        "97116",
        "97113",
        "S8948",
    }
    assert {p.minutes_per_unit for p in procedure.every().values() if p.kind == "TIMED"} == {15}
    assert {p.minutes_per_unit for p in procedure.every().values() if p.kind != "TIMED"} == {None}
    assert all(p.is_valid_on(TODAY) for code, p in procedure.every().items() if code in timed)


def test_the_unlisted_codes_need_a_description():
    unlisted = {code for code, p in procedure.every().items() if p.kind == "UNLISTED"}
    assert unlisted == {"97039", "97139", "97799", "99199"}
    assert unlisted == {code for code, p in procedure.every().items() if p.needs_description}


def test_the_deleted_codes_are_listed_and_over():
    over = {code for code, p in procedure.every().items() if not p.is_valid_on(TODAY)}
    assert over == {"97122", "97250", "97001", "97002", "97003", "97004"}
    assert {procedure.find(code).kind for code in over} == {"NONBILLABLE"}
    assert procedure.find("97001").is_valid_on(date(2016, 12, 31))
    assert not procedure.find("97001").is_valid_on(date(2017, 1, 1))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("UNTIMED", "97010 97014 G0283 97012 97016 97018 97022 97024 97026 97028"),
        ("UNTIMED", "97161 97162 97163 97164 97165 97166 97167 97168 97169 97170 97171 97172"),
        ("UNTIMED", "98940 98941 98942 98943 98925 98926 98927 98928 98929"),
        ("UNTIMED", "99202 99203 99204 99205 99211 99212 99213 99214 99215"),
        ("PER_SESSION", "97150 S8940 1044M"),
    ],
)
def test_the_codes_counted_once(kind, codes):
    assert {procedure.find(code).kind for code in codes.split()} == {kind}


def test_who_may_bill_what():
    may = {code: p.lmt_default for code, p in procedure.every().items()}
    assert {code for code, word in may.items() if word == "Y"} == {"97124", "97010"}
    assert may["97140"] == may["97112"] == may["97110"] == "STATE"
    assert may["1044M"] == may["S8940"] == may["97161"] == may["98940"] == may["99213"] == "N"
    assert {code for code, p in procedure.every().items() if p.always_therapy} == {
        "97124", "97140", "97112", "97110", "97530",
    }  # fmt: skip


def test_every_code_has_the_shape_of_one():
    assert len(procedure.every()) == 65
    assert all(procedure.is_valid(code) and procedure.compact(code) == code for code in procedure.every())


def test_the_code_pairs():
    by_first: dict[str, set[str]] = {}
    for pair in ncci.pairs():
        by_first.setdefault(pair.column1, set()).add(pair.column2)
        assert pair.indicator == "1"
    assert by_first == {
        "97140": {"97124", "97530"},
        "97530": {"97116"},
        "97150": {"97110", "97112", "97116"},
        "97161": {"97140"}, "97162": {"97140"}, "97163": {"97140"},
        "97164": {"97110", "97112", "97113", "97116", "97140", "97150", "97530"},
        "98940": {"97112", "97124", "97140"}, "98941": {"97112", "97124", "97140"}, "98942": {"97112", "97124", "97140"},
        "97113": {"97110"},
        "97012": {"97140"},
    }  # fmt: skip
    assert len(ncci.pairs()) == len({frozenset((p.column1, p.column2)) for p in ncci.pairs()}), (
        "never both directions"
    )


def test_a_pair_of_doubtful_order_is_not_certain():
    unsure = {(p.column1, p.column2) for p in ncci.pairs() if p.certainty == "G"}
    assert unsure == {
        ("97140", "97124"), ("97140", "97530"), ("97530", "97116"), ("97150", "97110"), ("97150", "97112"),
        ("97150", "97116"), ("97113", "97110"),
    }  # fmt: skip


def test_the_pairs_and_limits_name_codes_of_the_list():
    assert {c for p in ncci.pairs() for c in (p.column1, p.column2)} <= set(procedure.every())
    assert set(mue.limits()) <= set(procedure.every())


def test_the_unit_limits():
    assert {code: limit.units for code, limit in mue.limits().items()} == {
        "97124": 4, "97140": 6, "97112": 6, "97110": 8, "97530": 8, "97535": 8, "97035": 2, "97032": 4, "97150": 2,
        "G0283": 1, "97010": 1, "97039": 1, "97139": 1,
    }  # fmt: skip
    assert {(limit.indicator, limit.certainty) for limit in mue.limits().values()} == {("3", "G")}


def test_the_places_of_the_handbook():
    usual = {code for code, place in place_of_service.places().items() if place.lmt_usual}
    assert usual == {"11"}
    assert place_of_service.places()["49"].lmt_usual is None
    for code in ("12", "13", "31", "32", "33", "18", "19", "22", "62", "99", "02", "10"):
        assert place_of_service.places()[code].lmt_usual is False
        assert place_of_service.places()[code].note
    assert all(place_of_service.compact(str(int(code))) == code for code in place_of_service.places())


def test_the_denial_reasons():
    assert len(carc.reasons()) == 122
    for reason in carc.reasons().values():
        assert set(reason.actions) <= set(carc.ACTIONS), reason.code
        assert reason.actions or reason.code == "A1"
        assert set(reason.groups) <= {"CO", "PR", "OA", "PI"}
        assert reason.groups
        assert reason.category
        assert not re.search(
            r"[§*|`\u2013]", f"{reason.wording} {reason.then} {reason.likely_cause} {reason.compare}"
        )
        for rule in reason.prevented_by:
            assert re.fullmatch(r"[A-Z]{2,3}-(\d{3}|\*)", rule), rule
        assert carc.compact(reason.code) == reason.code


def test_every_remark_that_a_reason_usually_wears_is_explained():
    named = {code for reason in carc.reasons().values() for code in reason.remarks}
    assert named <= set(rarc.remarks())
    assert len(named) > 50
    for remark in rarc.remarks().values():
        assert set(remark.actions) <= set(carc.ACTIONS)
        assert remark.actions


@pytest.mark.parametrize(
    ("code", "actions", "prevented"),
    [
        ("29", ("APP", "WO"), ("TFL-001", "TFL-002")),
        ("197", ("C7", "APP"), ("AUT-001", "AUT-006")),
        ("16", ("NEW", "C7"), ("FMT-*", "PRV-*", "CLM-*")),
        ("45", ("WO",), ("MON-004",)),
        ("23", ("POST",), ("CLM-014",)),
        ("267", ("NEW",), ("CLM-003", "CLM-004")),
        ("50", ("REC", "APP", "PAT"), (*(f"DOC-0{n}" for n in range(10, 19)), "DX-014")),
    ],
)
def test_what_to_do_about_a_denial(code, actions, prevented):
    assert (carc.reasons()[code].actions, carc.reasons()[code].prevented_by) == (actions, prevented)


def test_a_denial_for_lateness_never_goes_to_the_patient():
    assert "PAT" not in carc.reasons()["29"].actions


def test_the_modifiers():
    for known in OF_THE_HANDBOOK.split():
        assert modifier.is_known(known)
        assert modifier.meaning(known)
    for last in "123456789ABCD":
        assert modifier.is_known("U" + last)
    for other in ("ZZ", "U0", "GPX", "G", "", "gp", "00"):
        assert not modifier.is_known(other)
    known_to_exist = modifier._OTHERS | set(modifier.MEANING) | modifier.STATE_DEFINED
    assert all(modifier.is_valid(code) for code in known_to_exist)
    assert not modifier._OTHERS & set(modifier.MEANING)
    assert set(modifier.MEANING) >= modifier.SEPARATE


def test_the_filing_indicators():
    listed = FILING.split()
    assert list(claim_filing.MEANING) == listed
    assert set(claim_filing.BY_PAYER_TYPE.values()) <= set(listed)
    assert claim_filing.usual("HSA_FSA") is None


def test_a_list_in_one_cell():
    assert split(" a,  b ,,c") == ("a", "b", "c")


@pytest.mark.judge
def test_our_lists_hold_what_the_outside_judge_knows():
    text = (Path(pyx12.__file__).parent / "map" / "codes.xml").read_text(encoding="utf-8")

    def known(name):
        found = re.search(rf"<codeset>\s*<id>{name}</id>.*?</codeset>", text, re.DOTALL)
        return set(re.findall(r"<code>([^<]*)</code>", found[0]))

    assert known("states") <= set(state.codes())
    assert known("pos") == set(place_of_service.places())
    assert set(rarc.remarks()) - known("remark_code") == {"MA27"}, "which the judge's list has lost"
