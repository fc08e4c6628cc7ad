"""Worksheet functions about orders and limits of visits: what the rules count, asked for one more visit.

They take the tables as arguments and lay the visit that is asked about beside those on the sheet; what the
rules would count on it is the answer. pandas is loaded when the first of these formulas is reckoned.

Source: handbook §1.10 (counting), §4.2 (window), §4.3 (visits left).
"""

from __future__ import annotations

from typing import Any

from xl_massbill.addin.cell_words import day, word
from xl_massbill.addin.spill import each
from xl_massbill.addin.worksheet import worksheet


@worksheet
def MB_REFERRAL(  # noqa: PLR0913, PLR0917 - the tables an order is judged by
    referral: Any, day_of_service: Any, referrals: Any, visits: Any, coverage: Any, payers: Any, rules: Any
) -> Any:
    """Return how an order stands for a visit on a day.

    ACTIVE, NOT_YET, EXPIRED, USED_UP, INCOMPLETE, SUPERSEDED (a newer one is on file), or OPEN where no end
    is known.

    Args:
        referral: The number of the order, as on sheet Referrals, or a column of them.
        day_of_service: The day of the visit; a visit that is on the sheet already is not counted twice.
        referrals: The orders Referrals[#All].
        visits: The visits Visits[#All].
        coverage: The plans Coverage[#All].
        payers: The payers Payers[#All].
        rules: The payers' rules PayerRules[#All].
    """
    from xl_massbill.addin.one_more_visit import orders_stand  # noqa: PLC0415 - pandas takes its time

    tables = {
        "referrals": referrals,
        "visits": visits,
        "coverage": coverage,
        "payers": payers,
        "payer_rules": rules,
    }
    asked = each(lambda one, on: (word(one), day(on)), [referral, day_of_service])
    return _answered(asked, orders_stand, tables)


@worksheet
def MB_VISITS_LEFT(  # noqa: PLR0913, PLR0917 - the tables that limit visits
    patient: Any, day_of_service: Any, visits: Any, coverage: Any, referrals: Any, auths: Any, payers: Any
) -> Any:
    """Return how many visits a patient has left after one on a day: 0 is the last one, below 0 one too many.

    The least of plan, order and authorisation in force; blank where none limits visits, #N/A without a plan.

    Args:
        patient: The number of the patient, or a column of them.
        day_of_service: The day of the visit; a visit that is on the sheet already is not counted twice.
        visits: The visits Visits[#All].
        coverage: The plans Coverage[#All].
        referrals: The orders Referrals[#All].
        auths: The authorisations Auths[#All].
        payers: The payers Payers[#All].
    """
    from xl_massbill.addin.one_more_visit import visits_left  # noqa: PLC0415 - pandas takes its time

    tables = {
        "visits": visits,
        "coverage": coverage,
        "referrals": referrals,
        "auths": auths,
        "payers": payers,
    }
    asked = each(lambda one, on: (word(one), day(on)), [patient, day_of_service])
    return _answered(asked, visits_left, tables)


def _answered(asked: Any, ask: Any, tables: dict[str, Any]) -> Any:
    """Return the answers in the shape of the questions; blanks and error values stand as they are."""
    rows = asked if isinstance(asked, list) else [[asked]]
    questions = dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, tuple))
    answers = ask(tables, list(questions)) if questions else {}
    out = [[answers[cell] if isinstance(cell, tuple) else cell for cell in row] for row in rows]
    return out if isinstance(asked, list) else out[0][0]
