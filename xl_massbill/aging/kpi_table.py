"""The key figures as a table of sums, of which those of months, payers and therapists can be put together.

Every claim belongs to one month, one payer and one therapist, so sums add up exactly; what is owed belongs to
no month. Amounts are in dollars here.

Source: handbook §10.8.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xl_massbill.aging.kpi import contributions
from xl_massbill.aging.measured import MONTH, PAYER, THERAPIST, Measured
from xl_massbill.aging.pareto import to_pay
from xl_massbill.claims.ledger import INSURANCE, PATIENT
from xl_massbill.codes.key_figures import (
    INSURANCE as BY_INSURANCE,
)
from xl_massbill.codes.key_figures import (
    KEY_FIGURES,
    OPEN,
    OWED_SINCE,
    PATIENTS,
    REASON,
)

_KEYS = ["part", MONTH, PAYER, THERAPIST]


def kpi_table(found: Measured) -> pd.DataFrame:
    """Return measure, part, month, payer_id, therapist_id, above, below and claims of each sum."""
    rows = pd.concat(list(_parts(found)), ignore_index=True)
    return rows.sort_values(["measure", "part", MONTH, PAYER, THERAPIST], na_position="first", kind="stable")


def _parts(found: Measured) -> Iterator[pd.DataFrame]:
    for key, figure in KEY_FIGURES.items():
        rows = to_pay(found) if key == "days_to_pay" else contributions(found, key).assign(part="")
        yield _summed(key, rows, is_money=figure.is_money)
    denied = found.denied.rename(columns={"claim_id": "about", "carc": "part", "cents": "over"})
    yield _summed(REASON, denied.assign(under=100), is_money=True)  # a hundredth of it is one line
    claims = found.claims.assign(about=found.claims["claim_id"], part="", under=0)
    claims = claims.assign(over=claims["open"])
    yield _summed(OPEN, claims[claims["over"] > 0], is_money=True)
    for kind, measure in ((INSURANCE, BY_INSURANCE), (PATIENT, PATIENTS)):
        items = found.owed[(found.owed["kind"] == kind) & (found.owed["cents"] > 0)]
        parts = [OWED_SINCE[i] for i in items["bucket"]]
        items = items.assign(about=items["claim_id"], over=items["cents"], under=0, month=pd.Timestamp("NaT"))
        yield _summed(measure, items.assign(part=parts), is_money=True)


def _summed(measure: str, rows: pd.DataFrame, *, is_money: bool) -> pd.DataFrame:
    sums = rows.groupby(_KEYS, dropna=False, sort=False).agg(
        above=("over", "sum"), below=("under", "sum"), claims=("about", "nunique")
    )
    sums = sums.reset_index().astype({"above": "float64", "below": "float64"})
    if is_money:
        sums[["above", "below"]] /= 100
    return sums.assign(measure=measure)
