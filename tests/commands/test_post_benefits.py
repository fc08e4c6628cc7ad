"""A 271 that is posted becomes proposals beside the payer's own text; Coverage itself is never written."""

from __future__ import annotations

import datetime as dt
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.benefit_clinic import (
    GOLD,
    JUNE,
    NOW,
    THEO,
    answered,
    ask,
    benefits,
    clinic,
    coverage,
    hand_in,
    plan,
    tables,
)
from tests.commands.clinics import copied, events, moved, rows
from tests.commands.crashing_post import STEPS
from tests.remits.plans271 import answer, june
from tests.remits.written import MADE, mutated
from tests.workbooks import write_workbook
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.hosts.file import FileWorkbook

ROOT = Path(__file__).parents[2]
DAY = dt.timedelta(days=1)
THEIRS = ["23", f"TRN*2*{THEO}*1912345678", "NM1*03*1*HARPER*THEO", "DMG*D8*20150301*M"]
ADA = ["22", "NM1*IL*1*HARPER*ADA****MI*EHP445566702", "DMG*D8*19800501"]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = clinic(tmp_path_factory.mktemp("asked"))
    ask(path)
    return path


@pytest.fixture
def asked(original, tmp_path):
    return moved(original, tmp_path)


def told(path, *states):
    """Return {fact: (state, now, proposed)}."""
    return {r["fact"]: (r["state"], r["value_now"], r["value_proposed"]) for r in benefits(path, *states)}


def state(path, check=JUNE):
    return next(row for row in rows(path, "benefit_checks") if row["check_id"] == check)


def test_the_worked_answer(asked):
    before = str(rows(asked, "coverage"))
    posted = hand_in(asked, answered())
    assert told(asked) == {
        "Verified on": ("OPEN", "2026-01-05", "2026-05-06"),
        "Active": ("AGREES", "Y", "Y"),
        "Member ID": ("AGREES", "EHP445566701", "EHP445566701"),
        "Massage covered": ("OPEN", "UNKNOWN", "Y"),
        "Deductible": ("OPEN", "500.00", "750.00"),
        "Deductible met": ("OPEN", "0.00", "150.00"),
        "Out-of-pocket max": ("NOTE", None, None),
        "Copay": ("AGREES", "25.00", "25.00"),
        "Coinsurance": ("AGREES", "20%", "20%"),
        "PA required": ("OPEN", None, "Y"),
        "Everything else": ("NOTE", None, None),
    }
    assert str(rows(asked, "coverage")) == before, "Coverage is people's"
    assert (state(asked)["state"], state(asked, THEO)["state"]) == ("ANSWERED", "ASKED")
    row = next(row for row in benefits(asked) if row["fact"] == "Deductible met")
    assert row["raw"] == "EB*C*IND*30***23*750*****Y\nEB*C*IND*30***29*600*****Y"
    assert (row["matched_by"], row["trace"], row["place"]) == (
        f"our question {JUNE} (100%)",
        JUNE,
        "Coverage, row 2",
    )
    text = posted.text()
    assert "Coverage C1, Deductible: the payer says 750.00, Coverage 500.00." in text
    assert (
        "1 plan answered about: 5 values to decide on sheet Benefits, 4 as Coverage says, 2 to read." in text
    )


def test_no_name_and_no_member_in_words_or_journal(asked):
    text = answered(*GOLD, member="EHP999") + answered(
        "AAA*N**75*C", member="OTHER1", trace="X", born="19701231"
    )
    posted = hand_in(asked, text)
    said = posted.text() + str(posted.as_json()) + "".join(str(e.detail) for e in events(asked))
    assert "Coverage C1, Member ID: not as on Coverage." in said
    assert not any(word in said for word in ("HARPER", "Harper", "JUNE", "EHP999", "OTHER1", "19701231"))


def test_a_rehearsal_changes_nothing(asked):
    before = asked.read_bytes()
    posted = hand_in(asked, answered(), rehearse=True)
    assert "1 file of 1 would be posted" in posted.text() and "payer says 750.00" in posted.text()
    assert asked.read_bytes() == before


def test_the_same_file_again_and_the_same_words_in_another_file(asked):
    hand_in(asked, answered())
    before = str(benefits(asked))
    assert "This file was posted on 2026-05-06: nothing is posted twice." in hand_in(asked, answered()).text()
    assert str(benefits(asked)) == before
    other = answered().replace("000000605", "000000606")
    hand_in(asked, other)
    new = benefits(asked)[-1]
    assert (new["state"], new["why"]) == ("NOTE", "it says nothing that was not posted before")
    assert str(benefits(asked)[:-1]) == before
    assert "nothing is posted twice" in hand_in(asked, other).text()


