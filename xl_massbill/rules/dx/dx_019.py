"""DX-019: a line names the same diagnosis twice.

Why: clearinghouses reject a claim with a diagnosis that stands there twice.

Source: handbook §6.6, §3.3 (S33). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.diagnoses import first_in_visit, listed
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity
from xl_massbill.rules.wording import dotted


def named_twice(lines: Lines) -> Hits:
    """Return the cells whose code stands in an earlier cell of the line."""
    found = listed(lines)
    mask = first_of(numbered(found.line, found.number)) != np.arange(len(found.line))
    on_line = np.zeros(len(lines), dtype=bool)
    on_line[found.line[mask]] = True
    return Hits(
        mask,
        values={"dx": phrases(mask, lambda cell: dotted(found.code(cell)))},
        field=phrases(mask, lambda cell: f"dx{found.place[cell]}"),
        at=pd.Series(first_in_visit(lines, on_line).to_numpy()[found.line]),
        line=found.line,
    )


RULE = Rule(
    id="DX-019",
    title="diagnosis named once",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6; S33",
    message="{dx} is listed twice. Remove one.",
    example="M54.2 stands in Dx 1 and again in Dx 3.",
    on_lines=named_twice,
)
