"""How claims stand goes into the journal as differences, and comes out of it whole."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import STOOD, keep_standing, known_on
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records

FIRST = dt.datetime(2026, 5, 4, 9)
ROW = st.fixed_dictionaries(
    {
        "claim_id": st.sampled_from(["C1", "C2", "C3", None]),
        "status": st.sampled_from(["PAID", "DENIED", None]),
        "paid_total": st.sampled_from([None, 0.0, 12.5]),
        "rejections": st.sampled_from([None, 0, 2]),
        "pr_final_on": st.sampled_from([None, dt.date(2026, 5, 1)]),
    }
)


def records(rows):
    columns = (
        {name: [row[name] for row in rows] for name in ("claim_id", *rows[0])} if rows else {"claim_id": []}
    )
    return Records(MemoryWorkbook.of({"claims": columns}))


def plainly(rows):
    """Return rows as they are expected: blank and zero left out, a number that comes again with a mark."""
    found = {}
    for row in rows:
        if not any(row.values()):  # a formula filled down shows zeros, too: that is no record
            continue
        told = {n: c for n, c in row.items() if c}
        if "paid_total" in told:
            told["paid_total"] = 1250
        if "pr_final_on" in told:
            told["pr_final_on"] = told["last_activity"] = "2026-05-01"
        key = row["claim_id"] or ""
        while key in found:
            key += "+"
        found[key] = told
    return found


@settings(max_examples=40)
@given(st.lists(st.lists(ROW, max_size=3), min_size=1, max_size=4))
def test_what_the_journal_knows_is_what_stood_there_last(tmp_path_factory, states):
    with Journal(tmp_path_factory.mktemp("j") / "journal.db") as journal:
        before = None
        for days, rows in enumerate(states):
            now, expected = FIRST + dt.timedelta(days=days), plainly(rows)
            is_new = keep_standing(journal, records(rows), "posting", now)
            assert known_on(journal).rows == expected
            assert is_new or expected == before
            before = expected
        for days, rows in enumerate(states):
            assert known_on(journal, (FIRST + dt.timedelta(days=days)).date()).rows == plainly(rows)


def test_only_what_is_other_is_told_and_what_is_gone_is_none(tmp_path):
    rows = [{"claim_id": "C1", "status": "PAID", "paid_total": 12.5}, {"claim_id": "C2", "status": "PAID"}]
    for row in rows:
        row |= {name: row.get(name) for name in ("paid_total", "rejections", "pr_final_on")}
    with Journal(tmp_path / "journal.db") as journal:
        assert keep_standing(journal, records(rows), "posting", FIRST)
        assert not keep_standing(journal, records(rows), "posting", FIRST)
        assert keep_standing(
            journal, records([rows[0] | {"status": "DENIED", "paid_total": None}]), "undo", FIRST
        )
        told = [event.detail["claims"] for event in journal.events(STOOD)]
    assert told[0]["C1"] == {"claim_id": "C1", "status": "PAID", "paid_total": 1250}
    assert told[1:] == [{"C1": {"status": "DENIED", "paid_total": None}, "C2": None}]
