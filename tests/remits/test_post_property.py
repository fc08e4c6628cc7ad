"""Random remittances with reversals, corrections, denials and provider adjustments: the sums always tie.

Of every claim: charge = paid + contractual + patient + balance. Of all: claims' money = payments and provider
adjustments. What the rows of Payments say by themselves is what stands on the claims. Taken back in turn,
every figure is as it was.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.remits.files835 import Claim, claim, file_of, segments
from tests.workbooks import workbook_of
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.deposits import deposits
from xl_massbill.commands.post_835 import apply_835
from xl_massbill.commands.post_settle import figures
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults
from xl_massbill.practice.denied import NO_DENIAL
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import undo
from xl_massbill.remits.read835 import read835

DAY, NOW = dt.date(2026, 5, 4), dt.datetime(2026, 7, 1, 9)
TABLES = ("claims", "claim_lines", "remits", "payments", "plb", "denials", "unplaced")
CENTS = (
    "paid_total",
    "contractual_total",
    "pr_total",
    "other_adj_total",
    "patient_paid",
    "balance",
    "total_charge",
)


def clinic(claims, dice):
    """Return a workbook in which these claims are out."""
    tables = {
        name: [] for name in (*TABLES, "follow_up", "visits", "coverage", "payers", "payer_rules", "carc")
    }
    tables["payers"] = [{"payer_id": "EHP01", "edi_payer_id": "EHP01", "name": "Evergreen Health Plan"}]
    for one in claims:
        paid = dice.choice((0, 0, 1500, 2500))
        row = {"claim_id": one.claim_id, "status": "ACCEPTED", "payer_id": "EHP01", "payer_seq": "P"}
        row |= {
            "total_charge": one.charge / 100,
            "patient_paid": paid / 100,
            "balance": (one.charge - paid) / 100,
        }
        tables["claims"].append(row | {"dos_from": DAY, "dos_to": DAY, "frequency": "1"})
        for n, x in enumerate(one.lines, 1):
            line = {"claim_id": one.claim_id, "line_no": n, "dos": DAY, "code": x.code, "units": x.units}
            tables["claim_lines"].append(line | {"charge": x.charge / 100, "line_ctl": x.control})
    return workbook_of(tables)


def anew(dice, one):
    """Return another answer to the same lines."""
    other = claim(dice, one.claim_id)
    lines = []
    for x in one.lines:
        paid = dice.choice((0, x.charge // 2, x.charge))
        cas = [("CO", "45", x.charge - paid)] if paid else [("CO", dice.choice(("16", "197")), x.charge)]
        lines.append(type(x)(x.code, x.mods, x.units, x.charge, paid, [c for c in cas if c[2]], x.control))
    return Claim(one.claim_id, "1", lines, other.icn)


def snapshot(records):
    columns = {t: [records[t][f.name] for f in records[t].table.fields()] for t in TABLES}
    return {t: [tuple(map(repr, r)) for r in zip(*found, strict=True)] for t, found in columns.items()}


def cents(records, name):
    return [int(v) for v in records["claims"][name].fillna(0)]


def posted_figures(records):
    """Return paid, contractual and patient's part of each claim out of the rows of Payments alone."""
    found = {}
    payments = records["payments"]
    names = (
        "claim_id",
        "row_type",
        "paid",
        "group",
        "carc",
        "adj_amount",
        "line_no",
        "remit_id",
        "is_reversal",
    )
    rows = list(zip(*(payments[n].tolist() for n in names), strict=True))
    denied = set()
    for claim_id, kind, paid, _, _, _, line, remit, back in rows:
        if kind == "PAY" and paid == 0:
            denied.add((claim_id, line, remit, back is True))
    at = ""
    for claim_id, kind, paid, group, carc, amount, line, remit, back in rows:
        sums = found.setdefault(claim_id, [0, 0, 0])
        if kind == "PAY":
            sums[0] += paid
            at = (claim_id, line, remit, back is True, paid)
        elif group == "PR":
            sums[2] += amount
        elif group == "CO" and not (at[4] == 0 and carc not in NO_DENIAL):
            sums[1] += amount
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_the_sums_tie_and_every_posting_comes_off_again(seed):
    dice = random.Random(seed)
    claims = [claim(dice, f"CR26-{n:06}") for n in range(dice.randint(1, 6))]
    for one in claims:
        one.status = dice.choice("1114")
    again = [part for one in claims if dice.random() < 0.6 for part in (one.reversed(), anew(dice, one))]
    plb = [
        (dice.choice(("WO", "L6", "CS")), f"R{n}", dice.randint(-900, 900)) for n in range(dice.randint(0, 3))
    ]
    files = [segments(claims, (), "EFT1"), segments(again, plb, "EFT2", full=False)]
    workbook = clinic(claims, dice)
    records = Records(workbook)
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / "journal.db") as journal:
        states, numbers = [snapshot(records)], []
        for body in files:
            remittances = read835(file_of(body)).remittances
            (applied,) = apply_835(workbook, records, journal, remittances, Origin("835", NOW.date()), NOW)
            assert applied.remit_id and not applied.posting.held
            numbers.append(applied.remit_id)
            ties(records)
            states.append(snapshot(records))
        for remit_id, before in zip(reversed(numbers), reversed(states[:-1]), strict=True):
            undo(workbook, records, figures(journal, remit_id), NOW.date())
            assert snapshot(records) == before
        assert journal.first_break() is None


def ties(records):
    columns = {name: cents(records, name) for name in CENTS}
    for i, charge in enumerate(columns["total_charge"]):
        settled = sum(
            columns[n][i] for n in ("paid_total", "contractual_total", "patient_paid", "other_adj_total")
        )
        assert charge == settled + columns["balance"][i]
    money = sum(int(v) for v in records["remits"]["amount"])
    moved = sum(int(v) for v in records["plb"]["amount"])
    assert sum(columns["paid_total"]) == money + moved
    assert faults(records["remits"], records["payments"], records["plb"]) == []
    sums = deposits(records.workbook)
    assert sums.ties and (sums.advices, sums.provider) == (money, moved)
    by_rows = posted_figures(records)
    ids = records["claims"]["claim_id"].tolist()
    for i, claim_id in enumerate(ids):
        sums = by_rows.get(claim_id, [0, 0, 0])
        assert sums == [columns[n][i] for n in ("paid_total", "contractual_total", "pr_total")], claim_id
    paid_on_lines = (
        records["claim_lines"]["paid"]
        .fillna(0)
        .astype("int64")
        .groupby(records["claim_lines"]["claim_id"])
        .sum()
    )
    for i, claim_id in enumerate(ids):
        assert paid_on_lines[claim_id] == columns["paid_total"][i]
    lines = records["claim_lines"]
    names = ("paid", "co_adj", "pr_ded", "pr_coins", "pr_copay", "pr_other", "oa_adj", "pi_adj")
    for row in zip(lines["charge"], *(lines[n] for n in names), strict=True):
        assert row[0] == sum(row[1:])
