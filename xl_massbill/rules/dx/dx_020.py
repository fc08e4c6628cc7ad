"""DX-020: a line points to a diagnosis that is not there, or twice to the same.

Why: the pointer tells the payer what the code was done for; a claim with a pointer into nothing is rejected.
A line without diagnoses, or a pointer to the first where that is empty, is DX-001's matter, a blank pointer
FMT-001's.

Source: handbook §6.6, §3.3 (S1: SV107; S33). Certainty: R.
"""

import numpy as np

from xl_massbill.practice.diagnoses import listed
from xl_massbill.rules.dx.pointers import wrong
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def astray(lines: Lines) -> Hits:
    """Return the pointers that are out of range, lead to an empty position, or repeat another."""
    found = wrong(lines)
    pointers = found.pointers
    has_some = np.zeros(len(lines), dtype=bool)
    has_some[listed(lines).line] = True
    of_first = (pointers.says == 1) & lines.blank("dx1")[pointers.line]
    mask = found.any & has_some[pointers.line] & ~of_first
    lines.reads("line_no")

    def what(i: int) -> str:
        if found.again[i]:
            return "twice"
        return "but there are only positions 1 to 12" if found.beyond[i] else "which is empty"

    return Hits(
        mask,
        values={"p": phrases(mask, lambda i: pointers.says[i]), "what": phrases(mask, what)},
        field=phrases(mask, lambda i: f"ptr{pointers.slot[i]}"),
        line=pointers.line,
    )


RULE = Rule(
    id="DX-020",
    title="pointers to filled diagnoses",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.3; S1, S33",
    message="Line {line_no} points to diagnosis {p}, {what}. Choose 1 to 4 filled positions.",
    example="Ptr 2 says 3, and only Dx 1 and Dx 2 are filled.",
    on_lines=astray,
)
