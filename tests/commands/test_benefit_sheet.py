"""Many sets in one file, and two words about one cell: what stands on sheet Benefits afterwards."""

from __future__ import annotations

from tests.commands.benefit_clinic import DAY, NOW, benefits, clinic, hand_in, patient, plan, tables
from tests.remits.plans271 import HEAD, june
from tests.remits.written import BENEFITS, whole


def sets(*persons: list[str], day: str = "20260506") -> str:
    """Return a file with a set for each person, as payers answer."""
    return whole(
        BENEFITS, [[f"BHT*0022*11*Q1*{day}*1200", *HEAD, "HL*3*2*22*0", *person[1:]] for person in persons]
    )


def copays(path):
    return [
        (row["coverage_id"], row["state"], row["value_proposed"])
        for row in benefits(path)
        if row["fact"] == "Copay"
    ]


def test_a_set_for_each_patient(tmp_path):
    people = [patient(f"P{n}", "Harper", "June", "1984-02-17") for n in range(30)]
    plans = [plan(f"C{n}", f"P{n}", f"EHP{n:06d}") for n in range(30)]
    path = clinic(tmp_path, patients=people, coverage=plans, visits=[])
    lines = [june("EB*1**30", f"EB*B**BE***27*{n + 30}", trace="", member=f"EHP{n:06d}") for n in range(30)]
    posted = hand_in(path, sets(*lines))
    assert copays(path) == [(f"C{n}", "OPEN", f"{n + 30}.00") for n in range(30)]
    numbers = [row["benefit_id"] for row in benefits(path)]
    assert numbers == [f"BN{n:06d}" for n in range(1, len(numbers) + 1)]
    assert posted.text().count("plans answered about") == 1 and "30 plans answered about" in posted.text()


def test_of_two_words_in_one_file_the_last_stands(tmp_path):
    path = clinic(tmp_path)
    two = [june("EB*1**30", f"EB*B**BE***27*{n}", trace="") for n in (30, 35)]
    hand_in(path, sets(*two))
    assert copays(path) == [("C1", "OVERTAKEN", "30.00"), ("C1", "OPEN", "35.00")]
    hand_in(path, sets(two[1], two[1], two[0], day="20260506").replace("000000605", "000000606"))
    assert len(copays(path)) == 2, "word for word the same is not said again"


def test_a_later_word_without_a_value_takes_the_proposal_away(tmp_path):
    path = clinic(tmp_path)
    hand_in(path, sets(june("EB*1**30", "EB*B**BE***27*30", trace="")))
    hand_in(
        path,
        sets(june("EB*1**30", "EB*B**BE***27*30", "EB*B**BE***27*40", trace=""), day="20260507"),
        NOW.replace(day=7),
    )
    assert copays(path) == [("C1", "OVERTAKEN", "30.00"), ("C1", "NOTE", None)]


def test_an_answer_that_says_it_is_of_tomorrow_counts_as_of_today(tmp_path):
    path = clinic(tmp_path)
    hand_in(path, sets(june("EB*1**30", trace=""), day="20261231"))
    row = next(row for row in benefits(path) if row["fact"] == "Verified on")
    assert (str(row["answered_on"])[:10], row["value_proposed"]) == (str(DAY), str(DAY))
    assert tables()["benefits"] == []
