"""The journal: append-only, chained, and no number twice."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.claims.journal import Journal

NOW = datetime(2026, 5, 6, 9, 0)


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path / "clinic.xlsx.massbill" / "journal.db", user="office") as found:
        yield found


def test_events_come_back_in_order(journal):
    journal.record("export reserved", "B000001", {"claims": 2}, NOW)
    journal.record("export written", "B000001", {"sha256": "ab"}, NOW)
    assert [(e.seq, e.action, e.subject, e.detail, e.user, e.at) for e in journal.events()] == [
        (1, "export reserved", "B000001", {"claims": 2}, "office", NOW),
        (2, "export written", "B000001", {"sha256": "ab"}, "office", NOW),
    ]
    assert [e.seq for e in journal.events("export written")] == [2]
    journal.record("export written", "B000002", {"sha256": "cd"}, NOW)
    assert [e.seq for e in journal.events_before(3, "export written")] == [2]
    assert not journal.events_before(2, "export written")


def test_chain_is_whole_and_a_change_shows(tmp_path):
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        for n in range(5):
            journal.record("call", f"C{n}", {"n": n}, NOW)
        assert journal.first_break() is None
    for change, expected in (
        ("UPDATE events SET detail = '{\"n\":9}' WHERE seq = 3", 3),
        ("DELETE FROM events WHERE seq = 2", 3),
    ):
        forged = tmp_path / f"forged{expected}{change[:3]}.db"
        forged.write_bytes(path.read_bytes())
        db = sqlite3.connect(forged)
        db.executescript("DROP TRIGGER events_stay; DROP TRIGGER events_last;")
        db.execute(change)
        db.commit()
        db.close()
        with Journal(forged) as journal:
            assert journal.first_break() == expected


@pytest.mark.parametrize("sql", ["UPDATE events SET user = 'x'", "DELETE FROM events", "DELETE FROM numbers"])
def test_nothing_can_be_changed(tmp_path, sql):
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        journal.record("call", "C1", {}, NOW)
        journal.reserve({"claim": (1, 1)})
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(sql)
    db.close()


@given(wanted=st.lists(st.tuples(st.integers(1, 500), st.integers(1, 2_000)), min_size=1, max_size=20))
def test_no_number_is_given_twice(tmp_path_factory, wanted):
    given_out: set[int] = set()
    with Journal(tmp_path_factory.mktemp("j") / "journal.db") as journal:
        journal._db.execute("PRAGMA synchronous = OFF")  # no plug is pulled here: nothing waits for the disk
        for count, least in wanted:
            first = journal.reserve({"claim": (count, least)})["claim"]
            mine = set(range(first, first + count))
            assert first >= least and not mine & given_out
            given_out |= mine


def test_numbers_survive_a_new_start(tmp_path):
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        assert journal.reserve({"interchange": (1, 101), "claim": (3, 1)}) == {"interchange": 101, "claim": 1}
    with Journal(path) as journal:
        assert journal.reserve({"interchange": (1, 1), "claim": (1, 1)}) == {"interchange": 102, "claim": 4}
