"""MON-001: the charge of a line is not the clinic's fee times its units.

Why: payers add up (a line that does not multiply is rejected), and a price that differs from the clinic's own
list must be explained in every audit. The fee is the row of sheet Fees in force on the day; without one
(MON-002 says so), or with two that contradict, the line's own unit charge. A charge of 0 is MON-003's matter.

Source: handbook §6.11, §1.6, §1.11. Certainty: D.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask
from xl_massbill.rules.wording import money


def does_not_multiply(lines: Lines) -> Hits:
    """Return the lines whose charge, or unit charge, is not what fee and units make it."""
    charge, own, units = lines["charge"], lines["unit_charge"], lines["units"]
    fee = lines["fee_unit_charge"].fillna(own)
    due = fee * units
    wrong = as_mask(charge != due) & as_mask(charge != 0)
    odd = as_mask(own != fee) & as_mask(charge == due)
    mask = wrong | odd

    def words(i: int) -> str:
        if wrong[i]:
            return f"Charge is {money(charge[i])}, but fee × units = {money(due[i])}"  # noqa: RUF001 - as on paper
        return f"Unit charge is {money(own[i])}, but the fee is {money(fee[i])}"

    return Hits(mask, values={"what": phrases(mask, words)}, field=chosen(wrong, "charge", "unit_charge"))


RULE = Rule(
    id="MON-001",
    title="charge is units times fee",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.11, §1.6",
    message="{what}. Recalculate the line.",
    example="4 units at a fee of 45.00, and the charge says 108.00.",
    on_lines=does_not_multiply,
    field="charge",
)
