"""The five leak counts of Home: the same lists as the command, on the rows where they belong."""

from __future__ import annotations

import re

from xl_massbill.book.tables import TABLES
from xl_massbill.claims.leaks import FINISHED, STATES, Leak
from xl_massbill.claims.states import State
from xl_massbill.practice.billable import CASH_PLANS
from xl_massbill.template import home_leaks


def test_the_states_are_those_of_the_command():
    wanted = {
        Leak.NOT_BILLED: home_leaks.AT_HOME,
        Leak.NOT_SENT: home_leaks.BATCHED,
        Leak.NOT_ACKNOWLEDGED: home_leaks.NOT_ACCEPTED,
        Leak.NOT_PAID: home_leaks.NOT_PAID,
    }
    assert {leak: sorted(states) for leak, states in STATES.items()} == {
        k: sorted(v) for k, v in wanted.items()
    }
    assert home_leaks.CASH_PLANS == CASH_PLANS


def test_every_state_that_is_not_finished_is_in_one_formula():
    lists = home_leaks.leaks(TABLES)
    assert len(lists) == len(Leak)
    named = [word for one in lists[:4] for word in re.findall(r'"([A-Z_]+)"', one.many.split("-IF")[0])]
    states = [word for word in named if word in set(State)]
    assert sorted(states) == sorted(set(State) - set(FINISHED))


def test_counts_and_amounts_look_at_the_same_lines():
    for one in home_leaks.leaks(TABLES):
        counted = one.amount.replace("SUMIFS(Visits[Charge],", "COUNTIFS(").replace(",Visits[Charge])", ")")
        assert counted == one.many


def test_they_stand_on_home_above_the_steps(book):
    home = book["Home"]
    words = [home.cell(row, 2).value for row in range(10, 25)]
    assert words[0] == "Where money leaks"
    assert words[2:7] == [one.words for one in home_leaks.leaks(TABLES)]
    assert words[7] is None
    assert words[10:13] == ["Due now", "Deadline near", "Promise not kept"]
    assert words[13:] == [None, "Six steps"]
