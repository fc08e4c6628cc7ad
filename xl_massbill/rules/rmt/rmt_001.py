"""RMT-001: a remittance does not add up.

Why: whoever posts it books money that never came, or leaves some unbooked, and nobody can find it later.
It is held until the payer or the paper tells where the difference is.

The sums of lines, claims and the whole payment are errors; a patient's part that differs from the
adjustments of group PR is a warning, for payers do not always keep to it.

Source: handbook §6.11, §8.6; (S36). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.practice.balance import Equation, Fault, faults
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money

_PATIENT = (
    "The patient's part of claim {c} is {a} in the remittance, and its lines come to {b}. "
    "Compare with the EOB."
)
_WORDS = {
    Equation.LINE: "claim {claim}{line}: paid {has}, charge less adjustments {should}",
    Equation.CLAIM: "claim {claim}: paid {has}, charge less adjustments {should}",
    Equation.CHARGES: "claim {claim}: lines charge {has}, claim {should}",
    Equation.ROWS: "claim {claim}: its rows say {has} and {should}",
    Equation.PAYMENT: "payment {has}, claims less other amounts {should}",
}
_MOST = 3


def off_balance(remits: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the remittances with an equation that fails, and the claims whose patient's part differs."""
    records = question.records
    wrong_sums = faults(remits, records["payments"], records["plb"])
    found: dict[str, list[Fault]] = {}
    for fault in wrong_sums:
        if fault.equation is not Equation.PATIENT:
            found.setdefault(fault.remit_id, []).append(fault)
    at = records.index("remits", "remit_id")
    for remit_id, wrong in found.items():
        where = "; ".join(map(in_words, wrong[:_MOST])) + (" …" if len(wrong) > _MOST else "")
        values = {"x": money(wrong[0].off), "where": where}
        if remit_id in at:
            yield CellHit("remits", at[remit_id], "amount", values)
        else:
            yield CellHit("payments", wrong[0].row, "remit_id", values)
    for fault in wrong_sums:
        if fault.equation is Equation.PATIENT:
            shown = {"c": fault.claim_id, "a": money(fault.has), "b": money(fault.should)}
            yield CellHit("payments", fault.row, "clp_pr", shown, Severity.WARNING, _PATIENT)


def in_words(fault: Fault) -> str:
    """Return where a sum does not come out, and what it says."""
    values = {"claim": fault.claim_id, "line": fault.line and f" line {fault.line}", "has": money(fault.has)}
    return _WORDS[fault.equation].format(**values, should=money(fault.should))


RULE = Rule(
    id="RMT-001",
    title="remittance adds up",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §8.6; (S36)",
    message=(
        "This remittance does not balance by {x} ({where}). "
        "Do not post; compare with the EOB or ask the payer."
    ),
    example="A line of 180.00 has adjustments of 77.00, and 104.00 is said to be paid.",
    on_tables=off_balance,
    tables=("remits",),
    field="amount",
    levels=(Level.POST,),
)
