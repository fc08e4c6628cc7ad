"""In some states auto or work-injury insurance does not pay massage.

The law of the state of the accident counts, else of the clinic's, as it stood on the day of the visit. A row
of StateLaw that nobody has confirmed warns.

Source: handbook §6.10 PAY-006, §5.10; S27 (Florida, since 2013). Certainty: R.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.lines import take
from xl_massbill.rules.pay.injured import WORK
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def law_says_no(lines: Lines) -> Hits:
    """Find visits billed to an insurance that by the law of the state pays no massage."""
    auto, work = lines.holds("payer_payer_type", "AUTO_PIP"), lines.holds("payer_payer_type", *WORK)
    mask = (auto & _refuses(lines, "pip_pays_massage")) | (work & _refuses(lines, "wc_pays_massage"))
    unconfirmed = lines["injury_law_unconfirmed"].to_numpy(dtype=bool)
    return Hits(
        mask,
        severity=chosen(unconfirmed, Severity.WARNING),
        values={
            "state": lines["injury_state"],
            "who": chosen(auto, "PIP", "Workers' compensation"),
            "doubt": chosen(unconfirmed, " Please confirm with the state.", ""),
        },
        at=lines["visit_first"],
    )


def _refuses(lines: Lines, name: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    pays: pd.Series[Any] = take(
        lines.records["state_law"][name], lines["injury_law_row"].to_numpy(dtype=np.int64)
    )
    return ~pays.fillna(True).to_numpy(dtype=bool)


RULE = Rule(
    id="PAY-006",
    title="State law on injuries",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §5.10; S27",
    message="{state}: {who} does not pay massage. Bill the patient or another coverage.{doubt}",
    example="A car accident happened in Florida, where PIP has not paid massage since 2013.",
    on_lines=law_says_no,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
