"""Worksheet functions about what payers want and pay: fees, amounts allowed, filing limits.

Source: handbook §1.5, §1.6, §10.6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from xl_massbill.addin.cell_words import day, moment, whole, word
from xl_massbill.addin.spill import NA, each
from xl_massbill.addin.tables_given import given
from xl_massbill.addin.worksheet import worksheet
from xl_massbill.book.in_force import payers_word
from xl_massbill.book.price_list import EVERY, Price, PriceList
from xl_massbill.codes import procedure
from xl_massbill.codes.filing_limit import last_day

_FEES = (
    "code",
    "payer_id",
    "modifier",
    "effective_from",
    "effective_to",
    "unit_charge",
    "expected_allowed_per_unit",
    "daily_cap",
)
_RULES = ("payer_id", "rule_key", "value", "code", "provider_type", "effective_from", "effective_to")


@worksheet
def MB_FEE(code: Any, day_of_service: Any, payer: Any, fees: Any, modifiers: Any = None) -> Any:
    """Return your fee for one unit of a code on a day; #N/A if there is no price, or two that contradict.

    Args:
        code: The procedure code, or a column of them.
        day_of_service: The date of service.
        payer: The payer, as on sheet Payers.
        fees: The price list Fees[#All].
        modifiers: The modifiers of the line with blanks between, if prices hang on them.
    """
    prices, unknown = _prices(fees)

    def price(name: str, of_day: dt.date, whose: str, mods: list[str]) -> Any:
        charges = prices.charges(whose, name, of_day, mods)
        return None if len(charges) != 1 else charges.pop()

    return each(_asking(price, unknown), [code, day_of_service, payer], [modifiers])


@worksheet
def MB_ALLOWED(  # noqa: PLR0913, PLR0917 - what the price of a line hangs on
    code: Any, day_of_service: Any, payer: Any, fees: Any, units: Any = None, modifiers: Any = None
) -> Any:
    """Return what the payer should allow for a code by contract or schedule; #N/A if nobody has entered it.

    Daily caps, and that a payer never allows more than the charge, are left to you.

    Args:
        code: The procedure code, or a column of them.
        day_of_service: The date of service.
        payer: The payer, as on sheet Payers.
        fees: The price list Fees[#All].
        units: Units of the line; left out, one.
        modifiers: The modifiers of the line with blanks between, if prices hang on them.
    """
    prices, unknown = _prices(fees)
    ask = _asking(lambda name, of_day, whose, mods: prices.expected(whose, name, of_day, mods), unknown)

    def answer(name: Any, of_day: Any, whose: Any, count: Any, mods: Any) -> Any:
        found = ask(name, of_day, whose, mods)
        return found if found is NA else found * (1 if count is None else whole(count))

    return each(answer, [code, day_of_service, payer], [units, modifiers])


def _asking(price: Callable[[str, dt.date, str, list[str]], int | None], unknown: set[Any]) -> Any:
    """Return a function of cells that answers in dollars; rows that could not be read answer nothing."""

    def ask(code: Any, of_day: Any, payer: Any, modifiers: Any) -> Any:
        name = procedure.compact(word(code))
        mods = [] if modifiers is None else word(modifiers).upper().split()
        cents = price(name, day(of_day), word(payer), mods)
        return NA if cents is None or name in unknown or None in unknown else cents / 100

    return ask


def _prices(fees: Any) -> tuple[PriceList, set[Any]]:
    """Return the prices, and the codes that have a row which could not be read; None stands for any code."""
    listed = given("fees", fees, _FEES)
    prices = []
    for at, row in enumerate(listed.rows):
        code, payer, modifier, starts, ends, *money = row.values()
        days = starts or dt.date.min, ends or dt.date.max
        prices.append((code, Price(at, payer or EVERY, modifier or "", *days, *money)))
    pairs = zip(listed.rows, listed.unread, strict=True)
    return PriceList(prices), {row["code"] for row, unread in pairs if unread}


@worksheet
def MB_FILE_BY(
    payer: Any, day_of_service: Any, payer_rules: Any, code: Any = None, provider_type: Any = None
) -> Any:
    """Return the last day on which the payer takes the first claim for a day of service.

    90 days are assumed where no limit is entered; #N/A where it counts from another payer's answer or a
    discharge.

    Args:
        payer: The payer, as on sheet Payers, or a column of them.
        day_of_service: The date of service, or a column of them; of a visit the earliest counts.
        payer_rules: The rules PayerRules[#All].
        code: The procedure code, if the payer has limits for single codes.
        provider_type: The kind of provider, such as LMT, if the payer has limits for single kinds.
    """
    rules = given("payer_rules", payer_rules, _RULES).rows

    def answer(whose: Any, of_day: Any, of_code: Any, kind: Any) -> Any:
        service = day(of_day)
        about = (
            None if of_code is None else procedure.compact(word(of_code)),
            None if kind is None else word(kind).upper(),
        )
        says = (payers_word(rules, key, word(whose), service, about) for key in ("tfl_anchor", "tfl_days"))
        return moment(last_day(service, *says)) or NA

    return each(answer, [payer, day_of_service], [code, provider_type])
