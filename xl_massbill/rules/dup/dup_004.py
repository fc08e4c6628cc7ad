"""DUP-004: a service is billed to two payers, each as the first one.

Why: only one payer comes first; the other pays what is left after seeing the first one's answer. Two first
payers both paying is money that both will ask back. A claim that was denied or closed without payment
no longer stands in the way: the next payer may then be the first.

Source: handbook §6.10; (S2). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.billed import lines_out
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

GONE = ("DENIED", "WRITTEN_OFF")


def has_two_first_payers(lines: Lines) -> Hits:
    """Return the lines whose visit and code are out on first-payer claims to two payers."""
    out, size = lines_out(lines.records), len(lines)
    unpaid = (out["status"] == "CLOSED") & (out["paid"].fillna(0) == 0)
    out = out[(out["sequence"] == "P") & ~out["status"].isin(GONE) & ~unpaid]
    pairs = (("visit_id", "visit"), ("code", "code"))
    service = numbered(*(pd.concat([lines[ours], out[theirs]]) for ours, theirs in pairs))
    is_out = np.arange(len(service)) >= size
    payer = pd.factorize(pd.concat([lines["coverage_payer_id"], out["payer"]]))[0]
    first = first_of(service, where=is_out)
    second = first_of(service, where=is_out & (payer != payer[first]))
    mask = is_out[second[:size]]
    claims = np.concatenate([np.full(size, None), out["claim"].to_numpy(dtype=object)])
    return Hits(
        mask,
        values={"a": pd.Series(claims[first[:size]]), "b": pd.Series(claims[second[:size]])},
        at=pd.Series(first_of(numbered(lines["visit_id"], within=mask))),
    )


RULE = Rule(
    id="DUP-004",
    title="one first payer",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10 (S2)",
    message="The visit is billed to two primary payers (claims {a} and {b}). Make one of them secondary.",
    example="A visit went out to the auto insurer and to the health plan, both as first payer.",
    on_lines=has_two_first_payers,
    field="coverage_id",
)
