"""DUP-004: a service is billed to two payers, each as the first one.

Why: only one payer comes first; the other pays what is left after seeing the first one's answer. Two first
payers both paying is money that both will ask back. A claim that was denied or closed without payment
no longer stands in the way: the next payer may then be the first.

Source: handbook §6.10; (S2). Certainty: R.
"""

import pandas as pd

from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def has_two_first_payers(lines: Lines) -> Hits:
    """Return the lines whose visit and code are out on first-payer claims to two payers."""
    beside = lines["claims_beside"].dropna()
    hits = beside[[found.firsts is not None for found in beside]]
    everywhere = pd.RangeIndex(len(lines))
    a, b = (hits.map(lambda found, at=at: found.firsts[at]).reindex(everywhere) for at in (0, 1))
    visit = numbered(lines["visit_id"], within=a.notna().to_numpy())
    return Hits(a.notna(), values={"a": a, "b": b}, at=pd.Series(first_of(visit)))


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
