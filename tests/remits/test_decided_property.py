"""Random decisions about denied lines between random postings: the sums tie, and all comes off again.

Of every claim: charge = paid + contractual + other + patient paid + balance, whatever was decided; the patient's
part is what the payer that answered last says, and what was decided since. In turn, every figure comes back.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.remits.files835 import claim, file_of, segments
from tests.remits.test_post_property import CENTS, NOW, anew, cents, clinic, posted_figures, snapshot
from xl_massbill.book.folder import Folder
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.decide import decide
from xl_massbill.commands.orders import Order
from xl_massbill.commands.post_835 import apply_835
from xl_massbill.commands.post_settle import UNDOING, UNDONE, figures
from xl_massbill.commands.undecide import undecide
from xl_massbill.errors import Refused
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults
from xl_massbill.practice.denied import TO_PATIENT
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import undo
from xl_massbill.remits.read835 import read835

KIM = Order("Kim", NOW.date(), "as the plan has told us")


class InFolder(MemoryWorkbook):
    """A workbook in memory that has a folder beside it."""

    folder = ""

    @property
    def path(self):
        return self.folder


def post(workbook, body):
    with Journal(Folder.of(workbook.path).journal) as journal:
        remittances = read835(file_of(body)).remittances
        records = Records(workbook)
        (applied,) = apply_835(workbook, records, journal, remittances, Origin("835", NOW.date()), NOW)
    assert applied.remit_id and not applied.posting.held
    return applied.remit_id


def take_off(workbook, remit_id):
    with Journal(Folder.of(workbook.path).journal) as journal:
        journal.record(UNDOING, remit_id, {"by": "Kim"}, NOW)
        undo(workbook, Records(workbook), figures(journal, remit_id), NOW.date())
        journal.record(UNDONE, remit_id, {}, NOW)


def try_to_decide(workbook, dice):
    """Decide about denied lines by chance; return those whose decision was carried out, in their order."""
    done = []
    for denial in [d for d in Records(workbook)["denials"]["denial_id"] if dice.random() < 0.7]:
        decision = dice.choice((Decision.PATIENT, Decision.PATIENT, Decision.WRITE_OFF, Decision.CORRECT))
        before = snapshot(Records(workbook))
        try:
            decide(workbook, denial, decision, KIM, NOW, "office", "Robin")
        except Refused:
            assert snapshot(Records(workbook)) == before
        else:
            done.append((denial, before))
    return done


def ties(workbook):
    records = Records(workbook)
    columns = {name: cents(records, name) for name in CENTS}
    for i, charge in enumerate(columns["total_charge"]):
        names = ("paid_total", "contractual_total", "patient_paid", "other_adj_total", "balance")
        assert charge == sum(columns[name][i] for name in names)
    assert faults(records["remits"], records["payments"], records["plb"]) == []
    return records, columns


def decided_rows(records, claim_id):
    sheet = records["payments"]
    rows = zip(sheet["claim_id"], sheet["row_type"], sheet["adj_amount"], strict=True)
    return sum(int(amount) for claim, kind, amount in rows if claim == claim_id and kind == TO_PATIENT)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_whatever_is_decided_the_sums_tie_and_everything_comes_off_again(seed):
    dice = random.Random(seed)
    claims = [claim(dice, f"CR26-{n:06}") for n in range(dice.randint(1, 4))]
    for one in claims:
        one.status = "1"
        for x in one.lines:
            if dice.random() < 0.5:  # denied for a reason that may be the patient's
                x.paid, x.cas, x.allowed = 0, [("OA", dice.choice(("109", "22")), x.charge)], None
    again = [part for one in claims if dice.random() < 0.5 for part in (one.reversed(), anew(dice, one))]
    workbook = clinic(claims, dice)
    workbook.__class__ = InFolder
    with tempfile.TemporaryDirectory() as folder:
        workbook.folder = str(Path(folder) / "clinic.xlsx")
        start = snapshot(Records(workbook))
        first = post(workbook, segments(claims, (), "EFT1"))
        decided = try_to_decide(workbook, dice)
        records, columns = ties(workbook)
        for i, claim_id in enumerate(records["claims"]["claim_id"].tolist()):
            by_rows = posted_figures(records)[claim_id][2]
            assert columns["pr_total"][i] == by_rows + decided_rows(records, claim_id)
        between = snapshot(records)
        answered = {one.claim_id for one in again}
        second = post(workbook, segments(again, (), "EFT2", full=False)) if again else ""
        records, columns = ties(workbook)
        for i, claim_id in enumerate(records["claims"]["claim_id"].tolist()):
            left = 0 if claim_id in answered else decided_rows(records, claim_id)
            assert columns["pr_total"][i] == posted_figures(records)[claim_id][2] + left
        if second:
            take_off(workbook, second)
        assert snapshot(Records(workbook)) == between
        for denial, before in reversed(decided):
            undecide(workbook, denial, KIM, NOW)
            assert snapshot(Records(workbook)) == before
        take_off(workbook, first)
        assert snapshot(Records(workbook)) == start
