"""Washington's state fund takes no CMS-1500 from massage therapists.

It asks for its own statement for miscellaneous services, or electronic billing; a CMS-1500 comes back.
One finding a payer.

Source: handbook §6.10 PAY-009, §12 case 6; WAC 296-20-125 (S18). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.pay.injured import at_state_fund
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def on_the_wrong_form(lines: Lines) -> Hits:
    """Find the state fund where its claims go out on the CMS-1500."""
    return Hits(at_state_fund(lines) & lines.holds("payer_submit_method", "CMS1500"))


RULE = Rule(
    id="PAY-009",
    title="L&I form",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.10, §12 case 6; S18",
    message="L&I asks massage therapists for its own statement form or electronic billing."
    " Change the submit method.",
    example="The state fund stands on sheet Payers with the submit method CMS1500.",
    on_lines=on_the_wrong_form,
    anchor="payers",
    field="submit_method",
    levels=(Level.VISIT, Level.CLAIM),
)
