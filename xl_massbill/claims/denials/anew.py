"""Whether a claim that its payer has judged goes out again as a new one (frequency 1), and why not.

A judged claim is replaced (frequency 7), unless the payer says that it wants a new one (remarks MA130 or
N142, its own rule, or a reason that asks for it), or somebody has decided so on sheet Denials. The new claim
bills all lines again, so none of them may have gone another way.

Source: handbook §7.5, §8.9 (DENIED, new claim), §9.1 (MA130), §9.2 (NEW).
"""

from __future__ import annotations

from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Decision, Denial
from xl_massbill.claims.denials.steps import DECISION_OF

_SETTLED = (Decision.PATIENT, Decision.NEXT_PAYER, Decision.WRITE_OFF)


def why_not_anew(desk: Desk, claim_id: str) -> str:
    """Return why a denied claim does not go out as a new one, "" if it may."""
    rows = [one for one in desk.denials if one.claim_id == claim_id]
    other = next((one for one in rows if one.decision in _SETTLED), None)
    if other is not None:
        return (
            f"Denial {other.denial_id} of claim {claim_id} was decided {other.decision}: a new claim would"
            " bill that line again. Take that decision back first (undecide)."
        )
    appealed = next((one for one in rows if one.is_appealed), None)
    if appealed is not None:
        return f"The appeal of denial {appealed.denial_id} has not been answered yet."
    if any(one.decision is Decision.NEW or (one.decision is None and _asks(desk, one)) for one in rows):
        return ""
    return (
        f"Claim {claim_id} was judged, and nothing on sheet Denials says that the payer wants a new claim:"
        " send a corrected one (correct), or decide NEW there first."
    )


def _asks(desk: Desk, denial: Denial) -> bool:
    """Return whether reason, remarks and the payer's rules ask for a new claim before all else."""
    return DECISION_OF.get(desk.advice(denial).steps[0]) is Decision.NEW
