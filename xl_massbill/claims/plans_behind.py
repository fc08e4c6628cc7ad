"""Which plans a first payer is told of: those of the patient that pay after it on the day of service.

Only health plans share a bill, and only a bill to a first payer names the others, without any figures:
nobody has answered yet. Left out are

* claims of an accident or a work injury, and of the VA: these pay alone (§5.1, §4.6);
* claims to Original Medicare: they go out for a denial (§5.2), paper claims show no other plan (box 11 says
  NONE), and naming a plan in the file may set off Medicare's own forwarding;
* Original Medicare beside Medicare Advantage, which stands in its place.

Source: handbook §5.1, §5.2, §7.3 (2320, 2330), §7.8 (boxes 9 to 9d, 11d); CMS manual chapter 26, items 9, 11.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.practice import Lines
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.lines import take
from xl_massbill.practice.other_plans import other_plans

_LATER = {"S": 1, "T": 2}
_MEDICARE, _INSTEAD = "ORIGINAL_MEDICARE", "MEDICARE_ADVANTAGE"
Plans = tuple[int, ...]


def plans_behind(lines: Lines, chosen: npt.NDArray[np.int64]) -> list[Plans]:
    """Return for each chosen line the positions in Coverage of the plans behind its own, in their order.

    A plan that stands in several rows, one for each benefit check, counts by its last one.
    """
    coverage = lines.records["coverage"]
    own = lines.position("coverage")[chosen]
    at = lines.records.positions("payers", "payer_id", coverage["payer_id"])
    kinds = np.array([*take(lines.records["payers"]["payer_type"], at), None], dtype=object)
    priority = np.array([*coverage["priority"], None], dtype=object)
    turn = np.array([_LATER.get(word, 0) for word in priority])
    asked = (priority[own] == "P") & (kinds[own] != _MEDICARE)
    found: dict[int, list[int]] = {}
    for other, both in other_plans(lines):
        behind = other[chosen]
        instead = (kinds[own] == _INSTEAD) & (kinds[behind] == _MEDICARE)
        for i in np.flatnonzero(asked & both[chosen] & (turn[behind] > 0) & ~instead).tolist():
            found.setdefault(i, []).append(int(behind[i]))
    same = numbered(coverage["payer_id"], coverage["member_id"], coverage["priority"])
    return [_in_order(found[i], turn, same) if i in found else () for i in range(len(chosen))]


def _in_order(plans: list[int], turn: Numbers, same: Numbers) -> Plans:
    newest = {same[plan]: plan for plan in sorted(plans)}
    return tuple(sorted(newest.values(), key=lambda plan: (turn[plan], plan)))


def unclear(payers: tuple[OtherPayer, ...]) -> str:
    """Return in words why the plans behind cannot be named on a claim, if they cannot; no personal data."""
    waiting = [payer for payer in payers if payer.paid is None]
    for payer in waiting:
        lacks = {
            "the payer's name": payer.name,
            "the payer's filing indicator": payer.filing_indicator,
            "the relation to the insured": payer.relation,
            "the policy holder's last name": payer.holder_last,
            "the member ID": payer.member_id,
        }
        if missing := next((what for what, cell in lacks.items() if not cell.strip()), ""):
            where = "Payers" if missing.startswith("the payer") else "Coverage"
            return f"The patient's other plan at {payer.payer_id} lacks {missing}: see sheet {where}."
    turns = [payer.sequence for payer in waiting]
    if len(set(turns)) < len(turns):
        return (
            "The patient has two other plans of the same priority for that day: which pays before the other?"
            " Correct the priority, or the last day of a plan, on sheet Coverage."
        )
    return ""
