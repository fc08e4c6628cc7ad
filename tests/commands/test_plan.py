"""Payment plans: instalments add up to what is owed, a late one rises, an early one counts for the next."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.aging.test_report import AS_OF, claim
from tests.aging.test_worklist import ago, book, later
from xl_massbill.aging.plans import plans
from xl_massbill.commands.credits import credits_of, text
from xl_massbill.commands.plan import MOST, instalments, plan
from xl_massbill.commands.statements import statements
from xl_massbill.commands.worklist import worklist
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

DUE = claim(1, status="PATIENT_DUE", total_charge=180.0, paid_total=60.0, pr_total=120.0, dos_from=ago(80),
            pr_final_on=ago(75))  # fmt: skip


def paid(*amounts, day=AS_OF, kind="PATIENT"):
    """Return the rows of payments of the patient on a day."""
    return {
        "remits": [{"remit_id": f"RM{n}", "source": "PATIENT", "payment_date": day} for n, _ in enumerate(amounts)],
        "payments": [
            {"payment_id": f"PM{n}", "row_type": kind, "claim_id": "CR26-000001", "remit_id": f"RM{n}", "paid": a}
            for n, a in enumerate(amounts)
        ],
    }  # fmt: skip


def agreed(**tables):
    workbook = book([DUE], **tables)
    said = plan(workbook, "P1", 5_000, later(10), "Kim", AS_OF)
    return workbook, said


class TestInstalments:
    @given(
        st.integers(1, 500_000),
        st.integers(100, 100_000),
        st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31)),
    )
    def test_they_add_up_and_stand_a_month_apart(self, owed, each, first):
        if -(-owed // each) > MOST:
            with pytest.raises(Refused):
                instalments(owed, each, first)
            return
        made = instalments(owed, each, first)
        assert sum(cents for _, cents in made) == owed and all(0 < cents <= each for _, cents in made)
        months = [day.year * 12 + day.month for day, _ in made]
        assert months == list(range(months[0], months[0] + len(made)))
        assert made[0][0] == first and all(day.day <= first.day for day, _ in made)

    @pytest.mark.parametrize("each", [0, -1])
    def test_nothing_each_is_no_plan(self, each):
        with pytest.raises(Refused):
            instalments(100, each, AS_OF)


class TestPlan:
    def test_it_is_noted_in_rows_and_said(self):
        workbook, said = agreed()
        assert said == (
            "P1 owes $120.00: 3 payments of $50.00, the last one $20.00, from 2026-10-10 to 2026-12-10. "
            "Noted on sheet FollowUp."
        )
        sheet = Records(workbook)["follow_up"]
        assert list(sheet["promised_amount"]) == [5_000, 5_000, 2_000]
        assert list(sheet["type"]) == ["PROMISE"] * 3 and list(sheet["owner"]) == ["Kim"] * 3

    def test_it_puts_the_patient_off_until_the_next_payment_and_raises_a_late_one(self):
        workbook, _ = agreed()
        plain = worklist(book([DUE]), later(11)).rows[0].score
        (row,) = worklist(workbook, AS_OF).rows
        assert row.put_off_until == later(10) and row.contact.promised == 5_000
        (row,) = worklist(workbook, later(11)).rows
        assert row.put_off_until is None and "PROMISE_BROKEN" in row.flags and row.score == plain + 10
        assert row.contact.promised == 10_000  # the next one, with what is behind

    @pytest.mark.parametrize(
        ("amounts", "behind", "then"),
        [((50.0,), False, 5_000), ((49.99,), True, 5_001), ((50.0, 20.0), False, 3_000)],
    )
    def test_what_came_in_counts(self, amounts, behind, then):
        workbook, _ = agreed(**paid(*amounts, day=later(5)))
        one = plans(Records(workbook), later(11))["P1"]
        assert one.is_behind(later(11)) is behind and one.next(later(11)) == (dt.date(2026, 11, 10), then)

    def test_on_its_day_an_instalment_is_still_the_next_one(self):
        one = plans(Records(agreed()[0]), later(10))["P1"]
        assert one.next(later(10)) == (later(10), 5_000) and not one.is_behind(later(10))

    def test_a_refund_takes_it_back_and_what_came_before_counts_for_nothing(self):
        workbook, _ = agreed(**paid(50.0, day=later(5), kind="REFUND"))
        assert plans(Records(workbook), later(11))["P1"].received == -5_000
        workbook, _ = agreed(**paid(50.0, day=ago(1)))
        assert plans(Records(workbook), later(11))["P1"].received == 0

    def test_a_new_plan_takes_the_place_of_the_old_one(self):
        workbook, _ = agreed()
        plan(workbook, "P1", 12_000, later(30), "Kim", later(2))
        plan(workbook, "P1", 6_000, later(20), "Kim", later(3))
        assert plans(Records(workbook), later(4))["P1"].instalments[0] == (later(20), 6_000)

    def test_the_statement_asks_for_the_instalment(self):
        workbook, _ = agreed()
        (one,) = statements(workbook, AS_OF).statements
        assert one.instalment is not None and (one.instalment[0], str(one.instalment[1])) == (
            later(10),
            "50.00",
        )

    def test_who_owes_nothing_or_is_not_known_gets_none(self):
        for patient, first in (("P9", later(1)), ("P1", ago(1))):
            with pytest.raises(Refused, match="nothing was noted"):
                plan(book([DUE]), patient, 5_000, first, "Kim", AS_OF)


class TestCredits:
    def test_each_credit_with_its_day_and_the_day_it_goes_back(self):
        over = claim(
            1, status="PATIENT_DUE", total_charge=180.0, paid_total=150.0, pr_total=30.0, patient_paid=50.0
        )
        tables = paid(50.0, day=ago(40))
        tables["payments"].append({"payment_id": "PM9", "row_type": "PATIENT", "claim_id": "unapplied", "remit_id": "RM0", "paid": 7.5})  # fmt: skip
        found = credits_of(book([over], **tables), AS_OF)
        assert [(one.kind, one.claim_id, one.cents, one.since, one.due_on) for one in found] == [
            ("PATIENT", "CR26-000001", 2_000, f"{ago(40)}", f"{ago(10)}"),
            ("unapplied", "RM0", 750, f"{ago(40)}", f"{ago(10)}"),
        ]
        assert text(found, AS_OF).endswith(
            "2 credits, $27.50 to give back, as of 2026-09-30; 2 of them late."
        )

    def test_what_was_given_back_is_no_credit(self):
        rows = paid(7.5, -5.0, day=ago(3))
        for row in rows["payments"]:
            row |= {"claim_id": "unapplied"}
        (one,) = credits_of(book([], **rows), AS_OF)
        assert one.cents == 250

    def test_a_payer_of_the_state_has_sixty_days(self):
        over = claim(1, status="PAID", payer_id="02402", total_charge=180.0, paid_total=200.0)
        payer = {"payer_id": "02402", "name": "Medicare", "payer_type": "ORIGINAL_MEDICARE"}
        workbook = book([over], payers=[payer], **paid(200.0, day=ago(10), kind="PAY"))
        found = credits_of(workbook, AS_OF)
        assert [(one.kind, one.payer_id, one.due_on) for one in found] == [
            ("INSURANCE", "02402", f"{later(50)}")
        ]
