"""The equations of a remittance: silent where all is well, and one changed amount is found, with where and by how much."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xl_massbill.practice.balance import Equation, faults

CENTS = st.integers(0, 50_000)
TEXTS = ("row_type", "remit_id", "claim_id", "icn", "clp_status", "code", "group", "carc")
AMOUNTS = ("charge", "paid", "adj_amount", "clp_charge", "clp_paid", "clp_pr")


@st.composite
def remittances(draw):
    """Return rows of a remittance that adds up: reversals, denied lines, claim-level amounts, PLB of both signs."""
    rows, total = [], 0
    for n in range(draw(st.integers(1, 3))):
        sign = draw(st.sampled_from((1, 1, -1)))
        lines = draw(st.lists(st.lists(CENTS, min_size=1, max_size=3), min_size=1, max_size=3))
        whole = draw(st.lists(CENTS, max_size=1))
        claim = {"remit_id": "RM1", "claim_id": f"K{n // 2}", "icn": f"X{n}", "is_reversal": sign < 0}
        claim["clp_status"] = "22" if sign < 0 else "1"
        own, paid = [], 0
        charged, taken, of_patient = 0, 0, 0
        for number, adjusted in enumerate(lines, 1):
            rest = 0 if draw(st.booleans()) else draw(CENTS)  # a denied line is paid nothing
            place = {**claim, "line_no": number, "code": "97124"}
            own.append(
                {**place, "row_type": "PAY", "charge": sign * (rest + sum(adjusted)), "paid": sign * rest}
            )
            for at, cents in enumerate(adjusted):
                group = ("CO", "PR", "OA")[at]
                own.append(
                    {**place, "row_type": "ADJ", "group": group, "carc": "45", "adj_amount": sign * cents}
                )
                of_patient += sign * cents * (group == "PR")
            charged, taken, paid = (
                charged + sign * (rest + sum(adjusted)),
                taken + sign * sum(adjusted),
                paid + sign * rest,
            )
        for cents in whole:
            own.append({**claim, "row_type": "ADJ", "group": "OA", "carc": "23", "adj_amount": sign * cents})
            paid -= sign * cents
        sums = {"clp_charge": charged, "clp_paid": paid, "clp_pr": of_patient}
        rows += [{**row, **sums} for row in own]
        total += paid
    moved = draw(st.lists(st.integers(-20_000, 20_000), max_size=2))
    remit = {"remit_id": "RM1", "amount": total - sum(moved)}
    return remit, rows, [{"remit_id": "RM1", "amount": cents} for cents in moved]


def frame(rows, texts, amounts):
    table = pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in texts})
    for name in (*amounts, "line_no"):
        table[name] = pd.array([row.get(name) for row in rows], dtype="Int64")
    table["is_reversal"] = pd.array([row.get("is_reversal") for row in rows], dtype="boolean")
    return table


def found(remit, rows, moved):
    plb = frame(moved, ("remit_id",), ("amount",))
    return faults(frame([remit], ("remit_id",), ("amount",)), frame(rows, TEXTS, AMOUNTS), plb)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(remittances())
def test_what_adds_up_is_silent(made):
    assert found(*made) == []


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(remittances(), st.data(), st.integers(-9_999, 9_999).filter(bool))
def test_any_changed_amount_is_found_where_it_is_and_by_how_much(made, data, by):
    remit, rows, moved = made
    tables = {"remit": [remit], "rows": rows, "moved": moved}
    names = {"remit": ("amount",), "moved": ("amount",), "rows": ("charge", "paid", "adj_amount")}
    places = [
        (t, i, n) for t, own in tables.items() for i, row in enumerate(own) for n in names[t] if n in row
    ]
    table, at, name = data.draw(st.sampled_from(places))
    tables[table][at][name] += by
    wrong = found(remit, rows, moved)
    assert {fault.off for fault in wrong} == {abs(by)}
    if table == "rows":
        row = rows[at]
        assert {fault.claim_id for fault in wrong} == {row["claim_id"]}
        lines = [fault for fault in wrong if fault.equation is Equation.LINE]
        assert [fault.line for fault in lines] == ([str(row["line_no"])] if "line_no" in row else [])
    else:
        assert [fault.equation for fault in wrong] == [Equation.PAYMENT]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(remittances(), st.data(), st.integers(-9_999, 9_999).filter(bool))
def test_a_changed_total_of_a_claim_is_found(made, data, by):
    remit, rows, moved = made
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(("clp_charge", "clp_paid", "clp_pr")))
    for row in rows:
        if (row["claim_id"], row["icn"]) == (rows[at]["claim_id"], rows[at]["icn"]):
            row[name] += by
    wrong = found(remit, rows, moved)
    assert wrong
    assert {fault.off for fault in wrong} == {abs(by)}
    assert {fault.claim_id for fault in wrong} <= {rows[at]["claim_id"], ""}


def test_what_is_not_known_is_not_asked():
    remit = {"remit_id": "RM1", "amount": None}
    row = {"remit_id": "RM1", "claim_id": "K", "row_type": "PAY", "line_no": 1, "charge": 100, "paid": None}
    assert found(remit, [row], []) == []
    assert found({"remit_id": "RM1", "amount": 100}, [], []) == []
