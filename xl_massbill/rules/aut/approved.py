"""Which visits are linked to an authorisation that was given, and how that one is called in a message.

Source: handbook §1.10 (decision), §6.4.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice import Lines
from xl_massbill.rules.rule import Mask


def approved(lines: Lines) -> Mask:
    """Return the lines whose authorisation was approved, wholly or in part."""
    return np.asarray(lines["auth_decision"].isin(("APPROVED", "PARTIAL")), dtype=bool)


def number(lines: Lines) -> pd.Series[Any]:
    """Return the authorisation's number, or the office's own where the payer's is blank."""
    return lines["auth_auth_no"].fillna(lines["auth_id"])
