"""CLM-014: the first payer's figures, which go with a claim to the next payer, do not add up.

Why: the next payer checks them line by line and rejects the claim before anybody reads it. Of each line
the charge must be what was paid and adjusted, of the claim its total; nothing paid is below zero; every
amount has its reason. A payer that answered with figures of the claim only is asked for the claim only.

Source: handbook §6.11, §7.7; claim edits (S33), RFI 1391, 1517 (S48). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.practice.bills import Bills
from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.clm.primary import Answer, answers, to_next_payers
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet
from xl_massbill.rules.wording import money


def does_not_balance(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims at home to a next payer that the posted figures do not explain."""
    bills = bills_of(question)
    where = np.flatnonzero(to_next_payers(bills)).tolist()
    parents = claims["parent_claim_id"]
    found = answers(question, {parents.iloc[i] for i in where if parents.iloc[i] is not None})
    for i in where:
        answer = found.get(parents.iloc[i])
        wrong = next(_wrong(bills, i, answer), "") if answer is not None and answer.is_known else ""
        if wrong:
            yield CellHit("claims", i, "total_charge", {"eq": wrong})


def _wrong(bills: Bills, claim: int, answer: Answer) -> Iterator[str]:
    """Yield in words every equation that does not hold."""
    if answer.has_lines:
        for line in bills.lines_of.get(claim, []):
            yield from _wrong_line(bills, line, answer)
    paid, adjusted = sum(answer.paid.values()), sum(answer.adjusted.values())
    total = bills["total_charge"].fillna(paid + adjusted).iloc[claim]
    if total != paid + adjusted:
        yield f"claim {money(total)} is not paid {money(paid)} + adjustments {money(adjusted)}"
    if answer.unexplained:
        yield "an adjustment has no reason code (CARC)"


def _wrong_line(bills: Bills, line: int, answer: Answer) -> Iterator[str]:
    number = bills.lines["line_no"].iloc[line]
    paid, adjusted = answer.paid.get(number, 0), answer.adjusted.get(number, 0)
    charge = bills.lines["charge"].fillna(paid + adjusted).iloc[line]
    if charge != paid + adjusted:
        yield f"line {number}: {money(charge)} is not paid {money(paid)} + adjustments {money(adjusted)}"
    if paid < 0:
        yield f"line {number}: paid {money(paid)} is below zero"


RULE = Rule(
    id="CLM-014",
    title="figures of the first payer",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.7; claim edits (S33), RFI 1391, 1517 (S48)",
    message="The primary payer's figures do not add up: {eq}. Compare with the EOB line by line.",
    example="A line of 96.00 was posted as 50.00 paid and 26.00 adjusted; 20.00 are missing.",
    on_tables=does_not_balance,
    tables=("claims",),
    field="total_charge",
    levels=(Level.CLAIM,),
)
