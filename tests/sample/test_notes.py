"""Notes: complete, honest about the line, each in words of its own.

Source: handbook §6.7 (DOC), §6.8 (likeness), §6.9 (technique map).
"""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.sample.practice import SEEDS, by, clean, keyed, slipped
from xl_massbill.sample.similarity import likeness, shingles

TECHNIQUES = {
    "97124": "massag effleurage petrissage tapotement swedish knead strok compression percussion friction",
    "97140": "myofascial|trigger point|lymph|mld|joint mobil|manual traction|soft tissue mobil|strain counterstrain"
    "|muscle energy|neuromuscular therapy|nmt|scar mobil",
    "97112": "balance proprio coordination kinesthetic posture_re-ed pnf",
    "97110": "exercise|strength|stretch active|rom active|flexib",
    "97010": "hot pack|heat|cold pack|ice",
    "": "cup|gua sha|stone|aroma|tape|reiki",
}
FORBIDDEN = (
    "relaxation only", "spa", "spas", "gift card", "couples", "wellness", "maintenance", "accident", "mva",
    "work injury", "discharge", "discharged", "no further",
)  # fmt: skip
N1 = (
    "Client reports neck pain 6/10 after desk work. Palpation finds hypertonic upper trapezius and levator scapulae "
    "right. Effleurage and petrissage to neck and upper back 60 minutes. Pain after 4/10. Cervical rotation right "
    "improved from 50 to 60 degrees. Plan continue weekly."
)
N3 = (
    "Neck pain 4/10, headaches down to one this week. Slept on left side. Suboccipitals tender, right levator less "
    "guarded than last visit. Petrissage and compression to neck, shoulders 55 minutes, effleurage to finish. Pain "
    "after 2/10. Rotation right 65 degrees. Reduce to every two weeks."
)


def stems(code):
    words = TECHNIQUES[code]
    return [w.replace("_", " ") for w in (words.split("|") if "|" in words else words.split())]


def codes_named(text):
    return {
        code
        for code in TECHNIQUES
        for stem in stems(code)
        if re.search(rf"\b{re.escape(stem)}", text.lower())
    }


def test_vectors_of_the_handbook():
    n2 = N1.replace("6/10", "5/10").replace("4/10", "3/10").replace("50 to 60", "55 to 65")
    assert likeness(shingles(N1), shingles(n2)) == 1
    assert len(shingles(N1)) == 42
    assert len(shingles(N1) & shingles(N3)) == 4
    assert len(shingles(N1) | shingles(N3)) == 83


@pytest.mark.parametrize("seed", SEEDS)
def test_a_note_for_each_visit_that_took_place_and_none_else(seed):
    tables = clean(seed).tables
    took_place = {row["visit_id"] for row in tables["visits"] if row["status"] in ("DONE", "CASH")}
    assert [n["visit_id"] for n in tables["notes"]] == sorted(took_place)


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_are_whole_and_signed_in_time(seed):
    for note in clean(seed).tables["notes"]:
        assert len(note["note_text"].split()) >= 45
        for part in ("subjective", "objective", "assessment", "plan", "response_to_treatment"):
            assert note[part] in note["note_text"]
        assert 0 <= note["pain_after"] < note["pain_before"] <= 10
        assert str(note["pain_before"]) in note["subjective"]
        assert note["rom_or_function"]
        assert note["goal_ref"]
        assert note["signed_by"] == note["therapist_id"]
        ended = dt.datetime.combine(note["dos"], note["end_time"])
        assert ended < note["signed_on"] < ended + dt.timedelta(days=4)


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_agree_with_their_lines(seed):
    tables = clean(seed).tables
    notes = keyed(tables["notes"], "visit_id")
    for (visit,), lines in by(tables["visits"], "visit_id").items():
        if visit not in notes:
            continue
        note = notes[visit]
        for name in ("patient_id", "therapist_id", "dos"):
            assert {line[name] for line in lines} == {note[name]}
        told = dict(part.split("=") for part in note["minutes_by_code"].split(";"))
        assert told == {line["code"]: str(line["minutes"]) for line in lines if "minutes" in line}
        length = (note["end_time"].hour - note["start_time"].hour) * 60
        length += note["end_time"].minute - note["start_time"].minute
        assert sum(line.get("minutes", 0) for line in lines) < length
        assert {t for line in lines for t in line["techniques"].split(", ")} == set(
            note["techniques_all"].split(", ")
        )
        assert {r for line in lines for r in line["regions"].split(", ")} == set(
            note["regions_all"].split(", ")
        )
        for line in lines:
            if "line_start" in line:
                assert note["start_time"] <= line["line_start"] < line["line_end"] <= note["end_time"]


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_name_the_work_that_is_billed_and_no_other(seed):
    tables = clean(seed).tables
    notes = keyed(tables["notes"], "visit_id")
    for (visit,), lines in by(tables["visits"], "visit_id").items():
        if visit in notes:
            codes = {line["code"] for line in lines}
            for line in lines:
                assert codes_named(line["techniques"]) == {line["code"]}
                for technique in line["techniques"].split(", "):
                    assert technique.lower() in notes[visit]["note_text"].lower()
            assert codes_named(notes[visit]["note_text"]) == codes, notes[visit]["note_text"]


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_hold_no_words_that_rules_take_for_something_else(seed):
    for note in clean(seed).tables["notes"]:
        words = f" {re.sub(r'[^a-z]+', ' ', note['note_text'].lower())} "
        assert not [w for w in FORBIDDEN if f" {w} " in words]
        assert "{" not in note["note_text"]
        assert not re.search(r"\b(\w+) \1\b", note["note_text"].lower()), note["note_text"]


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_are_not_alike(seed):
    for made in (clean(seed), slipped(seed)):
        notes = sorted(made.tables["notes"], key=lambda n: (n["dos"], n["visit_id"]))
        told = [(n, shingles(n["note_text"])) for n in notes]
        for i, (note, words) in enumerate(told):
            mine = [w for n, w in told[:i] if n["patient_id"] == note["patient_id"]][-10:]
            assert all(likeness(words, w) < 0.75 for w in mine)
            near = [w for n, w in told[max(0, i - 80) : i] if (note["dos"] - n["dos"]).days <= 14]
            assert all(likeness(words, w) < 0.90 for w in near)


def test_notes_show_progress():
    """DOC-015: over four visits pain falls or the measure changes."""
    for notes in by(clean().tables["notes"], "patient_id").values():
        for four in zip(notes, notes[1:], notes[2:], notes[3:], strict=False):
            assert len({n["rom_or_function"] for n in four}) > 1
