"""Nobody knows how long the payer takes claims.

Until somebody asks, 90 days are assumed, the shortest limit that is common. One finding a payer, as long as
visits are waiting to be sent to it.

Source: handbook §6.10 TFL-004, §10.6. Certainty: D.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from xl_massbill.codes.filing_limit import ASSUMED_DAYS
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def limit_unknown(lines: Lines) -> Hits:
    """Find payers of visits on no claim whose limit in days nobody has entered."""
    unknown, waits = lines["filing_days_unknown"], lines["is_to_file"]
    return Hits(
        np.asarray(unknown & waits, dtype=bool), values={"days": pd.Series(ASSUMED_DAYS, range(len(lines)))}
    )


RULE = Rule(
    id="TFL-004",
    title="Filing limit unknown",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.10, §10.6",
    message="The filing limit of {payer} is unknown. Ask; until then {days} days are assumed.",
    example="PayerRules has no row tfl_days for the payer.",
    on_lines=limit_unknown,
    anchor="payers",
    field="payer_id",
    holds=False,
    levels=(Level.VISIT, Level.CLAIM),
)
