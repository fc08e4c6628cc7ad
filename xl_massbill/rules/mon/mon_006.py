"""MON-006: the patient paid another amount than the plan's copay.

Why: a copay that is not collected at the visit is seldom collected later, and waiving it breaks the contract;
too much must be paid back. It is due once a day at least and once a visit at most. More than the copay is
right where a deductible or a coinsurance is open, out of network, or where the patient paid the whole visit
(DUP-005), so the rule is silent there. A booked visit has nothing to collect yet.

Source: handbook §6.11, §1.9, §9.2 (CARC 3). Certainty: D.
"""

from __future__ import annotations

from xl_massbill.practice.groups import any_of, first_of, numbered, sums
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def other_than_copay(lines: Lines) -> Hits:
    """Return the lines of days with less paid than the copay, and of visits with surely more."""
    counted = as_mask(lines["is_counted"])
    day = numbered(lines["service_day"], lines["coverage_id"], within=counted)
    visit = numbered(day, lines["visit_id"], within=day >= 0)
    copay, charge, paid = lines["coverage_copay"], lines["charge"], lines["patient_paid"]
    of_day, of_visit = sums(day, paid), sums(visit, paid)
    less = as_mask(of_day < copay)
    more = as_mask(of_visit > copay) & _nothing_else_due(lines) & as_mask(of_visit < sums(visit, charge))
    mask = less | more
    unread = lines.unread("patient_paid")
    if unread is not None:
        mask &= ~any_of(day, unread)

    def words(i: int) -> str:
        collected = money(of_day[i] if less[i] else of_visit[i])
        advice = "Correct the receipt or collect the rest."
        return f"Copay {money(copay[i])} expected, {collected} collected. {advice}"

    first = lines["visit_first"]
    at = first.where(~less, first[first_of(day)].reset_index(drop=True))
    return Hits(mask, values={"what": phrases(mask, words)}, at=at)


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
    levels=(Level.VISIT,),
)
