"""ZIP: the postal code, five or nine digits.

The billing address and the place of service need all nine, patients' addresses five or nine.

Source: handbook FMT-005, §1.3.
"""

from __future__ import annotations

import re


def compact(code: str) -> str:
    """Return the digits of "98144-1234"; anything else comes back as it is.

    >>> compact("98144-1234"), compact("98144 1234"), compact("98144-"), compact("ABC")
    ('981441234', '981441234', '98144-', 'ABC')
    """
    text = code.strip()
    return re.sub(r"^([0-9]{5})[- ]?([0-9]{4})$", r"\1\2", text)


def is_valid(code: str) -> bool:
    """Return whether it is five or nine digits.

    >>> is_valid("98144"), is_valid("981441234"), is_valid("9814"), is_valid("98144-1234")
    (True, True, False, False)
    """
    return re.fullmatch(r"[0-9]{5}(?:[0-9]{4})?", code) is not None


def is_nine(code: str) -> bool:
    """Return whether it is the nine-digit form that billing addresses need.

    >>> is_nine("981441234"), is_nine("98144")
    (True, False)
    """
    return re.fullmatch(r"[0-9]{9}", code) is not None


def format(code: str) -> str:  # noqa: A001 - compact, is_valid, format as in every module here
    """Return the code as it is printed, with a hyphen in the nine-digit form.

    >>> format("981441234"), format("98108")
    ('98144-1234', '98108')
    """
    digits = compact(code)
    return f"{digits[:5]}-{digits[5:]}" if is_nine(digits) else digits
