"""An order that nobody requires can at most warn: what is wrong with it stops no claim.

Source: handbook §6.4 (REF-002 to REF-007).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.finding import Severity
from xl_massbill.practice import Lines
from xl_massbill.rules.phrases import chosen


def softened(lines: Lines) -> pd.Series[Any]:
    """Return a warning for each line that needs no order, and nothing (the rule's own severity) elsewhere."""
    required = np.asarray(lines["order_required"], dtype=bool)
    return chosen(~required, Severity.WARNING)
