"""DUP-005: the patient has paid the whole fee of a visit that is also billed to a plan.

Why: when the plan pays too, the clinic holds money twice and owes a refund; some contracts forbid taking
it at all. A copay below the fee is fine. Original Medicare pays no massage: there the patient pays the whole
fee, and the bill only asks for the denial that another plan wants to see (§5.2).

Source: handbook §6.10, §5.1, §12 case 8. Certainty: G.
"""

import pandas as pd

from xl_massbill.practice.groups import any_of, first_of, numbered, sums
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def paid_in_full(lines: Lines) -> Hits:
    """Return the lines of billable visits for which the patient has paid at least the charges."""
    charge = lines["charge"]
    visit = numbered(lines["visit_id"], within=as_mask(lines["is_billable"]))
    owed, paid = sums(visit, charge), sums(visit, lines["patient_paid"])
    mask = as_mask((paid >= owed) & (owed > 0)) & ~any_of(visit, as_mask(charge.isna()))
    mask &= ~lines.holds("payer_payer_type", "ORIGINAL_MEDICARE")
    words = paid[mask].map(money).reindex(range(len(lines)))
    return Hits(mask, values={"x": words}, at=pd.Series(first_of(visit)))


RULE = Rule(
    id="DUP-005",
    title="not paid in cash as well",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.10",
    message="The patient already paid {x} for this visit. Refund or do not bill.",
    example="The patient paid 180.00 at the desk, and the visit of 180.00 is set to be billed.",
    on_lines=paid_in_full,
    field="patient_paid",
)
