"""What a payer's rules say about the diagnoses that a line points to: dx_denied and dx_allowed.

Each is a list of the first characters of diagnoses, as the office copied it from the payer's policy.

Source: handbook §3.6, §1.5 (dx_allowed, dx_denied).
"""

from __future__ import annotations

import re

import numpy as np

from xl_massbill.practice import Lines
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import Positions
from xl_massbill.rules.rule import Mask


def refused_by_rule(lines: Lines, line: Positions, cell: Positions) -> Mask:
    """Return the pointers to a diagnosis that is denied, or where none of the line's is allowed."""
    denied = _begins(lines, "dx_denied", line, cell, blank=False)
    allowed = _begins(lines, "dx_allowed", line, cell, blank=True)
    return denied | ~_any(len(lines), line, allowed)[line]


def _any(size: int, line: Positions, mask: Mask) -> Mask:
    """Return which lines have a pointer in the mask."""
    out = np.zeros(size, dtype=bool)
    out[line[mask]] = True
    return out


def _begins(lines: Lines, key: str, line: Positions, cell: Positions, *, blank: bool) -> Mask:
    """Return for each pointer whether the payer's list names its diagnosis; `blank` where there is no list.

    Whether the rule is confirmed matters only for the lines that the list is held against.
    """
    column = lines.rule(key, where=np.zeros(len(lines), dtype=bool))
    out = np.full(len(line), blank, dtype=bool)
    if column.isna().all():
        return out
    found, values = listed(lines), column.to_numpy(dtype=object)[line]
    same = numbered(values, found.number[cell])
    at = np.flatnonzero(same >= 0)
    _, firsts = np.unique(same[at], return_index=True)
    says = [_is_among(values[i], found.code(cell[i])) for i in at[firsts].tolist()]
    out[at] = np.array(says, dtype=bool)[same[at]]
    lines.rule(key, where=_any(len(lines), line, out != blank))
    return out


def _is_among(beginnings: str, dx: str) -> bool:
    """Return whether a diagnosis begins as one of a list.

    >>> _is_among("Z73, m79.7", "Z733"), _is_among("M79.7", "M797"), _is_among("M79.7", "M7918")
    (True, True, False)
    """
    return dx.startswith(tuple(filter(None, re.split(r"[,;|\s]+", re.sub(r"[.*-]", "", beginnings.upper())))))
