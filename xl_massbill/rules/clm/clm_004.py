"""CLM-004: a claim holds services of two calendar years.

Why: deductibles and benefits begin anew on 1 January, so payers deny the claim whole (CARC 268).

Source: handbook §6.11; CARC 268 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet


def two_years(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home whose days of service, as lines or claim say, lie in two years."""
    bills = bills_of(question)
    own = np.arange(len(claims))
    days = pd.concat([claims["dos_from"], claims["dos_to"], bills.lines["dos"]])
    at = np.concatenate([own, own, bills.of_line])
    years = pd.DataFrame({"claim": at, "year": days.dt.year.to_numpy()}).groupby("claim")["year"]
    first, last = (years.agg(word).reindex(own).to_numpy() for word in ("min", "max"))
    where = bills.is_at_home & (first < last)
    yield from hits(where, "dos_from", lambda i: {"a": int(first[i]), "b": int(last[i])})


RULE = Rule(
    id="CLM-004",
    title="one calendar year",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11; CARC 268 (S2)",
    message="The claim spans two calendar years ({a} and {b}). Make one claim per year.",
    example="A claim holds visits of 30 December and of 2 January.",
    on_tables=two_years,
    tables=("claims",),
    field="dos_from",
    levels=(Level.CLAIM,),
)
