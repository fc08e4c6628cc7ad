"""Likeness of notes: the handbook's vectors, and every pair compared the plain way."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.practice.likeness import Notes, like_another_patients, like_any_of, like_the_last
from xl_massbill.practice.shingles import shingles, words_of

N1 = (
    "Client reports neck pain 6/10 after desk work. Palpation finds hypertonic upper trapezius and levator scapulae "
    "right. Effleurage and petrissage to neck and upper back 60 minutes. Pain after 4/10. Cervical rotation right "
    "improved from 50 to 60 degrees. Plan continue weekly."
)
N2 = N1.replace("6/10", "5/10").replace("4/10", "3/10").replace("50 to 60", "55 to 65")
N3 = (
    "Neck pain 4/10, headaches down to one this week. Slept on left side. Suboccipitals tender, right levator less "
    "guarded than last visit. Petrissage and compression to neck, shoulders 55 minutes, effleurage to finish. Pain "
    "after 2/10. Rotation right 65 degrees. Reduce to every two weeks."
)


def plain(text):
    """Return the set of a text, by the words of §6.8."""
    out, digits = [], False
    for letter in text.lower():
        if letter.isdecimal() and not digits:
            out.append("#")
        digits = letter.isdecimal()
        if not digits:
            out.append(letter if letter.isalnum() else " ")
    words = "".join(out).split()
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def jaccard(one, other):
    return Fraction(len(one & other), len(one | other) or 1)


def test_the_vectors_of_the_handbook():
    one, two, three = map(plain, (N1, N2, N3))
    assert (len(one & two), len(one | two)) == (42, 42)
    assert (len(one & three), len(one | three)) == (4, 83)
    sets = shingles([N1, N2, N3, None, "two words"])
    assert sets.of.tolist() == [0, 0, 1, -1, 2]
    assert sets.sizes.tolist() == [42, 45, 0]
    notes = Notes(sets.of, np.zeros(5, dtype=int), np.arange(5))
    best, which = like_the_last(sets, notes)
    assert best.tolist() == [0, 1, 4 / 83, 0, 0]
    assert which.tolist() == [-1, 0, 1, -1, -1]


words = st.lists(st.sampled_from(["neck", "pain", "6/10", "7", "über", "10mg", "#", "left."]), max_size=9)
texts = st.one_of(st.none(), words.map(" ".join))
rows = st.lists(st.tuples(texts, st.integers(0, 2), st.integers(0, 30)), max_size=30)


@given(st.text())
def test_words_are_those_of_the_definition(text):
    plainly = [w.decode() for w in words_of(text)]
    assert {tuple(plainly[i : i + 3]) for i in range(len(plainly) - 2)} == plain(text)
    assert words_of(text + " é") == [*words_of(text), "é".encode()]  # plain ASCII goes another way


def compared(rows):
    sets = shingles([text for text, _, _ in rows])
    numbers = [np.array([row[i] for row in rows], dtype=np.int64) for i in (1, 2)]
    return sets, Notes(sets.of, *numbers)


@given(rows, st.integers(1, 4))
def test_each_note_against_the_last_of_its_patient(rows, last):
    best, which = like_the_last(*compared(rows), last)
    own = [plain(text) if text is not None else set() for text, _, _ in rows]
    order = sorted(range(len(rows)), key=lambda i: (rows[i][2], i))
    for i in range(len(rows)):
        before = [j for j in order[: order.index(i)] if rows[j][1] == rows[i][1]][-last:]
        shares = [jaccard(own[i], own[j]) for j in before]
        most = max(shares, default=Fraction(0))
        assert best[i] == float(most)
        assert which[i] == (before[len(shares) - 1 - shares[::-1].index(most)] if most else -1)


@given(rows, st.sampled_from([0.01, 0.3, 0.5, 0.75, 0.9, 1.0]), st.integers(0, 20))
def test_a_note_of_another_patient_is_found_when_there_is_one(rows, least, days):
    found = like_another_patients(*compared(rows), least, days)
    own = [plain(text) if text is not None else set() for text, _, _ in rows]
    for i, (_, patient, day) in enumerate(rows):
        fitting = {
            j
            for j, (_, other, on) in enumerate(rows)
            if other != patient
            and (on, j) < (day, i)
            and day - on <= days
            and float(jaccard(own[i], own[j])) >= least
        }
        assert found[i] in fitting if fitting else found[i] == -1


@given(rows, st.lists(words.map(" ".join), max_size=3))
def test_a_note_against_templates(rows, templates):
    sets = shingles([text for text, _, _ in rows] + templates)
    of, others = sets.of[: len(rows)], sets.of[len(rows) :]
    best = like_any_of(sets, of, others)
    for i, (text, _, _) in enumerate(rows):
        shares = [jaccard(plain(text), plain(t)) for t in templates] if text is not None else []
        assert best[i] == float(max(shares, default=Fraction(0)))


def test_many_notes_of_many_patients_are_cut_into_blocks(monkeypatch):
    monkeypatch.setattr("xl_massbill.practice.likeness._BLOCK", 2)
    rows = [(N1, p, d) for d in range(3) for p in (2, 0, 1)]
    best, which = like_the_last(*compared(rows))
    assert best.tolist() == [0] * 3 + [1] * 6
    assert which.tolist() == [-1, -1, -1, 0, 1, 2, 3, 4, 5]
