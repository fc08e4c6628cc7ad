"""Phone: ten digits.

Source: handbook FMT-016, §1.3.
"""

from __future__ import annotations

import re


def compact(number: str) -> str:
    """Return the digits, without the country code.

    >>> compact("+1 (206) 555-0100"), compact("206.555.0100")
    ('2065550100', '2065550100')
    """
    digits = re.sub(r"[^0-9]", "", number)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def is_valid(number: str) -> bool:
    """Return whether it is ten digits.

    >>> is_valid("2065550100"), is_valid("5550100"), is_valid("206-555-0100")
    (True, False, False)
    """
    return re.fullmatch(r"[0-9]{10}", number) is not None


def format(number: str) -> str:  # noqa: A001 - compact, is_valid, format as in every module here
    """Return the number as it is printed; anything but ten digits comes back as it is.

    >>> format("2065550100"), format("0100")
    ('(206) 555-0100', '0100')
    """
    digits = compact(number)
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if is_valid(digits) else number
