"""DX-017: a code that tells how an injury happened stands first, or alone.

Why: external-cause codes (V00-Y99) say how, not what; a claim whose first diagnosis is one is rejected.

Source: handbook §6.6, §3.4. Certainty: G.
"""

import numpy as np

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import listed, visit_lists
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def cause_first(lines: Lines) -> Hits:
    """Return the cells with an external cause that is the first diagnosis of the visit."""
    found, visits = listed(lines), visit_lists(lines)
    heads = np.array([codes[0] if codes else None for codes in visits.lists], dtype=object)
    code = np.array(found.codes, dtype=object)[found.number]
    is_head = code == heads[visits.number[found.line]]
    return at_cells(found, found.where(icd10.is_external_cause) & is_head)


RULE = Rule(
    id="DX-017",
    title="external cause not first",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.6, §3.4; guideline Section I (S46)",
    message="{dx} tells how it happened and cannot be first. Put the injury code first.",
    example="V43.52XD stands before S13.4XXD.",
    on_lines=cause_first,
)
