"""DX-016: the first diagnosis differs from that of the previous visit under the same order.

Why: payers read a change of the main diagnosis as a new condition, which needs an order of its own. A change
that DxTrail accounts for, or back to the diagnosis that the order names first, is none.

Source: handbook §6.6, §3.6. Certainty: G.
"""

import numpy as np

from xl_massbill.practice.diagnoses import by_line_number, first_in_visit, in_trail, listed, visit_of
from xl_massbill.practice.groups import any_of, first_of, numbered
from xl_massbill.practice.lines import Positions
from xl_massbill.practice.running import dates_of, days_of
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask


def changed(lines: Lines) -> Hits:
    """Return the visits whose first diagnosis is another than on the patient's last day under the order."""
    days, known = days_of(lines["dos"])
    counted = known & ~lines.blank("dx1") & as_mask(lines["is_done"]) & lines.has("referral")
    visits, before = _in_turn(lines, counted & lines.has("patient"), days)
    cell = listed(lines).cell[:, 0]
    number = listed(lines).number
    other = (number[cell[visits]] != number[cell[before]]) & (days[visits] > days[before])
    mask, since = np.zeros(len(lines), dtype=bool), np.zeros(len(lines), dtype=np.int64)
    mask[visits[other]], since[visits] = True, days[before]
    mask[mask] = ~_explained(lines, mask, cell[mask])
    whole = any_of(visit_of(lines), mask)
    return Hits(
        whole,
        values={"d": dates_of(since[first_of(visit_of(lines), mask)], whole)},
        at=first_in_visit(lines, mask),
    )


def _in_turn(lines: Lines, counted: Mask, days: Positions) -> tuple[Positions, Positions]:
    """Return the first line of each visit but the first under its order, and that of the visit before it."""
    order = lines.shared(by_line_number)
    order = order[counted[order]]
    visits = visit_of(lines)[order]
    order = order[first_of(visits) == np.arange(len(visits))]
    order = order[np.argsort(days[order], kind="stable")]
    owner = numbered(lines.position("referral")[order], lines.position("patient")[order])
    in_turn = np.argsort(owner, kind="stable")
    order, owner = order[in_turn], owner[in_turn]
    follows = owner[1:] == owner[:-1]
    return order[1:][follows], order[:-1][follows]


def _explained(lines: Lines, mask: Mask, cell: Positions) -> Mask:
    """Return of these lines those whose first diagnosis DxTrail explains, or the order names first."""
    lines.reads("referral_dx_list")
    heads = [dxs[0] if dxs else None for dxs in lines.records["referrals"]["dx_list"]]
    ordered = np.array(heads, dtype=object)[lines.position("referral")[mask]]
    return np.asarray(in_trail(lines)[cell] | (ordered == lines["dx1"].to_numpy()[mask]), dtype=bool)


RULE = Rule(
    id="DX-016",
    title="diagnosis as at the visit before",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.6, §3.6",
    message="The diagnosis changed since {d} without a new order. Attach the new order or go back to the"
    " ordered code.",
    example="Under one order the first visits name M54.2 and the next one M62.838 first.",
    on_lines=changed,
    field="dx1",
)
