"""A paper EOB typed by hand, as the same remittance that an 835 is: the same sums hold it, it posts the same.

Source: handbook §8.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xl_massbill.remits.read835_facts import Remittance


def remittance_of_rows(rows: Sequence[dict[str, Any]]) -> Remittance:
    """Return the remittance that rows of the sheet describe."""
    raise NotImplementedError
