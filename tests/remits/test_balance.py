"""Balancing as read: the worked cases hold, every cent off is found at its segment, and both balances agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.remits.files835 import file_of, remittance
from tests.workbooks import columns, workbook_of
from tests.worked_cases.payment_rows import typed
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults
from xl_massbill.remits.balance import Sum, imbalances
from xl_massbill.remits.read835 import read835

ANSWERS = Path(__file__).parents[1] / "worked_cases" / "answers"
FILES = sorted(path.name for path in ANSWERS.glob("*.835"))
_MONEY = {"BPR": (2,), "CLP": (3, 4, 5), "SVC": (2, 3), "CAS": (3, 6), "PLB": (4,)}


def of(text):
    return imbalances(read835(text).remittances[0])


@pytest.mark.parametrize("name", FILES)
def test_the_worked_cases_hold(name):
    assert of((ANSWERS / name).read_bytes()) == []


@pytest.mark.parametrize("seed", range(30))
def test_random_remittances_hold(seed):
    assert of(file_of(remittance(seed))) == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.data())
def test_any_amount_a_cent_off_is_found(seed, data):
    """One amount is changed: some sum says so, by a cent, at the segment, its line, or its claim."""
    body = remittance(seed, claims=2)
    places = [
        (i, at)
        for i, s in enumerate(body)
        for at in _MONEY.get(s.partition("*")[0], ())
        if at < len(s.split("*")) and re.fullmatch(r"-?[\d.]+", s.split("*")[at])
    ]
    i, at = data.draw(st.sampled_from(places))
    parts = body[i].split("*")
    parts[at] = f"{round(float(parts[at]) * 100 + 1) / 100:.2f}"
    body[i] = "*".join(parts)
    found = of(file_of(body))
    only_patient = body[i].startswith("CLP") and at == 5
    assert found and {abs(one.off) for one in found} == {1}
    assert all(one.holds for one in found) is not only_patient or body[i].startswith("CAS")
    assert any(one.holds for one in found) is not only_patient
    numbers = {one.number for one in found}
    owner = max((n for n, s in enumerate(body[: i + 1]) if s[:3] in ("BPR", "CLP", "SVC", "PLB")), default=0)
    if body[i][:3] in ("CLP", "SVC", "CAS"):
        assert owner + 3 in numbers  # ISA and GS stand before ST
    else:
        assert numbers == {3}


def test_the_sentence_says_where_and_by_how_much():
    text = (ANSWERS / "C01.835").read_text().replace("*103**4", "*104**4")
    line, claim = of(text)[0], of(text)
    assert line.sentence() == (
        "claim CR26-000101, line 1: paid 104.00, charge less adjustments 103.00 (off by 1.00, segment 19)"
    )
    assert [one.sum for one in claim] == [Sum.LINE]


@pytest.mark.parametrize("change", [("*103**4", "*102**4"), ("CAS*CO*45*52", "CAS*CO*45*50"), ("*103*C", "*99*C"), ("*180*103*25", "*181*103*25"), ("*103*25", "*103*24")])  # fmt: skip
@pytest.mark.parametrize("name", ["C01.835"])
def test_it_says_what_the_rule_about_posted_rows_says(tmp_path, name, change, monkeypatch):
    """The balance of the posted rows (RMT-001) finds the same sums, with the same amounts."""
    text = (ANSWERS / name).read_text().replace(*change)
    monkeypatch.setattr("tests.worked_cases.payment_rows.ANSWERS", tmp_path)
    (tmp_path / name).write_text(text)
    rows = {table: columns(found) for table, found in typed(name).items()}
    records = Records(
        workbook_of(
            {
                t: [dict(zip(c, r, strict=True)) for r in zip(*c.values(), strict=True)]
                for t, c in rows.items()
            }
        )
    )
    theirs = faults(records["remits"], records["payments"], records["plb"])
    ours = of(text)
    assert ours and [(f.equation.value, f.has, f.should) for f in theirs] == [
        (one.sum.value, one.has, one.should) for one in ours
    ]
