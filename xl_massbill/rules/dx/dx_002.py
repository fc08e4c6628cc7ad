"""DX-002: a diagnosis does not have the shape of an ICD-10-CM code.

Why: such a claim never reaches the payer: the clearinghouse rejects it. Mostly words, a code of another list,
or a slip of the keyboard; only the order can say what was meant.

Source: handbook §6.6, §3.1 (S1, S46). Certainty: R.
"""

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import listed
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def misshapen(lines: Lines) -> Hits:
    """Return the diagnosis cells that hold no code."""
    found = listed(lines)
    mask = found.where(lambda code: not icd10.is_valid(code))
    return at_cells(found, mask, values={"dx": phrases(mask, lambda cell: found.code(cell)[:20])})


RULE = Rule(
    id="DX-002",
    title="diagnosis has the shape of a code",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.1; S1",
    message="{dx} is not a diagnosis code. Compare with the order.",
    example="724.2, a code of the list before 2015.",
    on_lines=misshapen,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
