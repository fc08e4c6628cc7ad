"""DUP-003: a service is about to be billed that another claim of this payer holds already.

Why: the payer denies the second claim as a duplicate (CARC 18), and months pass until someone notices that
the first one was paid. A sent line carries its claim number for ever after, so that alone is no finding:
the rule speaks where *another* claim that is out holds the same patient, day, code and payer, whether
this line was typed anew, lost its claim number, or went out on two claims. Lines set apart by 76, 77, 59
or X modifiers are services of their own; replacements of the line's own claim are the same bill.

Source: handbook §6.10, §8.9, case 11; CARC 18 (S2). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.billed import families, lines_out
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

KEY = (("patient_id", "patient"), ("dos", "dos"), ("code", "code"), ("coverage_payer_id", "payer"))
"""What makes a line and a claim line the same service: column of the lines, column of the claim lines."""


def already_billed(lines: Lines) -> Hits:
    """Return the lines whose patient, day, code and payer are on another claim that is out."""
    out, size = lines_out(lines.records), len(lines)
    if not len(out):
        return Hits(np.zeros(size, dtype=bool))
    whole = [pd.concat([lines[ours], out[theirs]]) for ours, theirs in KEY]
    apart = np.concatenate([as_mask(lines["is_set_apart"]), as_mask(out["apart"])])
    service = numbered(*whole, within=~apart)
    bill = pd.factorize(pd.concat([families(lines.records, lines["claim_id"]), out["family"]]))[0]
    is_out = np.arange(len(service)) >= size
    first = first_of(service, where=is_out)
    second = first_of(service, where=is_out & (bill != bill[first]))
    other = np.where(bill != bill[first], first, second)[:size]
    mask = is_out[other]
    found = out.iloc[other[mask] - size].set_index(np.flatnonzero(mask)).reindex(range(size))
    return Hits(mask, values={"c": found["claim"], "status": found["status"]})


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
