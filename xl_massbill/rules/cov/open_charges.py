"""What is on its way to an insurer and not answered yet: it will use up the policy's money first.

Source: handbook §5.4, §8.9 (states), §10.1 (balances).
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.groups import Numbers
from xl_massbill.rules.rule import Lines

UNANSWERED = (
    "BATCHED",
    "SUBMITTED",
    "ACK_RECEIVED",
    "ACCEPTED",
    "REJECTED",
    "IN_PROCESS",
    "INFO_REQUESTED",
    "APPEALED",
)


def open_claims(lines: Lines) -> Numbers:
    """Return for each row of Coverage the balance of its unanswered claims in cents; a last 0 for no row."""
    coverage, claims = lines.records["coverage"], lines.records["claims"]
    open_ = np.zeros(len(coverage) + 1, dtype=np.int64)
    at = lines.records.positions("coverage", "coverage_id", claims["coverage_id"])
    counts = claims["status"].isin(UNANSWERED).to_numpy(dtype=bool) & (at >= 0)
    np.add.at(open_, at[counts], claims["balance"].to_numpy(dtype=np.int64, na_value=0)[counts])
    return open_
