"""Elements of an 835 as values: dollars as cents, days, quantities, procedures.

Source: X12 data types R, N2 and DT; handbook §8.5.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from xl_massbill.remits.read835_facts import Service

_AMOUNT = re.compile(r"([+-]?)(\d{0,13})(?:\.(\d*))?", re.ASCII)
_QUANTITY = re.compile(r"[+-]?\d{0,12}(?:\.\d{0,6})?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_KNOWN_QUALIFIERS = 2


@lru_cache(maxsize=1 << 14)
def cents(text: str) -> int | None:
    """Return dollars as cents, None if it is no amount of whole cents.

    >>> cents("112.09"), cents("-50"), cents(".5"), cents("1.005"), cents("")
    (11209, -5000, 50, None, None)
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, part = found.groups()
    part = (part or "").rstrip("0")
    if len(part) > 2 or not (whole or found[3]):
        return None
    amount = int(whole or "0") * 100 + int(part.ljust(2, "0"))
    return -amount if sign == "-" else amount


@lru_cache(maxsize=1 << 10)
def quantity(text: str) -> Decimal | None:
    """Return a number of units, None if there is none.

    >>> quantity("4"), quantity("1.5"), quantity("x")
    (Decimal('4'), Decimal('1.5'), None)
    """
    stripped = text.strip()
    is_number = _QUANTITY.fullmatch(stripped) and any(sign.isdigit() for sign in stripped)
    return Decimal(stripped) if is_number else None


@lru_cache(maxsize=1 << 12)
def day(text: str) -> dt.date | None:
    """Return a day (CCYYMMDD, or YYMMDD of old files), None for what is no day or a day of fillers.

    >>> day("20260520"), day("260520"), day("10010101"), day("20260231")
    (datetime.date(2026, 5, 20), datetime.date(2026, 5, 20), None, None)
    """
    digits = text.strip()
    if len(digits) == 6:
        digits = "20" + digits
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        found = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def service(text: str, component: str) -> Service:
    """Return a procedure (SVC01, SVC06); a code without its qualifier is taken as such.

    >>> service("HC:97124:GP:59", ":")
    Service(qualifier='HC', code='97124', modifiers=('GP', '59'))
    """
    first, *rest = [part.strip() for part in text.split(component)]
    if not rest:
        return Service("", first)
    is_qualifier = len(first) <= _KNOWN_QUALIFIERS
    qualifier, code, *more = (first, *rest) if is_qualifier else ("", first, *rest)
    return Service(qualifier, code, tuple(part for part in more[:4] if part))
