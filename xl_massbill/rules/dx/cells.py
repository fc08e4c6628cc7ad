"""What the rules about diagnoses share: findings that stand once a visit, at the cell that holds the code.

Source: handbook §1.16 (a finding is found again by rule, row and field), §6.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from xl_massbill.practice.diagnoses import Listed
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Mask
from xl_massbill.rules.wording import dotted


def at_cells(
    found: Listed,
    mask: Mask,
    severity: pd.Series[Any] | None = None,
    values: Mapping[str, pd.Series[Any]] | None = None,
) -> Hits:
    """Return hits at diagnosis cells; {dx} is the code, and all cells of a visit with it give one finding."""
    return Hits(
        mask,
        severity=severity,
        values={"dx": phrases(mask, lambda cell: dotted(found.code(cell))), **(values or {})},
        field=phrases(mask, lambda cell: f"dx{found.place[found.first[cell]]}"),
        at=pd.Series(found.line[found.first]),
        line=found.line,
    )
