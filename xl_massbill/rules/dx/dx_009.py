"""DX-009: a diagnosis is not on the doctor's order, and nothing says where it came from.

Why: a massage therapist cannot diagnose. A code that the office chose is a guess; the payer that compares
claim and order takes the money back. DxTrail holds what the doctor gave in another way (a call, an amended
order). A visit without a linked order is compared with all orders of the patient. Where an order is required
and none is linked REF-001 speaks, where the order holds no code at all REF-002, of what is no code DX-002.

Source: handbook §6.6, §3.7, §1.11 (DxTrail). Certainty: R.
"""

import numpy as np

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import in_trail, is_in, listed
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity


def guessed(lines: Lines) -> Hits:
    """Return the diagnosis cells that neither an order nor DxTrail accounts for."""
    found, has_order = listed(lines), lines.has("referral")
    required = np.asarray(lines["order_required"], dtype=bool)
    compared = np.where(has_order, ~lines.blank("referral_dx_list"), ~required) & lines.has("patient")
    mask = compared[found.line] & found.where(icd10.is_valid)
    mask &= ~_ordered(lines, has_order) & ~in_trail(lines)
    doubted = has_order[found.line]
    return at_cells(
        found,
        mask,
        severity=chosen(~required[found.line], Severity.WARNING),
        values={"where": phrases(mask, lambda cell: "the doctor's order" if doubted[cell] else "an order")},
    )


def _ordered(lines: Lines, has_order: Mask) -> Mask:
    """Return the cells that are on the visit's order, or on any order of the patient where none is linked."""
    orders = lines.records["referrals"]
    linked = is_in(lines, lines.position("referral"), np.arange(len(orders)), orders["dx_list"])
    patients = lines.records.positions("patients", "patient_id", orders["patient_id"])
    patients_own = is_in(lines, lines.position("patient"), patients, orders["dx_list"])
    return linked | (patients_own & ~has_order[listed(lines).line])


RULE = Rule(
    id="DX-009",
    title="diagnosis from the record",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.7; SEED",
    message="{dx} is not on {where}. Do not guess: get it confirmed or remove it.",
    example="The order says M54.2 and the visit M54.59; nobody asked the prescriber.",
    on_lines=guessed,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
