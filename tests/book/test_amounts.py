"""Money, shares and whole numbers as cells hold them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xl_massbill.book.amounts import cents_of, share_of, whole_of
from xl_massbill.book.doubt import Bad


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        *[
            (c, 4500)
            for c in (45, 45.0, "45", "45.0", "45.00", "$45", "$ 45.00", "45.", "45.000", 44.99999999999999)
        ],
        *[(c, 123456) for c in (1234.56, "1,234.56", "$1,234.56", "1234.56")],
        *[
            (".50", 50),
            ("0.5", 50),
            (0, 0),
            ("0", 0),
            (0.1 + 0.2, 30),
            (1e12, 10**14),
            (1_000_000.01, 100_000_001),
        ],
    ],
)
def test_amounts(cell, cents):
    assert cents_of(cell) == cents


@pytest.mark.parametrize("cell", ["-45", "(45.00)", "-$45", "$-45", -45, "($45)", -0.01])
def test_negative_amounts_are_the_programs_only(cell):
    assert cents_of(cell) == Bad("negative")
    assert cents_of(cell, signed=True) in (-4500, -1)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        *[(c, "decimals") for c in (45.005, "45.005", "$1,234.567", 1000.001, 999_999.999, "0.001")],
        *[
            (c, "not_a_number")
            for c in ("", ".", "$", "free", "45,00", "1,23", "45 USD", "--45", "-(45)", "4 5", "1.234,50")
        ],
        *[(c, "not_a_number") for c in (True, dt.date(2026, 5, 4), dt.time(1), 1e300, "9" * 40, "٤٥")],
    ],
)
def test_no_amount(cell, why):
    assert cents_of(cell) == Bad(why)


@given(st.integers(0, 10**11))
@example(29)  # 0.29 * 100 is not 29 in binary fractions
@example(1_015)
def test_every_amount_survives_floats_and_texts(cents):
    exact = Decimal(cents) / 100
    forms = (float(exact), str(exact), f"{exact:,.2f}", f"${exact:,.2f}", f"$ {exact:.2f}")
    assert {cents_of(form) for form in forms} == {cents}
    assert cents_of(-float(exact), signed=True) == cents_of(f"({exact:,.2f})", signed=True) == -cents


@given(st.integers(1, 10**10), st.integers(1, 9))
def test_a_third_decimal_is_never_rounded_away(cents, third):
    exact = Decimal(cents) / 100 + Decimal(third) / 1000
    assert cents_of(float(exact)) == cents_of(str(exact)) == Bad("decimals")


@given(st.integers(0, 10**14))
def test_every_whole_number(number):
    forms = (
        number,
        float(number),
        str(number),
        f"{number}.0",
        f"{number:,}" if number < 10**14 else number,
        f"+{number}",
    )
    assert {whole_of(form) for form in forms} == {number}
    assert whole_of(str(-number), signed=True) == whole_of(-number, signed=True) == -number


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        *[(c, "not_whole") for c in (2.5, "2.5", ".5", "-1.5", 1e-9)],
        *[(c, "negative") for c in (-1, "-1", -4.0)],
        *[
            (c, "not_a_number")
            for c in (
                "",
                "four",
                "60 min",
                "1e3",
                "1,23",
                "²",
                True,
                False,
                dt.time(1),
                1e300,
                -1e300,
                "9" * 5000,
            )
        ],
    ],
)
def test_no_whole_number(cell, why):
    assert whole_of(cell) == Bad(why)


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        (0.2, 2000),
        (20, 2000),
        ("20%", 2000),
        ("20 %", 2000),
        ("20", 2000),
        ("0.2", 2000),
        (1, 10000),
        ("1%", 100),
        (0, 0),
        ("0%", 0),
        (100, 10000),
        ("100%", 10000),
        (".5", 5000),
        (0.125, 1250),
        ("12.5%", 1250),
        (0.07, 700),
    ],
)
def test_shares(cell, share):
    assert share_of(cell) == share


@pytest.mark.parametrize(
    "cell", [-0.1, 100.01, "120%", "-5%", "", "%", "a fifth", "1/5", True, dt.date(2026, 5, 4), 10**400]
)
def test_no_share(cell):
    assert share_of(cell) == Bad("not_a_number")


@given(st.integers(101, 10_000))
def test_every_share_in_percent(hundredths):
    percent = hundredths / 100
    assert share_of(percent) == share_of(f"{percent}%") == share_of(f"{percent}") == hundredths


@given(
    st.one_of(
        st.text(max_size=40), st.floats(allow_nan=False), st.integers(), st.booleans(), st.none(), st.times()
    )
)
def test_nothing_breaks_the_readers(cell):
    if cell in (float("inf"), float("-inf")):
        return
    for read in (cents_of, whole_of, share_of):
        found = read(cell)
        assert isinstance(found, Bad) or (type(found) is int and 0 <= found < 2**63)
