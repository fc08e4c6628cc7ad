"""How single values of a claim look in an 837P: money, dates, numbers, addresses, names.

Codes and numbers are capitals here; names, places and texts keep the letters that were typed, and the writer
makes capitals of them unless the payer takes both.

Source: handbook §1.2 (element widths), §7.3 (examples).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import Address, Name, Provider
from xl_massbill.x12.segment import compose
from xl_massbill.x12.text import as_typed, clean


def money(amount: Decimal) -> str:
    """Return an amount without trailing zeros.

    >>> money(Decimal("180.00")), money(Decimal("112.09")), money(Decimal("1E+2")), money(Decimal("0.50"))
    ('180', '112.09', '100', '0.5')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def d8(day: date) -> str:
    """Return a date as CCYYMMDD.

    >>> d8(date(2026, 5, 4))
    '20260504'
    """
    return day.isoformat().replace("-", "")


def bare(text: str) -> str:
    """Return a code or number without the dots and hyphens people write into it.

    >>> bare("m54.50"), bare("98144-1234"), bare("91-2345678")
    ('M5450', '981441234', '912345678')
    """
    return clean(text).replace("-", "").replace(".", "").replace(" ", "")


def phone(text: str) -> str:
    """Return the digits of a telephone number.

    >>> phone("(206) 555-0100")
    '2065550100'
    """
    return "".join(sign for sign in text if sign in "0123456789")


def reference(qualifier: str, number: str) -> list[str]:
    """Return a REF segment, or nothing where there is no number."""
    text = clean(number)
    return [f"REF*{qualifier}*{text}"] if text else []


def street(place: Address) -> list[str]:
    """Return N3 and N4 of an address."""
    return [
        compose("N3", as_typed(place.line1), as_typed(place.line2)),
        compose("N4", as_typed(place.city), clean(place.state), bare(place.zip)),
    ]


def named(entity: str, who: Name, qualifier: str = "", number: str = "") -> str:
    """Return NM1 of a person or an organisation, with its number where it has one."""
    ident = (qualifier, number) if number else ()
    if who.is_person:
        first, middle, suffix = as_typed(who.first), as_typed(who.middle), as_typed(who.suffix)
        return compose("NM1", entity, "1", as_typed(who.last), first, middle, "", suffix, *ident)
    return compose("NM1", entity, "2", as_typed(who.last), "", "", "", "", *ident)


def provider(entity: str, who: Provider) -> str:
    """Return NM1 of a provider with the NPI."""
    return named(entity, who.name, "XX", bare(who.npi))
