"""Numbers that look right and belong to nobody: NPIs with a valid check digit, phones kept for fiction.

Source: handbook §1.1 (NPI: Luhn over 80840 and the number); NANPA (555-0100 to 555-0199 are for fiction).
"""

from __future__ import annotations

import random

from xl_massbill.codes.npi import check_digit

FICTION = 100
"""How many numbers the fictitious block of one area code holds."""
AREAS = ("253", "360", "206")


def npi(stem: int) -> str:
    """Return the NPI of nine digits and their check digit.

    >>> npi(199999911)
    '1999999117'
    """
    nine = f"{stem:09d}"
    return nine + check_digit(nine)


def phone(serial: int) -> str:
    """Return a phone number of the block kept for fiction.

    >>> phone(7), phone(107)
    ('2535550107', '3605550107')
    """
    area, number = divmod(serial, FICTION)
    return f"{AREAS[area % len(AREAS)]}5550{100 + number}"


def filled(pattern: str, rng: random.Random) -> str:
    """Return the pattern with a digit in place of each "#"."""
    return "".join(str(rng.randrange(10)) if c == "#" else c for c in pattern)
