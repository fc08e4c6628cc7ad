"""DX-012: the payer's own list does not accept a diagnosis for the code.

Why: such a line is denied (CARC 11, 167). What a payer accepts stands in DxLink and its rules dx_denied and
dx_allowed, as the office copied it from the policy; there is no built-in list. Where DxLink supports another
diagnosis that the line points to, the line is paid for that one and nothing is said.

Source: handbook §6.6, §3.6, §1.6 (DxLink); CARC 11, 167 (S2). Certainty: R.
"""

import numpy as np

from xl_massbill.practice.diagnoses import listed, pointed
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.dx.links import by_links
from xl_massbill.rules.dx.policies import refused_by_rule
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def refused(lines: Lines) -> Hits:
    """Return the diagnosis cells that a line points to and that its payer's list refuses, or holds weak."""
    found = listed(lines)
    line, cell = pointed(lines).leading()
    relation, is_unsure = by_links(lines, line, cell)
    by_rule, by_link = refused_by_rule(lines, line, cell), relation == "NOT_SUPPORTED"
    supported = np.zeros(len(lines), dtype=bool)
    supported[line[relation == "SUPPORTS"]] = True
    hit = (by_rule | by_link | (relation == "WEAK")) & ~supported[line]
    mask, weak, unsure = (np.zeros(len(found.line), dtype=bool) for _ in range(3))
    mask[cell[hit]] = True
    weak[cell[~by_rule & ~by_link]] = True
    unsure[cell[~by_rule & is_unsure]] = True
    hits = np.flatnonzero(mask)

    def codes(cell: int) -> str:
        same = found.line[hits[found.first[hits] == found.first[cell]]]
        return ", ".join(dict.fromkeys(lines["code"].array[i] for i in same))

    return at_cells(
        found,
        mask,
        severity=chosen(weak | unsure, Severity.WARNING),
        values={
            "code": phrases(mask, codes),
            "accepts": chosen(weak, "hardly accepts", "does not accept"),
            "doubt": chosen(unsure, " (please confirm with the payer)", ""),
        },
    )


RULE = Rule(
    id="DX-012",
    title="diagnosis on the payer's list",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.6; S2 (CARC 11, 167)",
    message="{payer} {accepts} {dx} for {code}{doubt}. Check the policy; bill cash with waiver or ask the"
    " prescriber whether the record shows another condition.",
    example="DxLink says NOT_SUPPORTED for the payer, 97124 and diagnoses that begin with Z73.",
    on_lines=refused,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
