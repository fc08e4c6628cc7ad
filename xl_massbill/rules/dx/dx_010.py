"""DX-010: a line treats other parts of the body than the diagnoses it points to.

Why: the pointer says what the code was done for; a low back that was treated for a neck diagnosis is not
shown to be necessary. One fitting diagnosis is enough; a code that the region map does not know, and a
region that is none of its words, give no finding.

Source: handbook §6.6, §3.6 (region map, D). Certainty: D.
"""

import numpy as np

from xl_massbill.codes.body_region import fits, is_known, parts_of
from xl_massbill.practice.diagnoses import listed, pointed
from xl_massbill.rules.dx.treated import Regions, pointers_where
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity
from xl_massbill.rules.wording import dotted


def elsewhere(lines: Lines) -> Hits:
    """Return the lines none of whose diagnoses is of a region that was treated."""
    found, pointers = listed(lines), pointed(lines)
    line, _ = pointers.leading()
    misses = pointers_where(lines, _misses)
    mask, may_fit = np.zeros(len(lines), dtype=bool), np.zeros(len(lines), dtype=bool)
    mask[line], may_fit[line[~misses]] = True, True
    mask &= ~may_fit

    def named(i: int) -> str:
        return ", ".join(dotted(found.code(cell)) for cell in pointers.cells_of(i))

    return Hits(mask, values={"dx": phrases(mask, named)})


def _misses(code: str, regions: Regions) -> bool:
    """Return whether a diagnosis is surely of none of some regions.

    >>> _misses("M542", ("LOW_BACK", "HIP_R")), _misses("M542", ("LOW_BACK", "Neck"))
    (True, False)
    >>> _misses("M542", ("traps",)), _misses("M6281", ("LOW_BACK",)), _misses("M7918", ("LOW_BACK",))
    (False, False, False)
    """
    parts = parts_of(code)
    if not parts or not all(map(is_known, regions)):
        return False
    return not any(fits(part, region) for part in parts for region in regions)


RULE = Rule(
    id="DX-010",
    title="diagnosis of the treated region",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.6, §3.6; SEED",
    message="{code} was done on {regions}, but the line points to {dx}. Point to the diagnosis of the treated"
    " region if it is on the order; otherwise ask the prescriber.",
    example="97124 was done on LOW_BACK, and the line points to M54.2 (neck).",
    on_lines=elsewhere,
    field="ptr1",
)
