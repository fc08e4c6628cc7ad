"""TIN: the tax number of the clinic, an EIN or a social security number.

Source: handbook FMT-003, §1.3.
"""

from __future__ import annotations

import re


def compact(number: str) -> str:
    """Return the number without blanks and dashes.

    >>> compact("91-2345678")
    '912345678'
    """
    return re.sub(r"[\s\-]", "", number)


def is_valid(number: str) -> bool:
    """Return whether it is nine digits without dashes, not all the same.

    >>> is_valid("912345678"), is_valid("91-2345678"), is_valid("000000000")
    (True, False, False)
    """
    return re.fullmatch(r"[0-9]{9}", number) is not None and len(set(number)) > 1


def format(number: str, kind: str = "EI") -> str:  # noqa: A001 - compact, is_valid, format as in every module here
    """Return the number as it is printed: EI for an EIN, SY for a social security number.

    >>> format("912345678"), format("123456789", "SY")
    ('91-2345678', '123-45-6789')
    """
    digits = compact(number)
    if kind == "SY":
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
    return f"{digits[:2]}-{digits[2:]}"


def looks_like_ssn(text: str) -> bool:
    """Return whether a text has the shape of a social security number, which no member id should have.

    >>> looks_like_ssn("123-45-6789"), looks_like_ssn("123456789"), looks_like_ssn("EHP445566701")
    (True, True, False)
    """
    return re.fullmatch(r"[0-9]{3}-?[0-9]{2}-?[0-9]{4}", text) is not None
