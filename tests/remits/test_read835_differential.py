"""Our reader of remittances against oxedi's, on generated files with all segments and on mutated ones."""

from __future__ import annotations

import random

import oxedi
import pytest

from tests.remits.files835 import file_of, remittance
from xl_massbill.remits.read835 import read835

SEEDS = range(60)


def table(result, name):
    """Return the rows of a table of oxedi, which shows its tables as text where Arrow is not installed."""
    _, heading, *rows = [x for x in result.tables[name].render().splitlines() if x]
    names = [cell.split(":")[0].strip() for cell in heading.split(" | ")]
    return [
        dict(zip(names, (None if c == "∅" else c for c in row.split(" | ")), strict=True)) for row in rows
    ]


def money(text):
    return None if text is None else round(float(text) * 100)


def theirs(data):
    result = oxedi.parse(data)
    claims = [
        (int(r["segment"]) + 1, r["claim_id"], r["claim_status"], money(r["charge_amount"]),
         money(r["payment_amount"]), money(r["patient_responsibility"]), r["payer_control_number"])
        for r in table(result, "claims")
    ]  # fmt: skip
    lines = [
        (int(r["segment"]) + 1, r["procedure_code"], money(r["charge_amount"]), money(r["payment_amount"]),
         money(r["allowed_amount"]), r["line_item_control_number"], r["service_date"], money(r["units_paid"]))
        for r in table(result, "services")
    ]  # fmt: skip
    cas = [
        (int(r["segment"]) + 1, r["group_code"], r["reason_code"], money(r["amount"]))
        for r in table(result, "adjustments")
    ]
    plb = [
        (int(r["segment"]) + 1, r["provider_id"], r["reason_code"], r["reference_id"], money(r["amount"]))
        for r in table(result, "provider_adjustments")
    ]
    heads = [
        (r["trace_number"], money(r["total_payment_amount"]), r["payment_date"], r["payment_method"])
        for r in table(result, "payments")
    ]
    return {"heads": heads, "claims": claims, "lines": lines, "cas": sorted(cas), "plb": plb}


def ours(data):
    found = read835(data).remittances
    claims = [c for r in found for c in r.claims]
    lines = [x for c in claims for x in c.lines]
    return {
        "heads": [(r.trace, r.amount, _iso(r.payment_date), r.method) for r in found],
        "claims": [
            (c.number, c.claim_id, c.status, c.charge, c.paid, c.patient_part, c.payer_number or None)
            for c in claims
        ],
        "lines": [
            (x.number, x.service.code, x.charge, x.paid, x.allowed, x.control or None, _iso(x.first_day),
             None if x.units_paid is None else round(x.units_paid * 100))
            for x in lines
        ],
        "cas": sorted((a.number, a.group, a.reason, a.amount) for c in claims for a in c.all_adjustments),
        "plb": [
            (p.number, p.provider, p.reason, p.reference or None, p.amount)
            for r in found
            for p in r.provider_adjustments
        ],
    }  # fmt: skip


def _iso(day):
    return day.isoformat() if day else None


@pytest.mark.judge
@pytest.mark.parametrize("at", range(0, len(SEEDS), 10))
def test_the_same_facts_at_the_same_segments(at):
    data = file_of(*(remittance(seed) for seed in SEEDS[at : at + 10])).encode()
    expected, found = theirs(data), ours(data)
    assert expected["claims"] and expected["cas"]
    for part, rows in expected.items():
        assert found[part] == rows, part


def mutated(seed):
    """Return a file with one harmless or harmful change of the kinds that real files have."""
    dice = random.Random(seed)
    whole = remittance(seed, claims=3)
    middle = whole[1:-1]
    kind = dice.choice(("drop", "double", "swap", "blank element", "tail", "unknown"))
    movable = [
        i for i, s in enumerate(middle) if s[:3] in ("REF", "DTM", "PER", "AMT", "NM1", "LQ*", "QTY", "MOA")
    ]
    at = dice.choice(movable)
    if kind == "drop":
        del middle[at]
    elif kind == "double":
        middle.insert(at, middle[at])
    elif kind == "swap" and at + 1 < len(middle) and at + 1 in movable:
        middle[at], middle[at + 1] = middle[at + 1], middle[at]
    elif kind == "blank element":
        middle[at] = middle[at].rpartition("*")[0] + "*"
    elif kind == "tail":
        middle[at] += "*EXTRA"
    elif kind == "unknown":
        middle.insert(at, "K3*TEXT OF THE PAYER")
    return [whole[0], *middle, f"SE*{len(middle) + 2}*0501"]


@pytest.mark.judge
@pytest.mark.parametrize("at", range(0, 240, 20))
def test_mutated_files_give_the_same_money(at):
    """Amounts, reasons and claims; ids and dates of a spoilt REF or DTM are read more strictly by oxedi."""
    for seed in range(at, at + 20):
        data = file_of(mutated(seed)).encode()
        expected, found = theirs(data), ours(data)
        for part in ("heads", "claims", "cas", "plb"):
            assert found[part] == expected[part], (seed, part)
        assert [x[:4] for x in found["lines"]] == [x[:4] for x in expected["lines"]], seed
