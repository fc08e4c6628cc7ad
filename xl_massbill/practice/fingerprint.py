"""The fingerprint of what a claim sent, so that a later change of its rows shows.

Source: handbook §1.12 (locked_hash), §6.11 CLM-017.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class SentLine(NamedTuple):
    """One service line as it was sent; money in cents."""

    visit_id: str
    day: dt.date
    code: str
    modifiers: Sequence[str]
    units: int
    charge: int


def fingerprint(
    claim_id: str, frequency: str, total: int, diagnoses: Iterable[str], lines: Iterable[SentLine]
) -> str:
    """Return the SHA-256 of a claim and its lines, in their order."""
    parts = [claim_id, frequency, _dollars(total), *diagnoses]
    for line in lines:
        parts += [line.visit_id, line.day.isoformat(), line.code, *dict.fromkeys(line.modifiers)]
        parts += [str(line.units), _dollars(line.charge)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _dollars(cents: int) -> str:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"
