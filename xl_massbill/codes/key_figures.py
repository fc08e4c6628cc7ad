"""The key figures of a practice: what each is called, how it is reckoned, and what to aim at.

Aims are orientation from the trade (HFMA, MGMA and others), not law. Days to pay have their own ages.

Source: handbook §10.8.
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    """In what a figure is told."""

    PERCENT = "%"
    DAYS = "days"
    DOLLARS = "$"


class KeyFigure(NamedTuple):
    """A figure: a quotient of two sums, or a sum alone; `aim` in words, and as a sign and a bound.

    `sign` is >=, <= or <, "" where there is no aim; `is_money` says that both sums are amounts, `is_standing`
    that it looks at what is owed on the day of the report, whatever its date of service.
    """

    key: str
    title: str
    formula: str
    unit: Unit
    aim: str = ""
    sign: str = ""
    bound: float = 0
    is_money: bool = False
    is_standing: bool = False

    def meets(self, value: float | None) -> bool | None:
        """Return whether a value meets the aim; None if there is none, or the value is not known."""
        return None if value is None or not self.sign else _HOLDS[self.sign](value, self.bound)


_HOLDS = {">=": operator.ge, "<=": operator.le, "<": operator.lt}
_PERCENT, _DAYS = Unit.PERCENT, Unit.DAYS

# fmt: off
KEY_FIGURES: dict[str, KeyFigure] = {
    figure.key: figure
    for figure in (
        KeyFigure("days_in_ar", "Days in A/R", "owed ÷ (gross charges ÷ days of the period)", _DAYS, "40 or less, best under 35", "<=", 40, is_money=True, is_standing=True),
        KeyFigure("clean_claims", "Clean claims", "never rejected ÷ sent", _PERCENT, "95% or more", ">=", 0.95),
        KeyFigure("first_pass", "Settled by the first answer", "no denied line in the first answer ÷ answered", _PERCENT, "90% or more", ">=", 0.9),
        KeyFigure("denials", "Denials", "a denied line in the first answer ÷ answered", _PERCENT, "under 5%", "<", 0.05),
        KeyFigure("denied_money", "Denied money", "charge of denied lines ÷ charge of all lines in first answers", _PERCENT, "under 5%", "<", 0.05, is_money=True),
        KeyFigure("gross_collection", "Gross collection", "payments ÷ gross charges", _PERCENT, "trend only", is_money=True),
        KeyFigure("net_collection", "Net collection", "payments ÷ (gross charges - contractual)", _PERCENT, "95% after 120 days", ">=", 0.95, is_money=True),
        KeyFigure("days_to_pay", "Days to pay", "first payment - first sent, on average", _DAYS, "30 or less", "<=", 30),
        KeyFigure("over_90", "Owed over 90 days", "owed for over 90 days ÷ owed", _PERCENT, "under 10%", "<", 0.1, is_money=True, is_standing=True),
        KeyFigure("charge_lag", "Charge lag, days", "first sent - date of service, on average", _DAYS, "3 or less", "<=", 3),
        KeyFigure("patient_collection", "Patients' part", "patient paid ÷ patient's part", _PERCENT, is_money=True),
        KeyFigure("write_offs", "Write-offs", "write-offs outside contracts ÷ gross charges", _PERCENT, "under 5%", "<", 0.05, is_money=True),
        KeyFigure("credits", "Credit balances", "sum of negative balances", Unit.DOLLARS, "0", ">=", 0, is_money=True, is_standing=True),
        KeyFigure("appeal_success", "Appeals won", "won ÷ decided", _PERCENT),
    )
}
# fmt: on
"""Every figure by its key, in the order in which they are shown."""

PAID_WITHIN = ("0-14 days", "15-30 days", "31-45 days", "46-60 days", "61-90 days", "Over 90 days")
"""How long payers take to pay."""
_LAST_DAYS = (14, 30, 45, 60, 90)

OWED_SINCE = ("0-30 days", "31-60 days", "61-90 days", "91-120 days", "Over 120 days")
"""How old money is, in the words of sheet Aging."""

# What the table of key figures holds beside the figures themselves.
REASON, OPEN, INSURANCE, PATIENTS = "denial_reason", "open", "owed_insurance", "owed_patients"
NOBODY = "-"
"""Stands for no payer or no therapist, so that every row names one."""


def paid_within(days: int) -> str:
    """Return the class of a number of days; a payment before the first sending counts as quick.

    >>> paid_within(14), paid_within(15), paid_within(91), paid_within(-1)
    ('0-14 days', '15-30 days', 'Over 90 days', '0-14 days')
    """
    return PAID_WITHIN[bisect_left(_LAST_DAYS, days)]
