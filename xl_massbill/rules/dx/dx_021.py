"""DX-021: no line of the visit points to a diagnosis that it lists.

Why: a diagnosis that no code was done for explains nothing; it may also be the one a pointer has missed.
Where a pointer is missing or wrong, that is told first (FMT-001, DX-020).

Source: handbook §6.6, §3.3. Certainty: D.
"""

import numpy as np

from xl_massbill.practice.diagnoses import listed, visit_of
from xl_massbill.practice.groups import any_of
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.dx.pointers import wrong
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def unused(lines: Lines) -> Hits:
    """Return the diagnoses of visits that no pointer leads to."""
    found, errors = listed(lines), wrong(lines)
    counted = as_mask(lines["is_counted"])
    pointers = errors.pointers
    leads = pointers.cell[(pointers.cell >= 0) & counted[pointers.line]]
    used = np.zeros(len(found.line), dtype=bool)
    used[found.first[leads]] = True
    has_none, has_wrong = counted.copy(), np.zeros(len(lines), dtype=bool)
    has_none[pointers.line] = False
    has_wrong[pointers.line[errors.any]] = True
    unsure = any_of(np.where(counted, visit_of(lines), -1), has_none | has_wrong)
    return at_cells(found, ~used[found.first] & ~unsure[found.line])


RULE = Rule(
    id="DX-021",
    title="every diagnosis is pointed to",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.6, §3.3",
    message="{dx} is not used by any line. Point to it or leave it out.",
    example="Dx 2 is filled and all lines point to 1 only.",
    on_lines=unused,
)
