"""Functions about codes; MB_DX and MB_PAIR say what the rules' own columns say."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.addin.ranges import column, flat, table
from tests.practice.practices import lines_of
from xl_massbill import __version__
from xl_massbill.addin.functions import MB_CODE, MB_DENIAL, MB_DX, MB_NPI, MB_PAIR, MB_VERSION
from xl_massbill.codes import carc, icd_release
from xl_massbill.codes.icd_standing import State
from xl_massbill.practice.diagnosis_codes import judged
from xl_massbill.practice.pair_edits import rows as pair_rows

DAY = dt.datetime(2026, 5, 4)
MASSAGE = "Massage (stroking, kneading, tapping)"


def test_version():
    assert MB_VERSION() == __version__


def test_code():
    asked = column(
        "97124", 97124.0, " 97124 ", "g0283", "99999", None, dt.datetime(2026, 5, 4), True, "#REF!"
    )
    assert flat(MB_CODE(asked))[:3] == [MASSAGE] * 3
    assert flat(MB_CODE(asked))[4:] == ["#N/A", "", "#VALUE!", "#VALUE!", "#REF!"]
    assert MB_CODE("97250") != "#N/A"
    assert MB_CODE("97250", DAY) == "#N/A"
    assert MB_CODE("97124", column(DAY, "2026-05-04", 46146.0, "soon")) == column(*[MASSAGE] * 3, "#VALUE!")


def test_the_clinics_own_codes_stand_above_ours():
    own = table(
        "codes",
        [
            {"code": "97124", "short_name": "Our massage"},
            {"code": "CUPS1", "short_name": "Cups", "effective_to": dt.date(2026, 5, 3)},
            {"code": "NONAM"},
        ],
    )
    assert flat(MB_CODE(column("97124", "97140", "CUPS1", "NONAM"), None, own)) == [
        "Our massage",
        MB_CODE("97140"),
        "Cups",
        "NONAM",
    ]
    assert MB_CODE("CUPS1", DAY, own) == "#N/A"
    assert MB_CODE("CUPS1", dt.datetime(2026, 5, 3), own) == "Cups"


def test_a_range_that_is_not_the_table_is_an_error():
    assert MB_CODE("97124", None, column("97124")) == "#VALUE!"
    assert MB_CODE("97124", None, [["Something", "else"], ["97124", "x"]]) == "#VALUE!"


@pytest.mark.parametrize(
    ("dx", "day", "text"),
    [
        ("M54.2", "2026-05-04", "Cervicalgia"),
        ("m542", "2026-05-04", "Cervicalgia"),
        ("M54.5", "2026-05-04", "#N/A"),  # a header
        ("M54.5", "2021-09-30", "Low back pain"),  # was billable until then
        ("M54.5", "2021-10-01", "#N/A"),
        ("S13.4XX", "2026-05-04", "#N/A"),
        ("neck", "2026-05-04", "#N/A"),
        ("M54.2", None, ""),
        ("M54.2", "soon", "#VALUE!"),
    ],
)
def test_dx(dx, day, text):
    assert MB_DX(dx, day) == text


def test_rows_of_icd_are_laid_over_the_index():
    rows = [
        {
            "code": "M549X",
            "description_short": "New code",
            "effective_from": dt.date(2026, 10, 1),
            "billable": True,
        },
        {"code": "M542", "effective_to": dt.date(2026, 9, 30), "billable": True},
    ]
    icd = table("icd", rows)
    assert MB_DX("M54.9X", "2026-10-01", icd) == "New code"
    assert MB_DX("M54.9X", "2026-09-30", icd) == "#N/A"
    assert MB_DX("M54.2", "2026-09-30", icd) == "Cervicalgia"
    assert MB_DX("M54.2", "2026-10-01", icd) == "#N/A"
    assert MB_DX("M54.2", "2026-10-01") == "Cervicalgia"


DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2028, 12, 31))
CODES = st.sampled_from(
    ["M542", "M545", "M5450", "S134XXA", "S134", "S134XXQ", "X9999", "M797", "U099", "QA00101", "54"]
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "code": CODES,
            "effective_from": st.none() | DAYS,
            "effective_to": st.none() | DAYS,
            "billable": st.sampled_from([None, True, False]),
            "requires_7th": st.sampled_from([None, True, False]),
        }
    ),
    max_size=3,
)


@given(CODES, DAYS, ROWS)
def test_dx_says_what_the_rules_say(code, day, rows):
    visits = [{"visit_id": "V1", "line_no": 1, "dos": day, "dx1": code, "status": "DONE"}]
    state = judged(lines_of(visits=visits, icd=rows)).state[0]
    assert (MB_DX(code, day, table("icd", rows)) != "#N/A") == (state == State.SOUND)


def test_every_text_is_found():
    assert MB_DX("M54.2", DAY) == icd_release.description("M542")


def test_npi():
    asked = column("1999999117", 1999999117.0, "1999-999-117", "1999999118", "199999911", "abc", None, True)
    assert flat(MB_NPI(asked)) == [True, True, True, False, False, False, "", "#VALUE!"]


PAIR = {"column1": "97140", "column2": "97124", "mod_indicator": "1", "certainty": "R"}


def test_pair():
    pairs = table(
        "ncci_ptp",
        [
            PAIR,
            {**PAIR, "column2": "97530", "mod_indicator": "0"},
            {**PAIR, "column2": "97112", "mod_indicator": "9"},
            {**PAIR, "column2": "97116", "effective_to": dt.date(2026, 5, 3)},
            {**PAIR, "column2": "97035", "mod_indicator": None},
        ],
    )
    others = column("97124", 97124.0, "97530", "97112", "97116", "97035", "97110", None)
    answers = ["MODIFIER", "MODIFIER", "NEVER", "ALLOWED", "NO PAIR", "NO PAIR", "NO PAIR", ""]
    assert flat(MB_PAIR("97140", others, DAY, pairs)) == answers
    assert flat(MB_PAIR(others, 97140.0, DAY, pairs)) == answers
    assert MB_PAIR("97140", "97116", "2026-05-03", pairs) == "MODIFIER"
    assert MB_PAIR("97140", "97124", "soon", pairs) == "#VALUE!"


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "column1": st.just("97140"),
                "column2": st.just("97124"),
                "mod_indicator": st.sampled_from(["0", "1", "9"]),
                "certainty": st.sampled_from(["R", "G", None]),
                "confirmed_on": st.none() | st.just(dt.date(2026, 1, 2)),
                "effective_from": st.none() | DAYS,
                "effective_to": st.none() | DAYS,
            }
        ),
        max_size=4,
    ),
    DAYS,
)
def test_pair_takes_the_row_that_the_rules_take(rows, day):
    about = pair_rows(lines_of(visits=[], ncci_ptp=rows).records).get(frozenset(("97140", "97124")), [])
    here = [r.edit.verdict for r in about if not (r.starts > day_of(day) or r.ends < day_of(day))]
    assert MB_PAIR("97124", "97140", day, table("ncci_ptp", rows)) == (here[-1] if here else "NO PAIR")


def day_of(day):
    return pd.Timestamp(day)


def test_denial():
    assert MB_DENIAL("197") == "authorisation absent: send a corrected claim; else appeal"
    assert MB_DENIAL(197.0) == MB_DENIAL("0197") == MB_DENIAL("197")
    assert MB_DENIAL(column("999", None, True)) == column("#N/A", "", "#VALUE!")
    remarked = MB_DENIAL("16", "MA130")
    assert remarked.startswith(carc.find("16").wording + " (")
    assert remarked.endswith(": send a new claim")
    assert MB_DENIAL("16", "N9999") == MB_DENIAL("16")


def test_the_clinics_own_words_for_denials_stand_above_ours():
    own = table("carc", [{"code": "197", "short_own_wording": "no approval", "default_action": "CALL"}])
    remarks = table("rarc", [{"code": "MA130", "short_own_wording": "start again"}])
    assert MB_DENIAL("197", None, own) == "no approval: call the payer"
    assert MB_DENIAL("197", "ma130", own, remarks) == "no approval (start again): call the payer"
    assert MB_DENIAL("29", None, own) == MB_DENIAL("29")