def test_a_later_answer_overtakes_and_an_older_one_comes_too_late(asked):
    hand_in(asked, answered("EB*1**30", "EB*B**BE***27*30"))
    later = answered("EB*1**30", "EB*B**BE***27*35").replace("*20260506*1200", "*20260507*1200")
    hand_in(asked, later, NOW + DAY)
    copays = [(row["state"], row["value_proposed"]) for row in benefits(asked) if row["fact"] == "Copay"]
    assert copays == [("OVERTAKEN", "30.00"), ("OPEN", "35.00")]
    older = answered("EB*1**30", "EB*B**BE***27*40").replace("*20260506*1200", "*20260505*1200")
    hand_in(asked, older, NOW + DAY)
    copays = [row["state"] for row in benefits(asked) if row["fact"] == "Copay"]
    assert copays == ["OVERTAKEN", "OPEN", "OVERTAKEN"]
    assert str(state(asked)["answered_on"])[:10] == "2026-05-07"


def test_a_dependent_is_found_below_the_subscriber(asked):
    hand_in(asked, answer(ADA, [*THEIRS, *GOLD]))
    assert {row["coverage_id"] for row in benefits(asked)} == {"C2"}
    assert state(asked, THEO)["state"] == "ANSWERED" and "Member ID" not in told(asked)


@pytest.mark.parametrize(
    ("persons", "coverage_id", "how"),
    [
        ([june(*GOLD, trace="")], "C1", "member ID, birth date and payer (95%)"),
        ([june(*GOLD, trace="999", member="ehp-445 566701")], "C1", "member ID, birth date and payer (95%)"),
        ([ADA, ["23", "NM1*03*1*HARPER*THEO", "DMG*D8*20150301*M", *GOLD]], "C2", "member ID, birth date and payer (95%)"),
        ([[*ADA, "AAA*N**75*C"]], "C2", "member ID, birth date and payer (95%)"),
        ([[*ADA[:2], "DMG*D8*20150301", "AAA*N**75*C"]], None, "no plan fits member ID and birth date"),
        ([june(*GOLD, member="ANOTHER")], "C1", f"our question {JUNE} (100%)"),
        ([june(*GOLD, born="19700101")], "C1", f"our question {JUNE} (100%), but the payer has another birth date"),
        ([june(*GOLD, trace="", born="19700101")], None, "no plan fits member ID and birth date"),
        ([june(*GOLD, trace="", born="")], None, "no plan fits member ID and birth date"),
        ([june(*GOLD, trace="", member="X")], None, "no plan fits member ID and birth date"),
        ([june(*GOLD, member="X", born="19700101")], None, f"question {JUNE} was ours, but member ID and birth date are another person's"),
    ],
)  # fmt: skip
def test_whose_answer_it_is(asked, persons, coverage_id, how):
    hand_in(asked, answer(*persons))
    row = benefits(asked)[0]
    assert row["coverage_id"] == coverage_id
    assert (row["matched_by"] if coverage_id else row["why"]) == how
    assert coverage_id or row["state"] == "UNPLACED"


def test_guesses_are_shown_and_not_taken(asked):
    hand_in(asked, answer(june(*GOLD, trace="", born="19700101"), june(*GOLD, trace="", member="X")))
    first, second = benefits(asked, "UNPLACED")
    assert (first["candidates"], second["candidates"]) == (("C1",), ("C1",))
    assert first["raw"].startswith("HARPER, JUNE; 1970-01-01; member EHP445566701\nEB*1**30")


def test_another_payer_with_the_same_number_is_not_believed(tmp_path):
    plans = [plan("C1", "P1", "EHP445566701", payer_id="SBS01")]
    path = clinic(tmp_path, coverage=plans)
    hand_in(path, answer(june(*GOLD, trace="")))
    (row,) = benefits(path)
    assert (row["state"], row["candidates"]) == ("UNPLACED", ("C1",))


def test_of_two_plans_of_a_patient_the_one_in_force_is_meant(tmp_path):
    old = plan(
        "C0", "P1", "EHP445566701", effective_from=dt.date(2025, 1, 1), effective_to=dt.date(2025, 12, 31)
    )
    path = clinic(tmp_path, coverage=[old, plan("C1", "P1", "EHP445566701")])
    hand_in(path, answer(june(*GOLD, trace="")))
    assert {row["coverage_id"] for row in benefits(path)} == {"C1"}
    twice = clinic(
        tmp_path / "..", coverage=[plan("C1", "P1", "EHP445566701"), plan("C2", "P1", "EHP445566701")]
    )
    hand_in(twice, answer(june(*GOLD, trace="")))
    assert benefits(twice)[0]["candidates"] == ("C1", "C2")


