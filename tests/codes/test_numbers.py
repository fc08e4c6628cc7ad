"""Identifiers: what is right passes, every slip of a finger is caught."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.codes import icd10, npi, phone, state, taxonomy, tin
from xl_massbill.codes import zip as zip_code

NINE = st.text("0123456789", min_size=9, max_size=9)


def luhn(number: str) -> bool:
    """The check as the standard writes it, over the whole card number with its prefix."""
    total = 0
    for place, digit in enumerate(reversed("80840" + number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@given(NINE)
def test_the_check_digit_is_the_one_and_only(first_nine):
    right = first_nine + npi.check_digit(first_nine)
    assert luhn(right)
    assert [d for d in "0123456789" if npi.is_valid(first_nine + d)] == [right[9]]


@given(NINE, st.integers(0, 9), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_caught(first_nine, place, digit):
    right = first_nine + npi.check_digit(first_nine)
    wrong = right[:place] + digit + right[place + 1 :]
    assert npi.is_valid(wrong) == (wrong == right)


@pytest.mark.parametrize(
    "number",
    ["1999999117", "1999999224", "1999999331", "1555555014", "1555555022", "1555555030", "1555555048"],
)
def test_invented_npis_of_the_worked_cases(number):
    assert npi.is_valid(number)


@pytest.mark.parametrize(
    "number",
    ["", "199999911", "19999991177", "1999999118", "199999911a", "\uff11999999117", "1999999117\n"],
)
def test_what_is_no_npi(number):
    assert not npi.is_valid(number)


@given(st.text(string.printable, max_size=14))
def test_no_text_breaks_the_checks(text):
    for module in (npi, tin, taxonomy, zip_code, phone, state):
        module.is_valid(text)
        module.is_valid(module.compact(text))
    icd10.is_valid(icd10.bare(text))


@given(NINE)
def test_a_tax_number_survives_its_printed_form(digits):
    assert tin.compact(tin.format(digits)) == tin.compact(tin.format(digits, "SY")) == digits
    assert tin.is_valid(digits) == (len(set(digits)) > 1)


@given(st.integers(0, 999_999_999), st.sampled_from([5, 9]))
def test_a_zip_survives_its_printed_form(number, width):
    digits = str(number).zfill(9)[:width]
    assert zip_code.compact(zip_code.format(digits)) == digits
    assert zip_code.is_valid(digits)
    assert zip_code.is_nine(digits) == (width == 9)


@pytest.mark.parametrize("code", ["1234", "123456", "12345678", "1234567890", "98144-1234", "9814A", ""])
def test_what_is_no_zip(code):
    assert not zip_code.is_valid(code)


@given(st.integers(2_000_000_000, 9_999_999_999))
def test_a_phone_survives_its_printed_form(number):
    digits = str(number)
    assert phone.compact(phone.format(digits)) == digits
    assert phone.compact(f"+1 {digits}") == digits
    assert phone.is_valid(digits)


@pytest.mark.parametrize("code", ["225700000X", "111N00000X"])
def test_taxonomy_codes(code):
    assert taxonomy.is_valid(code)
    assert not taxonomy.is_valid(code[:-1])
    assert not taxonomy.is_valid(code[:-1] + "Y")
    assert not taxonomy.is_valid(code.lower())


def test_every_state_has_a_name():
    assert len(state.NAMES) == 51
    assert len(state.codes()) == len(set(state.codes())) == 77
    assert all(state.is_valid(code) and state.name(code) for code in state.codes())


@pytest.mark.parametrize(
    "code", ["M54.2", "S13.4XXD", "S16.1XXD", "M62.838", "M54.59", "V43.52XA", "Z3A.20", "C7A.00", "R51.9"]
)
def test_diagnosis_codes_in_both_spellings(code):
    assert icd10.is_valid(code)
    assert icd10.is_valid(icd10.bare(code))
    assert icd10.dotted(icd10.bare(code)) == code


@pytest.mark.parametrize(
    "code", ["neck pain", "724.2", "M54.", "M5", "MM4.2", "M54.2.1", "M54,2", "M54.21234", "", "m54.2"]
)
def test_what_is_no_diagnosis_code(code):
    assert not icd10.is_valid(code)
