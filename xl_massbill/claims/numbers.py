"""Which numbers come next, as the sheets tell; the journal may be further on.

Source: handbook §7.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from xl_massbill.practice import Records

_LAST = re.compile(r"-(\d{1,9})(?:[RVST]\d*)*$")


def claim_prefix(records: Records) -> str:
    """Return the first letters of every claim number."""
    return records.settings.get("claim_prefix", "CR")


def next_claim_number(records: Records) -> int:
    """Return the number after the last claim's, or that of the settings where it is higher."""
    used = [int(found[1]) for c in records["claims"]["claim_id"] if c and (found := _LAST.search(c))]
    return max([number_setting(records.settings, "next_claim_number"), *(n + 1 for n in used)])


def next_interchange(records: Records) -> int:
    """Return the control number after that of every file on the sheets, or that of the settings.

    Files of claims and files of questions about benefits take their numbers from the same row.
    """
    told = (n for table in ("batches", "benefit_checks") for n in records[table]["isa13"])
    used = [int(n) for n in told if n and str(n).isdigit()]
    return max([number_setting(records.settings, "next_interchange"), *(n + 1 for n in used)])


def number_setting(settings: Mapping[str, str], key: str) -> int:
    """Return a whole number of the settings, 1 where there is none."""
    text = settings.get(key, "1").partition(".")[0]
    return int(text) if text.isdigit() else 1
