"""RMT-003: the payer judged another charge than the claim's.

Why: the payer split the claim, lost a line or read a changed file; what it allowed is then the answer to
something that was never billed.

Source: handbook §6.11, §8.5 (CLP03). Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.rmt.asked import adjudicated, claims_of, is_decided
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money


def other_charge(_: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the first row of each adjudication whose claim charge is not that of sheet Claims."""
    found, claim = adjudicated(question), claims_of(question)
    total = question.records["claims"]["total_charge"]
    billed = np.append(total.fillna(0).to_numpy(dtype=np.int64), 0)[claim]
    known = np.append(total.notna().to_numpy(dtype=bool), False)[claim]
    seen, told = found.told("clp_charge")
    for n in np.flatnonzero(is_decided(question) & known & told & (seen != billed)).tolist():
        values = {"a": money(int(seen[n])), "b": money(int(billed[n]))}
        yield CellHit("payments", int(found.first[n]), "clp_charge", values)


RULE = Rule(
    id="RMT-003",
    title="charge as billed",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.11, §8.5",
    message="Payer saw a charge of {a}, we billed {b}. Check for split or changed lines.",
    example="The claim is 186.00, and the payer answers to 96.00.",
    on_tables=other_charge,
    tables=("payments",),
    field="clp_charge",
    levels=(Level.POST,),
)
