"""A posting in rows, before and after it is done: per claim and in total; no names.

Source: DESIGN §4 (preview as rows, then post); handbook §8.6 (exact difference and place).
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.remits.post_values import Outcome, Posting

_HEAD = (
    f"{'claim':21} {'found by':27}{'charge':>11}{'paid':>11}{'contract':>11}{'patient':>11}"
    f"{'balance':>11}  state"
)
SHOWN = 40


def totals(posting: Posting) -> dict[str, int]:
    """Return the sums of a posting in cents: charge = paid + adjusted + what is open."""
    claims = posting.outcomes.values()
    remittance = posting.remittance
    return {
        "claims": len(remittance.claims),
        "placed": len(posting.placed) - len(posting.unplaced),
        "amount": remittance.amount or 0,
        "paid_to_claims": sum(one.paid for one in claims),
        "contractual": sum(one.contractual for one in claims),
        "provider_adjustments": sum(one.amount for one in remittance.provider_adjustments),
        "unplaced": sum(one.answer.paid for one in posting.unplaced),
        "denials": len(posting.denials),
        "denied": sum(row["amount"] for row in posting.denials),
    }


def text(posting: Posting, remit_id: str = "") -> str:
    """Return the posting as lines."""
    remittance, sums = posting.remittance, totals(posting)
    payer = posting.payer_id or "unknown payer"
    title = (
        f"{remit_id or 'Remittance'}: {payer}, {remittance.trace}, ${dollars(sums['amount'])}, {posting.day}"
    )
    if posting.held:
        where = "\n".join(f"  {one}" for one in posting.held)
        return f"{title}\nHELD, nothing was posted to claims:\n{where}"
    rows = [_line(one) for one in islice(posting.outcomes.values(), SHOWN)]
    left = len(posting.outcomes) - len(rows)
    more = [f"… and {left:,} claims more"] if left else []
    warned = [f"  ! {sentence}" for sentence in posting.warnings]
    shown = {name: dollars(cents) for name, cents in sums.items()}
    end = (
        f"Paid ${shown['amount']} = claims ${shown['paid_to_claims']} + not placed ${shown['unplaced']}"
        f" - provider adjustments ${shown['provider_adjustments']}; contractual ${shown['contractual']};"
        f" denied lines {sums['denials']}, ${shown['denied']}."
    )
    head = [_HEAD] if rows else []
    return "\n".join([title, *head, *rows, *more, *warned, end])


def _line(one: Outcome) -> str:
    money = "".join(f"{dollars(cents):>11}" for cents in (one.charge, one.paid, one.contractual, one.patient))
    found = f"{one.way[:22]:22} {one.confidence:3}%"
    states = (
        one.state_after if one.state_before == one.state_after else f"{one.state_before} → {one.state_after}"
    )
    notes = "".join(f"\n    {words}" for words in (*one.notes, f"next: {one.next_action}"))
    return f"{one.claim_id:21} {found}{money}{dollars(one.balance_after):>11}  {states}{notes}"


def as_json(posting: Posting) -> dict[str, Any]:
    """Return the posting as JSON values, money in cents."""
    remittance = posting.remittance
    return {
        "payer": posting.payer_id,
        "trace": remittance.trace,
        "amount": remittance.amount,
        "payment_date": posting.day.isoformat(),
        "held": posting.held,
        "warnings": posting.warnings,
        "claims": [asdict(one) for one in posting.outcomes.values()],
        "totals": totals(posting),
    }
