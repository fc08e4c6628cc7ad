"""Which visits are linked to an authorisation that was given, and how that one is called in a message.

Source: handbook §1.10 (decision), §6.4.
"""

from __future__ import annotations

from xl_massbill.practice import Lines
from xl_massbill.rules.rule import Mask


def approved(lines: Lines) -> Mask:
    """Return the lines whose authorisation was approved, wholly or in part."""
    return lines.holds("auth_decision", "APPROVED", "PARTIAL")


def number(lines: Lines, i: int) -> str:
    """Return the number of a line's authorisation, or the office's own where the payer's is blank."""
    return str(lines["auth_auth_no"].iloc[i] or lines["auth_id"].iloc[i])
