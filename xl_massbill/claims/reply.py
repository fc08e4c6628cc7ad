"""By which day a payer's request for records must be answered, by that payer's rule.

A limit that nobody has entered is unknown and stays so.

Source: handbook §10.6 (reply: request date + reply_days), §1.5 (PayerRules).
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from xl_massbill.claims.denials.deadlines import REPLY, limit_of
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.bills import Bills


class Replies:
    """The days that the payers of claims give; their rules are read once, and only where somebody asks."""

    def __init__(self, records: Records, as_of: dt.date) -> None:
        self._records, self._as_of = records, as_of

    def by(self, claim_id: str, asked_on: dt.date) -> dt.date | None:
        """Return the last day to reply about a claim, None where nobody knows it."""
        at = self._records.index("claims", "claim_id").get(claim_id)
        days = limit_of(REPLY, at, self._rule)
        return None if days is None else asked_on + dt.timedelta(days=days)

    def _rule(self, key: str) -> list[str]:
        return self._bills.rule(key)

    @cached_property
    def _bills(self) -> Bills:
        return Bills(Lines(self._records, self._as_of))
