"""A payment that is not the sum of its claims, posted at a person's word: the difference stands on sheet PLB.

Only the sum of the whole payment may differ (equation 4): what the payer left out of its provider adjustments
is put there as a row of its own, so that every sum ties and nobody overlooks it. A line or a claim whose own
figures do not add up stays held: there is no row that would not be an invention.

Source: handbook §8.6 (equations; hold), §8.7 (signs of PLB), §6.11 RMT-008 (an unexplained row warns).
"""

from __future__ import annotations

from dataclasses import replace

from xl_massbill.remits.balance import Sum, imbalances
from xl_massbill.remits.read835_facts import ProviderAdjustment, Remittance

OFF = "OFF"
"""Our own reason of the row: no payer uses it, and none explains it."""


def difference(remittance: Remittance) -> int:
    """Return by how many cents the payment is below the sum of its claims and provider adjustments."""
    off = [one for one in imbalances(remittance) if one.sum is Sum.PAYMENT]
    return -off[0].off if off else 0


def why_not(remittance: Remittance) -> str:
    """Return why a held remittance cannot be posted by anybody's word, "" if it can."""
    if grave := next((one for one in remittance.problems if one.is_grave), None):
        return f"segment {grave.number}: {grave.sentence}"
    other = [one for one in imbalances(remittance) if one.holds and one.sum is not Sum.PAYMENT]
    if other:
        return (
            f"{other[0].sentence()}. Only a difference of the whole payment can be posted by a person's word:"
            " ask the payer for a corrected remittance, and post that"
        )
    return "" if difference(remittance) else "it adds up: hand its file in again"


def amended(remittance: Remittance, reference: str) -> Remittance:
    """Return a remittance with its difference as a provider adjustment, so that the payment adds up."""
    known = remittance.provider_adjustments
    row = ProviderAdjustment(
        number=remittance.number,
        provider=known[0].provider if known else remittance.payee_npi,
        fiscal_date=known[0].fiscal_date if known else None,
        reason=OFF,
        reference=reference,
        amount=difference(remittance),
    )
    return replace(remittance, provider_adjustments=(*known, row))
