"""How single values of a claim look on our printed papers: days, money, people, addresses, codes.

Source: handbook §7.9; dates and numbers as US offices write them.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import Address, BillingProvider, Claim, Name, ServiceLine
from xl_massbill.codes import icd10, phone, tin
from xl_massbill.codes import procedure as procedures
from xl_massbill.codes import zip as zips

MINUS = "\u2212"
DOT = " \u00b7 "


def day(when: date | None) -> str:
    """Return a day as 05/04/2026; nothing for None.

    >>> day(date(2026, 5, 4))
    '05/04/2026'
    """
    return "" if when is None else f"{when:%m/%d}/{when.year:04}"


def days(claim: Claim) -> str:
    """Return the day of service, or the first and the last."""
    first, last = claim.first_day, claim.last_day
    return day(first) if first == last else f"{day(first)} \u2013 {day(last)}"


def money(amount: Decimal) -> str:
    """Return an amount with two decimals and a true minus sign.

    >>> money(Decimal("1234.5")), money(Decimal("-20")) == MINUS + "20.00"
    ('1,234.50', True)
    """
    return f"{amount:,.2f}".replace("-", MINUS)


def dollars(amount: Decimal) -> str:
    """Return an amount with the dollar sign, for sums.

    >>> dollars(Decimal("180")), dollars(Decimal("-20")) == MINUS + "$20.00"
    ('$180.00', True)
    """
    return f"{MINUS if amount < 0 else ''}${abs(amount):,.2f}"


def person(name: Name) -> str:
    """Return a name as it is spoken; an organisation has its one name.

    >>> person(Name("Tran", "Minh", "Q", "Jr"))
    'Minh Q Tran Jr'
    """
    parts = (name.first, name.middle, name.last, name.suffix) if name.is_person else (name.last,)
    return " ".join(part.strip() for part in parts if part.strip())


def listed(name: Name) -> str:
    """Return a name as forms list it, last name first.

    >>> listed(Name("Tran", "Minh", "Q", "Jr"))
    'Tran Jr, Minh Q'
    """
    if not name.is_person:
        return name.last.strip()
    last, first = ((name.last, name.suffix), (name.first, name.middle))
    return ", ".join(filter(None, (" ".join(p.strip() for p in pair if p.strip()) for pair in (last, first))))


def address(place: Address | None) -> tuple[str, ...]:
    """Return the lines of a postal address.

    >>> address(Address("1450 Rainier Ave S", "Ste 200", "Seattle", "WA", "981441234"))
    ('1450 Rainier Ave S', 'Ste 200', 'Seattle, WA 98144-1234')
    """
    if place is None:
        return ()
    town = " ".join(filter(None, (place.state.strip(), zips.format(place.zip) if place.zip else "")))
    return tuple(
        filter(
            None,
            (place.line1.strip(), place.line2.strip(), ", ".join(filter(None, (place.city.strip(), town)))),
        )
    )


def clinic_lines(clinic: BillingProvider, *, with_numbers: bool = True) -> tuple[str, ...]:
    """Return what stands under the clinic's name: address, telephone, and tax number and NPI if wanted."""
    *street, town = address(clinic.address) or ("",)
    numbers = (
        [f"Tax ID {tin.format(clinic.tin, clinic.tin_type)}", f"NPI {clinic.npi}"] if with_numbers else []
    )
    lines = (", ".join(street), town, phone.format(clinic.phone), DOT.join(numbers))
    return tuple(filter(None, lines))


def procedure(line: ServiceLine) -> str:
    """Return the code of a line with its modifiers."""
    return " ".join(filter(None, (line.code.strip(), *(modifier.strip() for modifier in line.modifiers))))


def told(line: ServiceLine) -> str:
    """Return what was done, only for an unlisted code: without these words nobody pays it (§2.1)."""
    known = procedures.every().get(procedures.compact(line.code))
    return line.description.strip() if known and known.needs_description else ""


def diagnosis(code: str) -> str:
    """Return a diagnosis as people write it, capitals and a dot.

    >>> diagnosis("s161xxd")
    'S16.1XXD'
    """
    return icd10.dotted(code)


def file_name(form: str, claim: Claim) -> str:
    """Return the name for the file of a form: the claim's number, nothing about a person (§11.1).

    >>> from unittest.mock import Mock
    >>> file_name("invoice", Mock(claim_id="CR26-000105"))
    'invoice_CR26-000105.pdf'
    """
    number = re.sub(r"[^A-Za-z0-9-]+", "_", claim.claim_id) or "claim"
    return f"{form}_{number}.pdf"
