"""Numbers, money and percent as offices really write them, exact to the cent.

Money becomes whole cents and a share whole hundredths of a percent, so that no float ever carries money.
An amount with more than two decimals is not rounded: somebody must decide.

Source: handbook §1.2 (money, pct), §6.1 FMT-011.
"""

from __future__ import annotations

import re

from xl_massbill.book.doubt import Bad
from xl_massbill.book.workbook import Cell

_MOST = 10**15  # no clinic's number; keeps cents within 64 bits
_NEAR = 1e-4  # cents; what a formula's binary fractions may add up to
_WHOLE = re.compile(r"([+-]?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.0*)?", re.ASCII)
_FRACTION = re.compile(r"[+-]?\d{0,15}\.\d+", re.ASCII)
_MONEY = re.compile(
    r"(?P<minus>-)?\$?\s*(?P<minus2>-)?(?P<whole>\d{0,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(?P<part>\d{0,2})(?P<more>\d*))?",
    re.ASCII,
)
_PERCENT = re.compile(r"(\d{1,5}(?:\.\d{1,6})?|\.\d{1,6})\s*(%?)", re.ASCII)


def is_number(cell: Cell) -> bool:
    """Return whether a cell holds a number; TRUE and FALSE are none."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def whole_of(cell: Cell, *, signed: bool = False) -> int | Bad:
    """Return a whole number.

    >>> whole_of(4.0), whole_of("60"), whole_of(2.5), whole_of("60 min")
    (4, 60, Bad(why='not_whole'), Bad(why='not_a_number'))
    """
    if isinstance(cell, str):
        found = _WHOLE.fullmatch(cell)
        if found is None:
            return Bad("not_whole" if _FRACTION.fullmatch(cell) else "not_a_number")
        number = int(found[1] + found[2].replace(",", ""))
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < _MOST:
        number = round(cell)
        if number != cell:
            return Bad("not_whole")
    else:
        return Bad("not_a_number")
    return number if signed or number >= 0 else Bad("negative")


def cents_of(cell: Cell, *, signed: bool = False) -> int | Bad:
    """Return an amount of money in whole cents.

    >>> cents_of(45.1), cents_of("$1,234.56"), cents_of(45.005), cents_of("(25.00)", signed=True)
    (4510, 123456, Bad(why='decimals'), -2500)
    """
    if isinstance(cell, str):
        cents = _cents_of_text(cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < _MOST / 100:
        exact = cell * 100
        near = round(exact)
        cents = near if abs(exact - near) <= max(_NEAR, abs(exact) * 1e-12) else Bad("decimals")
    else:
        cents = Bad("not_a_number")
    return Bad("negative") if isinstance(cents, int) and cents < 0 and not signed else cents


def _cents_of_text(text: str) -> int | Bad:
    in_brackets = text.startswith("(") and text.endswith(")")
    found = _MONEY.fullmatch(text[1:-1].strip() if in_brackets else text)
    if found is None or not (found["whole"] or found["part"]):
        return Bad("not_a_number")
    signs = in_brackets + bool(found["minus"]) + bool(found["minus2"])
    if signs > 1:
        return Bad("not_a_number")
    if (found["more"] or "").strip("0"):
        return Bad("decimals")
    cents = int(found["whole"].replace(",", "") or 0) * 100 + int((found["part"] or "").ljust(2, "0"))
    return -cents if signs else cents


def share_of(cell: Cell) -> int | Bad:
    """Return a share in whole hundredths of a percent; up to 1 it is a fraction, above 1 it is percent.

    >>> share_of(0.2), share_of(20), share_of("20 %"), share_of(1), share_of("1%"), share_of(120)
    (2000, 2000, 2000, 10000, 100, Bad(why='not_a_number'))
    """
    in_percent = False
    if isinstance(cell, str):
        found = _PERCENT.fullmatch(cell)
        if found is None:
            return Bad("not_a_number")
        number, in_percent = float(found[1]), bool(found[2])
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        number = cell
    else:
        return Bad("not_a_number")
    percent = number if in_percent or number > 1 else number * 100
    return round(percent * 100) if 0 <= percent <= 100 else Bad("not_a_number")


def dollars(cents: int) -> str:
    """Return cents as a person reads them.

    >>> dollars(123456), dollars(-5)
    ('1,234.56', '-0.05')
    """
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
