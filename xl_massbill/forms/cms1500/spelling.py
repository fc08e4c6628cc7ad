"""How single values look on paper: capitals without punctuation, dates and money with blanks.

Everything is first brought to the capitals that the 837P sends, so both forms spell a name the same way; no
sign that the printer's Courier lacks can remain.

Source: handbook §7.8 (names, dates, charges), §1.3 (ZIP+4 with a hyphen on paper).
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import Address, Name
from xl_massbill.codes import phone as phones
from xl_massbill.codes import zip as zips
from xl_massbill.x12.text import clean

_DROPPED = re.compile("['\".]")
_NOT_IN_NAMES = re.compile("[^A-Z0-9-]+")
_NOT_IN_PLACES = re.compile("[^A-Z0-9&/-]+")
_NOT_IN_NUMBERS = re.compile("[ .-]")
_UNKNOWN = date.min


def words(text: str) -> str:
    """Return an organisation, street, city or plan without punctuation.

    >>> words("123 N. Main St., #101"), words("Smith & Sons, Inc."), words("12-34 56th St 1/2")
    ('123 N MAIN ST 101', 'SMITH & SONS INC', '12-34 56TH ST 1/2')
    """
    return _NOT_IN_PLACES.sub(" ", _DROPPED.sub("", clean(text))).strip()


def listed(name: Name) -> str:
    """Return a name as boxes 2, 4 and 9 want it: LAST SUFFIX, FIRST, M.

    >>> listed(Name("O'Neil-Day", "Mary Ann", "Louise", "Jr.")), listed(Name("Tran", "Minh"))
    ('ONEIL-DAY JR, MARY ANN, L', 'TRAN, MINH')
    >>> listed(Name("Rainier Box Company, Inc.", is_person=False))
    'RAINIER BOX COMPANY INC'
    """
    if not name.is_person:
        return words(name.last)
    last = f"{_part(name.last)} {_part(name.suffix)}".strip()
    return ", ".join(part for part in (last, _part(name.first), _part(name.middle)[:1]) if part)


def spoken(name: Name) -> str:
    """Return a name as boxes 17, 31 and 33 want it: FIRST M LAST SUFFIX.

    >>> spoken(Name("Nguyen", "Alice", "b.")), spoken(Name("Cedar River PLLC", is_person=False))
    ('ALICE B NGUYEN', 'CEDAR RIVER PLLC')
    """
    if not name.is_person:
        return words(name.last)
    parts = (_part(name.first), _part(name.middle)[:1], _part(name.last), _part(name.suffix))
    return " ".join(part for part in parts if part)


def _part(text: str) -> str:
    return _NOT_IN_NAMES.sub(" ", _DROPPED.sub("", clean(text))).strip()


def number(text: str) -> str:
    """Return an identifier without blanks, hyphens and dots.

    >>> number("1eg4-te5 mk73"), number("m54.50"), number("91-2345678")
    ('1EG4TE5MK73', 'M5450', '912345678')
    """
    return _NOT_IN_NUMBERS.sub("", clean(text))


def street(place: Address) -> str:
    """Return both address lines as one."""
    return f"{words(place.line1)} {words(place.line2)}".strip()


def zip_code(code: str) -> str:
    """Return a ZIP code, with a hyphen before the last four of nine digits.

    >>> zip_code("981441234"), zip_code("98144-1234"), zip_code("98108")
    ('98144-1234', '98144-1234', '98108')
    """
    digits = zips.compact(clean(code))
    return f"{digits[:5]}-{digits[5:]}" if zips.is_nine(digits) else digits


def city(place: Address) -> str:
    """Return city, state and ZIP code in one line."""
    return " ".join(part for part in (words(place.city), words(place.state), zip_code(place.zip)) if part)


def phone(text: str) -> tuple[str, str]:
    """Return area code and number; anything but ten digits has no area code.

    >>> phone("+1 (206) 555-0100"), phone("555-0100"), phone("")
    (('206', '5550100'), ('', '5550100'), ('', ''))
    """
    digits = phones.compact(text)
    return (digits[:3], digits[3:]) if phones.is_valid(digits) else ("", digits)


def birth(day: date | None) -> str:
    """Return a birth date as MM DD CCYY, nothing when it is not known.

    >>> birth(date(1984, 2, 17)), birth(None)
    ('02 17 1984', '')
    """
    return "" if day is None or day == _UNKNOWN else f"{short(day)[:6]}{day.year:04}"


def short(day: date | None) -> str:
    """Return any other date as MM DD YY.

    >>> short(date(2026, 5, 4)), short(None)
    ('05 04 26', '')
    """
    return "" if day is None else f"{day.month:02} {day.day:02} {day.year % 100:02}"


def money(amount: Decimal | None) -> str:
    """Return dollars and cents with a blank between, nothing when there is no amount.

    >>> money(Decimal("180")), money(Decimal("112.09")), money(Decimal("1E+3")), money(None)
    ('180 00', '112 09', '1000 00', '')
    """
    return "" if amount is None else f"{amount:.2f}".replace(".", " ")
