"""PLB: why a payer moves money that belongs to no claim; wording ours.

A positive amount lowers the payment, a negative one raises it.

Source: handbook §8.7 (names S36, list S1).
"""

from __future__ import annotations

REASONS = {
    "50": "late charge",
    "72": "refund that we sent, acknowledged",
    "AP": "acceleration of benefits",
    "B2": "rebate",
    "BN": "bonus",
    "CS": "adjustment",
    "E3": "withholding",
    "FB": "balance carried to the next payment",
    "IR": "withheld for the tax office",
    "J1": "not reimbursable",
    "L6": "interest, ours when negative",
    "LE": "levy",
    "WO": "overpayment taken back",
}
