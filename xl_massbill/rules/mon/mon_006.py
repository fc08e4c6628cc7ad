"""MON-006: the patient paid another amount than the plan's copay.

Why: a copay that is not collected at the visit is seldom collected later, and waiving it breaks the contract;
too much must be paid back. The copay is due once a visit. More than the copay is right where a deductible or
a coinsurance is open, out of network, or where the patient paid the whole visit (DUP-005), so the rule is
silent there. Before the visit it reminds of what is due.

Source: handbook §6.11, §1.9, §9.2 (CARC 3). Certainty: D.
"""

from __future__ import annotations

from xl_massbill.practice.groups import any_of, numbered, sums
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def other_than_copay(lines: Lines) -> Hits:
    """Return the lines of visits for which the patient paid less, or surely more, than the copay."""
    visit = numbered(lines["visit_id"], lines["coverage_id"], within=as_mask(lines["is_counted"]))
    copay, paid = lines["coverage_copay"], sums(visit, lines["patient_paid"])
    more = as_mask(paid > copay) & _nothing_else_due(lines) & as_mask(paid < sums(visit, lines["charge"]))
    mask = as_mask(paid < copay) | more
    unread = lines.unread("patient_paid")
    if unread is not None:
        mask &= ~any_of(visit, unread)
    ahead = lines.holds("status", "SCHEDULED") & as_mask(paid == 0)

    def words(i: int) -> str:
        if ahead[i]:
            return f"Copay {money(copay[i])} expected. Collect it at the visit."
        advice = "Correct the receipt or collect the rest."
        return f"Copay {money(copay[i])} expected, {money(paid[i])} collected. {advice}"

    return Hits(mask, values={"what": phrases(mask, words)}, at=lines["visit_first"])


def _nothing_else_due(lines: Lines) -> Mask:
    """Return the lines whose plan leaves the patient nothing to pay but the copay."""
    left = lines["coverage_deductible_total"] - lines["coverage_deductible_met"]
    none = as_mask(left <= 0) & as_mask(lines["coverage_coinsurance_pct"] == 0)
    return none & ~lines.holds("coverage_network_status", "OUT")


RULE = Rule(
    id="MON-006",
    title="copay collected",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.11, §1.9",
    message="{what}",
    example="The plan's copay is 25.00, and 20.00 was collected.",
    on_lines=other_than_copay,
    field="patient_paid",
    levels=(Level.PREVISIT, Level.VISIT),
)
