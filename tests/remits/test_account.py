"""The money of one claim while answers are posted to it: which lines are denied as things stand."""

from __future__ import annotations

from xl_massbill.remits.match_lines import BilledLine
from xl_massbill.remits.post_account import Account, LineAccount
from xl_massbill.remits.read835_facts import Adjustment, ClaimPayment, LinePayment, Service

REMIT = {"payer_id": "EHP01", "day": "2026-05-20"}


def account(*denied):
    lines = {
        n: LineAccount(BilledLine(n, f"C1-{n}", "97124", 9_000, None), {"denied": word})
        for n, word in enumerate(denied, 1)
    }
    return Account("C1", {"balance": 9_000 * len(lines)}, "EHP01", lines)


def answer(*lines):
    return ClaimPayment(
        1, "C1", "1", 9_000, sum(line.paid for line in lines), None, "", "", "", "", lines=lines
    )


def paid(cents):
    return LinePayment(
        2, Service("HC", "97124"), 9_000, cents, adjustments=(Adjustment(3, "PR", "3", 9_000 - cents),)
    )


def test_a_line_that_is_paid_now_is_denied_no_more_and_the_others_stay_as_they_are():
    one = account("Y", "Y")
    one.post(answer(paid(8_000)), [(1,)], [], REMIT)
    assert one.denied == [2] and one.lines[1].cells["denied"] == "N"
    assert [line.is_touched for line in one.lines.values()] == [True, False]


def test_two_lines_paid_as_one_are_both_answered():
    one = account("Y", "Y", "Y")
    one.post(answer(paid(8_000)), [(1, 3)], [], REMIT)
    assert one.denied == [2] and one.lines[3].is_touched


def test_an_answer_without_lines_is_about_all_of_them():
    one = account("Y", None)
    one.post(answer(), [], [], REMIT)
    assert not one.denied and all(line.is_touched for line in one.lines.values())
