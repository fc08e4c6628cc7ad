"""Which numbers come next, as sheets Settings, Claims and Batches tell; the journal may be further on.

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


def number_to_resend(claim_id: str, new_pcn_on_resubmit: str | None) -> str | None:
    """Return the number under which a rejected claim goes again: its own, or None for a new one.

    `new_pcn_on_resubmit` is the payer's rule of that name; only N asks for the same number (§7.2, §8.9).

    >>> number_to_resend("CR26-000101", "N"), number_to_resend("CR26-000101", None)
    ('CR26-000101', None)
    """
    return claim_id if (new_pcn_on_resubmit or "").strip().upper() == "N" else None


def next_claim_number(records: Records) -> int:
    """Return the number after the last claim's, or that of the settings where it is higher."""
    used = [int(found[1]) for c in records["claims"]["claim_id"] if c and (found := _LAST.search(c))]
    return max([number_setting(records.settings, "next_claim_number"), *(n + 1 for n in used)])


def number_setting(settings: Mapping[str, str], key: str) -> int:
    """Return a whole number of the settings, 1 where there is none."""
    text = settings.get(key, "1").partition(".")[0]
    return int(text) if text.isdigit() else 1
