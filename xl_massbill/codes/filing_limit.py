"""Filing limits: by which day a first claim must be with its payer.

The limit counts from the day of service, or ends with the year after it. A payer whose limit nobody has
entered gets 90 days, the shortest that is common; a limit that counts from another payer's answer, or from
a discharge, is unknown here.

Source: handbook §1.5 (tfl_days, tfl_anchor), §10.6 (formula; unknown: 90), §6.10 TFL-001 to TFL-004.
"""

from __future__ import annotations

from datetime import date, timedelta

ASSUMED_DAYS = 90
FROM_SERVICE, NEXT_YEAR = "DOS", "DOS_END_OF_NEXT_YEAR"


def last_day(service: date, anchor: str | None, days: str | None) -> date | None:
    """Return the last day on which the payer takes the first claim, None where that is not known.

    `anchor` and `days` are the payer's rules tfl_anchor and tfl_days as typed; what is no whole number of
    days counts as not entered.

    >>> last_day(date(2026, 5, 4), None, "180"), last_day(date(2026, 5, 4), "DOS_END_OF_NEXT_YEAR", "365")
    (datetime.date(2026, 10, 31), datetime.date(2027, 12, 31))
    >>> last_day(date(2026, 5, 4), None, None), last_day(date(2026, 5, 4), "PRIMARY_EOB", "60")
    (datetime.date(2026, 8, 2), None)
    """
    word = (anchor or FROM_SERVICE).strip().upper()
    if word == NEXT_YEAR:
        return date(service.year + 1, 12, 31)
    if word != FROM_SERVICE:
        return None
    return service + timedelta(days=int(days) if days and days.isdecimal() else ASSUMED_DAYS)
