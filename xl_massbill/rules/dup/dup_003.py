"""DUP-003: a service is about to be billed that another claim of this payer holds already.

Why: the payer denies the second claim as a duplicate (CARC 18), and months pass until someone notices that
the first one was paid. A sent line carries its claim number for ever after, so that alone is no finding:
the rule speaks where *another* claim that is out holds the same patient, day, code and payer, whether
this line was typed anew, lost its claim number, or went out on two claims. Lines set apart by 76, 77, 59
or X modifiers are services of their own; replacements of the line's own claim are the same bill.

Source: handbook §6.10, §8.9, case 11; CARC 18 (S2). Certainty: R.
"""

import pandas as pd

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def already_billed(lines: Lines) -> Hits:
    """Return the lines whose patient, day, code and payer are on another claim that is out."""
    beside = lines["claims_beside"].dropna()
    hits = beside[[found.claim is not None for found in beside]]
    everywhere = pd.RangeIndex(len(lines))
    c = hits.map(lambda found: found.claim).reindex(everywhere)
    return Hits(
        c.notna(), values={"c": c, "status": hits.map(lambda found: found.status).reindex(everywhere)}
    )


RULE = Rule(
    id="DUP-003",
    title="already billed",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §8.9; CARC 18 (S2)",
    message="Already billed on claim {c} ({status}). Use correct/void instead.",
    example="A visit that went out on CR26-000101 is typed into a new row and would be sent again.",
    on_lines=already_billed,
    field="claim_id",
)
