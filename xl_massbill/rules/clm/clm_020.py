"""CLM-020: somebody took responsibility for a warning without saying why.

Why: the reason is what the clinic shows when the payer or an auditor asks; "ok" is none. Until there is
one the warning holds the claim. A finding that is mended meanwhile needs no reason any more.

Source: handbook §6.11, §6 (severities), §1.16. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.waive import SHORTEST_REASON


def without_reason(findings: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the warnings on sheet Findings that are acknowledged without a reason of ten characters."""
    taken = as_mask(findings["acknowledged_by"].notna()) | as_mask(findings["state"] == "ACKNOWLEDGED")
    open_ = as_mask(findings["severity"] == "warning") & as_mask(findings["state"] != "FIXED")
    said = findings["ack_reason"].fillna("").str.strip().str.len()
    short = as_mask(said < SHORTEST_REASON)
    for i in np.flatnonzero(taken & open_ & short).tolist():
        rule, row = findings["rule_id"].iloc[i], findings["row_key"].iloc[i]
        yield CellHit("findings", i, "ack_reason", {"rule": rule, "key": row, "n": SHORTEST_REASON}, lines=())


RULE = Rule(
    id="CLM-020",
    title="reason of an acknowledgement",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.11, §6, §1.16",
    message="Give a reason for {rule} ({key}) of at least {n} characters, or fix it.",
    example="REF-006 is acknowledged by Kim with the reason “ok”.",
    on_tables=without_reason,
    tables=("findings",),
    field="ack_reason",
    levels=(Level.VISIT, Level.CLAIM),
)