@pytest.mark.parametrize(
    ("code", "words", "todo"),
    [
        ("72*C", "the member ID is missing or wrong", "copy the member ID from the card, letters included; mend it and ask again; see Coverage C1, Member ID (row 2)"),
        ("71*C", "the birth date is not the one it has", "check the birth date against the patient's ID and the card; mend it and ask again; see Patients P1, Date of birth (row 2)"),
        ("42*R", "it cannot answer at the moment", "ask again later; it may be asked again"),
        ("79*C", "the payer's or clinic's number is not known there", "check Electronic payer ID with the clearinghouse's list; mend it and ask again; see Payers EHP01, Electronic payer ID (row 2)"),
        ("43*N", "it does not know the clinic by its NPI", "ask the clearinghouse whether the clinic is enrolled with this payer for eligibility (270); it does not want to be asked again: call; see Practice, NPI (row 2)"),
        ("ZZ*Q", "reason ZZ", "call the payer"),
    ],
)  # fmt: skip
def test_a_question_turned_back_says_why_and_what_to_do(asked, code, words, todo):
    posted = hand_in(asked, answered(f"AAA*N**{code}"))
    (row,) = benefits(asked)
    assert (row["state"], row["why"], row["todo"]) == ("TURNED_BACK", words, todo)
    assert state(asked)["state"] == "TURNED_BACK"
    assert f"Turned back, coverage C1: {words}. What to do: {todo}." in posted.text()
    again = ask(asked)
    assert any(
        f"turned it back on {state(asked)['answered_on'].date()}" in one.why for one in again.chosen.stays
    )
    assert len(ask(asked, patient_id="P1").files) == 1


def test_the_name_of_the_insured_is_sought_on_coverage(asked):
    hand_in(asked, answer(ADA, [*THEIRS, "AAA*N**73*C"]))
    (row,) = benefits(asked)
    assert row["todo"].endswith("see Coverage C2, Insured last name (row 3)")


def test_a_set_turned_back_as_a_whole_concerns_all_its_questions(asked):
    lines = [
        "BHT*0022*11*Q000101*20260506*1200",
        "HL*1**20*1",
        "AAA*N**42*R",
        "NM1*PR*2*EVERGREEN*****PI*EHP01",
    ]
    from tests.remits.written import BENEFITS, whole  # noqa: PLC0415

    hand_in(asked, whole(BENEFITS, [lines]))
    assert [(row["coverage_id"], row["state"]) for row in benefits(asked)] == [
        ("C1", "TURNED_BACK"),
        ("C2", "TURNED_BACK"),
    ]
    assert {row["state"] for row in rows(asked, "benefit_checks")} == {"TURNED_BACK"}
    hand_in(asked, whole(BENEFITS, [[line.replace("Q000101", "X") for line in lines]]))
    assert (benefits(asked)[-1]["coverage_id"], benefits(asked)[-1]["state"]) == (None, "TURNED_BACK")


def test_an_answer_about_nobody_is_known_and_a_cut_one_is_not_posted(asked):
    hand_in(asked, answer())
    assert benefits(asked)[0]["why"] == "it says nothing about anybody"
    before = asked.read_bytes()
    assert "Not posted" in hand_in(asked, answered()[:600]).text()
    assert asked.read_bytes() == before


def test_a_workbook_without_the_sheet_keeps_the_file_for_later(tmp_path):
    bare = {name: table for name, table in tables().items() if name not in ("benefits", "benefit_checks")}
    path = write_workbook(tmp_path / "clinic.xlsx", bare)
    said = hand_in(path, answered()).text()
    assert (
        "needs a sheet Benefits that this workbook lacks: it is kept" in said
        and "0 files of 1 posted" in said
    )


@pytest.mark.parametrize("step", STEPS)
def test_the_plug_is_pulled(asked, tmp_path, step):
    (tmp_path / "calm").mkdir()
    calm = moved(asked, tmp_path / "calm")
    file = tmp_path / "answer.txt"
    file.write_text(answered().replace("*20260506*1200", "*20260618*1200"))
    hand_in(calm, file.read_text(), dt.datetime(2026, 6, 20, 9))
    command = [sys.executable, "-m", "tests.commands.crashing_post", str(asked), str(file), step]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == -signal.SIGKILL
    settle_if_needed(FileWorkbook(asked), NOW)
    hand_in(asked, file.read_text(), dt.datetime(2026, 6, 20, 9))
    assert str(benefits(asked)) == str(benefits(calm))
    assert str(rows(asked, "benefit_checks")) == str(rows(calm, "benefit_checks"))


def test_an_old_copy_put_back_knows_questions_and_answers_again(tmp_path):
    path = clinic(tmp_path)
    old = copied(path, "old.xlsx")
    ask(path)
    hand_in(path, answered())
    wanted = str(benefits(path)) + str(rows(path, "benefit_checks"))
    path.write_bytes(old.read_bytes())
    assert len(settle_if_needed(FileWorkbook(path), NOW)) == 2
    assert str(benefits(path)) + str(rows(path, "benefit_checks")) == wanted


def test_changed_answers_never_crash_and_write_nothing_into_coverage(asked):
    dice = random.Random(271)
    before = str(rows(asked, "coverage"))
    for _ in range(60):
        text = answered() if dice.random() < 0.5 else MADE["271"](dice)
        for _ in range(dice.randint(1, 4)):
            text = mutated(text, dice)
        hand_in(asked, text)
    assert str(rows(asked, "coverage")) == before
    assert coverage(asked)["coverage_id"] == "C1"
