"""Whether the amounts of a claim add up.

Source: 005010X222A1 notes on CLM02, SV102; handbook §7.11; CLM-001, MON-001, MON-003.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.forms.x837p.lint.claim import Claim, cents, dollars
from xl_massbill.forms.x837p.lint.finding import Raised


def money(claim: Claim) -> Iterator[Raised]:
    """Yield what is wrong with the charges of a claim."""
    head = claim.head
    total = cents(head.get(2))
    charges = [cents(line.service.get(2)) for line in claim.lines]
    if total is not None and total < 0:
        yield Raised("L-AMT-NEGATIVE", head.number, "2300", "CLM02", {"value": dollars(total)})
    for line, charge in zip(claim.lines, charges, strict=True):
        if charge is not None and charge < 0:
            values = {"value": dollars(charge)}
            yield Raised("L-AMT-NEGATIVE", line.service.number, "2400", "SV102", values)
    if total is None or None in charges or not charges:
        return
    together = sum(charge for charge in charges if charge is not None)
    if together != total:
        sums: dict[str, object] = {"total": dollars(total), "sum": dollars(together), "count": len(charges)}
        yield Raised("L-CLM-SUM", head.number, "2300", "CLM02", sums)
    elif not total:
        yield Raised("L-CLM-ZERO", head.number, "2300", "CLM02")
