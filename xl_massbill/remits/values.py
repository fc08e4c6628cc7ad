"""What stands in an element, as days, amounts and numbers; None where it is not one.

Money is whole cents: a payer's "180", "180.", ".5" and "-12.5" are read, "1E5" and "12,50" are not.

Source: X12.6 data types DT, R and N0; handbook §8.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,15}\.?[0-9]{0,10}|\.[0-9]{1,10})", re.ASCII)
_CENTURY = 2000


def day_of(text: str) -> dt.date | None:
    """Return the day of CCYYMMDD, YYMMDD, or the first of a range CCYYMMDD-CCYYMMDD.

    >>> [str(day_of(text)) for text in ("20260613", "260613", "20260601-20260630", "10010101", "soon")]
    ['2026-06-13', '2026-06-13', '2026-06-01', '1001-01-01', 'None']
    """
    text = text.strip().partition("-")[0]
    if not (text.isascii() and text.isdigit()) or len(text) not in (6, 8, 12):
        return None
    year, rest = (int(text[:4]), text[4:8]) if len(text) > 6 else (_CENTURY + int(text[:2]), text[2:])
    try:
        return dt.date(year, int(rest[:2]), int(rest[2:]))
    except ValueError:
        return None


def last_day_of(text: str) -> dt.date | None:
    """Return the last day of a range CCYYMMDD-CCYYMMDD, of a single day that day."""
    first, dash, last = text.strip().partition("-")
    return day_of(last if dash else first)


def number_of(text: str) -> Decimal | None:
    """Return a number as it stands, None if it is none or longer than any amount.

    >>> number_of("12.50"), number_of(".5"), number_of("-3."), number_of("1E5"), number_of("")
    (Decimal('12.50'), Decimal('0.5'), Decimal('-3'), None, None)
    """
    text = text.strip()
    return Decimal(text) if text and _AMOUNT.fullmatch(text) else None


def cents_of(text: str) -> int | None:
    """Return an amount in whole cents; more than two decimals are no amount.

    >>> cents_of("180"), cents_of("-12.5"), cents_of("1.005"), cents_of("1.000")
    (18000, -1250, None, 100)
    """
    number = number_of(text)
    if number is None:
        return None
    cents = number * 100
    return int(cents) if cents == cents.to_integral_value() else None


def code_of(text: str, most: int = 6) -> str:
    """Return a code as it stands, "?" where something longer or else stands: it could be a name.

    >>> code_of(" a7 "), code_of("OKAFOR, S"), code_of("")
    ('A7', '?', '')
    """
    text = text.strip().upper()
    return text if len(text) <= most and (not text or (text.isascii() and text.isalnum())) else "?"


def count_of(text: str) -> int | None:
    """Return a whole number that is not negative."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
