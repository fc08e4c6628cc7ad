"""Aging of past days: what the journal says of each is what was shown on it, cent for cent."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.aging.histories import FIRST_DAY, History, visit
from xl_massbill.aging.report import ANCHORS
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import STOOD
from xl_massbill.commands.age import KNOWN_THEN, STANDS, age, aging_on
from xl_massbill.commands.age_compare import compare
from xl_massbill.commands.aging_snapshots import keep_aging, snapshot_of, snapshots
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.export import export
from xl_massbill.errors import Refused

DAY = dt.timedelta(days=1)


def lines(aged):
    return aged.lines().to_dict("list")


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(ANCHORS)))
def test_the_aging_of_a_past_day_is_the_one_computed_on_that_day(seed, anchor):
    with tempfile.TemporaryDirectory() as folder:
        history, then = History(Path(folder), seed), {}
        for _ in range(10):
            history.live(5)
            then[history.today] = age(history.book, history.today, anchor)
        for day, shown in then.items():
            found = aging_on(history.book, day, history.today + DAY, anchor)
            assert found.basis == KNOWN_THEN
            assert found.report.tables == shown.report.tables, (seed, day, history.done)
            assert found.ledger_cents == shown.ledger_cents
            assert lines(found) == lines(shown)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_the_reasons_of_every_figure_sum_up_to_its_change(seed):
    with tempfile.TemporaryDirectory() as folder:
        history, days = History(Path(folder), seed), []
        for number in range(10):
            history.live(5)
            days.append(history.today)
            if number % 3 == 0:  # in the middle of nothing: the next day goes on from it
                keep_aging(history.book, age(history.book, history.today), history.now)
        for pair in (days[0::9], days[2::6], random.Random(seed).sample(days, 2)):
            first, second = sorted(pair)
            found = compare(history.book, (first, second), history.today + DAY)
            assert sum(one.cents for one in found.changes) == sum(
                side.lines["cents"].sum() * sign for side, sign in ((found.second, 1), (found.first, -1))
            )
            for one in found.changes:
                assert sum(step.cents for step in one.steps) == one.cents, (seed, first, second, one)
                assert "not told by the journal" not in {step.reason for step in one.steps}


@pytest.fixture
def history(tmp_path):
    return History(tmp_path, 1)


def billed(history, days=0):
    """Let visit W1 ($180, nothing paid) take place, and bill it; return the day."""
    history.today += dt.timedelta(days=days)
    history.now = dt.datetime.combine(history.today, dt.time(9))
    row = {name: [cell] for name, cell in visit(2, history.today).items()}
    history.book.append("visits", row, by="office")
    history.book.save()
    export(history.book, history.today, history.now)
    return history.today


def test_a_batch_that_is_taken_back_later_was_owed_until_then(history):
    day = billed(history, 1)
    later = history.now + 3 * DAY
    unbatch(history.book, Order("B000101", later.date(), "Kim"), later)
    today = later.date() + DAY
    then, after = (aging_on(history.book, d, today).report.of("INSURANCE") for d in (day, later.date()))
    assert (then.total, then.unbilled, then.count) == (18_000, 0, 1)
    assert (after.total, after.unbilled, after.count) == (0, 18_000, 0)


def test_before_the_first_claim_only_visits_are_known(history):
    day = billed(history, 5)
    found = aging_on(history.book, day - DAY, day + DAY)
    assert found.basis == KNOWN_THEN
    assert found.report.of("INSURANCE").total == found.report.of("INSURANCE").unbilled == 0
    assert found.report.of("PATIENT").total == 18_000  # the cash visit of the first day
    assert aging_on(history.book, FIRST_DAY - DAY, day + DAY).basis == STANDS


def test_where_the_journal_does_not_reach_back_it_says_so_and_guesses_nothing(history):
    day = billed(history)
    folder = Folder.of(history.book.path)
    folder.journal.unlink()  # a workbook that was kept without one until now
    found = aging_on(history.book, day, day + 9 * DAY)
    assert found.basis == STANDS and "no journal" in found.notes[0]
    later = dt.datetime.combine(day + 5 * DAY, dt.time(9))
    sent(history.book, Order("B000101", later.date(), "Kim"), later)
    found = aging_on(history.book, day, day + 9 * DAY)
    assert found.basis == STANDS
    (note,) = found.notes
    since = f"The journal keeps the figures of claims only from {later.date()} on"
    assert note == f"{since}: what was known on {day} cannot be known."
    assert note in found.text()
    assert aging_on(history.book, later.date(), day + 9 * DAY).report.total.total == 36_000
    with pytest.raises(Refused, match="cannot be known"):
        compare(history.book, (day, later.date()), later.date())


def test_a_figure_changed_by_hand_is_seen_at_the_next_command(history):
    day = billed(history)
    book = history.book = history.book.opened_anew()
    book.write("claims", {"paid_total": [100.0]})
    book.save()
    later = dt.datetime.combine(day + 2 * DAY, dt.time(9))
    sent(book, Order("B000101", later.date(), "Kim"), later)
    assert [aging_on(book, day + n * DAY, day + 9 * DAY).report.of("INSURANCE").total for n in (1, 2)] == [
        18_000,
        8_000,
    ]
    (one,) = [c for c in compare(book, (day, later.date()), later.date()).changes if c.cents]
    assert [(step.reason, step.cents) for step in one.steps] == [("changed outside the commands", -10_000)]


def test_the_journal_holds_no_names(history):
    billed(history)
    keep_aging(history.book, age(history.book, history.today), history.now)
    with Journal(Folder.of(history.book.path).journal) as journal:
        told = [str(event.detail) for event in journal.events(STOOD, "aging kept")]
    assert len(told) == 3 and not any(name in text for text in told for name in ("HARPER", "Harper", "June"))


def test_what_is_kept_stays_and_is_kept_once(history):
    day = billed(history)
    shown = age(history.book, day)
    kept = keep_aging(history.book, shown, history.now)
    assert keep_aging(history.book, shown, history.now + DAY).kept_at == kept.kept_at
    assert [one.as_of for one in snapshots(history.book)] == [day]
    assert kept.total == shown.report.total.total
    assert kept.lines[list(shown.lines().columns)].astype(str).equals(shown.lines().astype(str))
    unbatch(history.book, Order("B000101", day, "Kim"), history.now)
    again = snapshot_of(history.book, day, day + DAY)
    assert again.kept_at == history.now and again.total == kept.total
    later = keep_aging(history.book, age(history.book, day), history.now + DAY)
    assert later.total == kept.total - 18_000 and len(snapshots(history.book)) == 2


def test_the_aging_of_a_day_to_come_is_not_kept(history):
    day = billed(history)
    with pytest.raises(Refused, match=f"{day + DAY} is still to come"):
        keep_aging(history.book, age(history.book, day + DAY), history.now)
    assert snapshots(history.book) == []
