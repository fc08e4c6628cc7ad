"""COV-011: the money left on an auto policy does not reach for this bill.

Why: once PIP or MedPay is used up the rest is denied (CARC 35, 119, 149), and the patient should know before
the visit who pays it. Left is the limit less what the adjuster says all providers have used; claims without
an answer and unbilled visits up to this day come first. A limit or use that nobody entered is unknown.

Source: handbook §6.2, §5.4, case 5 (S25). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def money_ends(lines: Lines) -> Hits:
    """Return the unbilled lines whose bill exceeds what the policy has left."""
    on_meter = as_mask(lines["is_on_meter"])
    if not on_meter.any():
        return Hits(on_meter)
    left, asked, bill = lines["meter_left"], lines["meter_asked"], lines["meter_bill"]
    mask = as_mask(asked > left)  # only lines on the meter ask anything of it
    return Hits(
        mask,
        values={
            "x": phrases(mask, lambda i: money(int(left[i]))),
            "y": phrases(mask, lambda i: money(int(bill[i]))),
            "earlier": phrases(mask, lambda i: _earlier(int(asked[i] - bill[i]))),
        },
        at=lines["visit_first"],
    )


def _earlier(cents: int) -> str:
    return f", and {money(cents)} of other bills is still open" if cents > 0 else ""


RULE = Rule(
    id="COV-011",
    title="auto policy used up",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2, §5.4 (S25)",
    message="PIP/MedPay money left is {x}, this bill is {y}{earlier}. Ask the adjuster for the balance and"
    " agree with the patient who pays the rest.",
    example="The adjuster says 130 dollars are left, and the visit costs 200.",
    on_lines=money_ends,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
