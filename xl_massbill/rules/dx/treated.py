"""What each line points to, beside the regions that it says were treated: each different pair is asked once.

Source: handbook §3.5, §3.6.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xl_massbill.practice import Lines
from xl_massbill.practice.diagnoses import listed, pointed
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.rules.rule import Mask

Regions = tuple[str, ...]


def pointers_where(lines: Lines, ask: Callable[[str, Regions], bool]) -> Mask:
    """Return which pointers that lead to a diagnosis have a property, by the diagnosis and the regions.

    Aligned with `pointed(lines).leading()`. A line without regions says nothing, and gets False.
    """
    found, (line, cell) = listed(lines), pointed(lines).leading()
    regions, cells = lines.shared(_regions), lines["regions"].array
    same = numbered(regions[line], found.number[cell], within=regions[line] >= 0)
    out = np.zeros(len(line), dtype=bool)
    known = np.flatnonzero(same >= 0)
    _, firsts = np.unique(same[known], return_index=True)
    says = [ask(found.code(cell[at]), cells[line[at]]) for at in known[firsts].tolist()]
    out[known] = np.array(says, dtype=bool)[same[known]]
    return out


def _regions(lines: Lines) -> Numbers:
    return numbered(lines["regions"])
