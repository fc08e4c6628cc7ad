"""The paper of the order must be on file.

When a payer asks for the order, days count: one that cannot be found is one that was never written.

Source: handbook §6.4 REF-013, §1.10 (received_on, file_link). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity

_NO_SCAN = "The scan of the order is not on file. Save it and link it"
_NO_DAY = "The day the order came in is not noted. Enter it"


def paper_missing(lines: Lines) -> Hits:
    """Find orders without a link to the scan or without the day they came in."""
    no_scan = lines.blank("referral_file_link")
    no_day = lines["referral_received_on"].isna().to_numpy(dtype=bool)
    return Hits(
        lines.has("referral") & (no_scan | no_day),
        values={"what": chosen(no_scan, _NO_SCAN, _NO_DAY)},
        field=chosen(no_scan, "file_link", "received_on"),
    )


RULE = Rule(
    id="REF-013",
    title="Order on file",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.4; SEED",
    message="{what} on sheet Referrals.",
    example="No scan of the order is linked.",
    on_lines=paper_missing,
    anchor="referrals",
    levels=(Level.PREVISIT, Level.VISIT),
)
