"""Text that can be sent: what becomes of accents, quotes, delimiters and the rest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.x12.delimiters import CHOICES, chosen
from xl_massbill.x12.text import as_typed, clean, lost

SENDABLE = re.compile(r"[A-Z0-9!\"&'()+,\-./;?=]+( [A-Z0-9!\"&'()+,\-./;?=]+)*")


@pytest.mark.parametrize(
    ("text", "sent", "gone"),
    [
        ("", "", ""),
        ("HARPER", "HARPER", ""),
        (" 812  S   Myrtle St ", "812 S MYRTLE ST", ""),
        ("José Muñoz", "JOSE MUNOZ", ""),
        ("Jose\u0301", "JOSE", ""),
        ("Straße Ærø Łódź Đà Þór", "STRASSE AERO LODZ DA THOR", ""),
        ("O\u2019Neil \u2013 \u201cTim\u201d", 'O\'NEIL - "TIM"', ""),
        ("a\u00a0b\u200bc\ufeff", "A BC", ""),
        ("line one\r\nline two\tend", "LINE ONE LINE TWO END", ""),
        ("A*B~C:D^E", "ABCDE", "*~:^"),
        ("10:30", "1030", ":"),
        ("A * B", "A B", "*"),
        ("Apt #4", "APT 4", "#"),
        ("50% better @ home [left]", "50 PCT BETTER AT HOME (LEFT)", ""),
        ("A_B|C\\D", "A-B/C/D", ""),
        ("王 Li", "LI", "王"),
        ("bell\x07", "BELL", "\x07"),
        ("ﬁve № ½", "FIVE NO 1/2", ""),
        ("\uff1a\uff0a", "", "\uff1a\uff0a"),
        ("$5 < 6 $", "5 6", "$<"),
    ],
)
def test_text_is_respelt(text: str, sent: str, gone: str) -> None:
    assert clean(text) == sent
    assert lost(text) == gone


@given(st.text())
def test_clean_text_is_sendable_and_stays(text: str) -> None:
    sent = clean(text)
    assert sent == "" or SENDABLE.fullmatch(sent)
    assert clean(sent) == sent
    assert lost(sent) == ""


@given(st.text())
def test_nothing_lost_means_every_sign_has_a_spelling(text: str) -> None:
    assert all(sign in text for sign in lost(text))
    if not lost(text):
        assert clean(text) or not text.strip() or not any(clean(sign) for sign in text)


@given(st.text(st.characters(max_codepoint=127)))
def test_letters_and_digits_always_survive(text: str) -> None:
    kept = [sign for sign in text.upper() if sign.isalnum()]
    assert [sign for sign in clean(text.replace("%", "").replace("@", "")) if sign.isalnum()] == kept


@given(st.text() | st.text("aBßÆæłŁđØ%@°~^|<>{}[]_#$` .,\u2019", max_size=20))
def test_as_typed_differs_in_letters_only_and_holds_no_separator(text: str) -> None:
    sent = as_typed(text)
    assert sent.upper() == clean(text)
    assert not set(sent) & set(CHOICES)
    assert as_typed(sent) == sent


def test_small_letters_stay_small() -> None:
    assert as_typed("Łódź Æsop, 5% @ Straße 2°") == "Lodz AEsop, 5 pct at Strasse 2 deg"


@pytest.mark.parametrize("signs", ["", "*:^", "*:^~|", "**:~", "*:^A", "*:^ ", "*:^,", "*:^\n", "*:^é"])
def test_separators_that_cannot_be_chosen(signs: str) -> None:
    with pytest.raises(ValueError, match="four different signs"):
        chosen(signs)


def test_signs_are_given_back_as_chosen() -> None:
    assert chosen("|^>~").signs == "|^>~"
