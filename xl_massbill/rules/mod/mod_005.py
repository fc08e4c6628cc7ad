"""MOD-005: 59 or an X modifier says that work was separate, and the record does not show it.

Why: 59 is the modifier auditors look at first. It holds if the other code of the visit was another region,
or had its own minutes by the clock; one of the two is enough. Compared is the code that makes a pair with
this one (NCCI_PTP, pair_policy); where none does, any timed code of the visit may be meant, and it is
enough that one of them was separate. Different visits are different encounters. An unreadable region or
time of either line may be the proof.

Source: handbook §6.5, §2.2, §2.3; CMS on 59 (S10, S11). Certainty: R.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.codes.modifier import SEPARATE
from xl_massbill.practice.groups import Numbers, first_of, matches, numbered
from xl_massbill.practice.pair_edits import ALLOWED, rows
from xl_massbill.rules.mod.separate import look_alike
from xl_massbill.rules.mod.worn import picked, slot, together
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask

Texts = npt.NDArray[np.object_]
_PROOF = ("regions", "line_start", "line_end")


def without_proof(lines: Lines) -> Hits:
    """Return the lines that wear 59 or X beside a code with the same region and no times of its own."""
    billed, wears = as_mask(lines["is_billable"]), as_mask(lines["is_separate"])
    if not wears.any():
        return Hits(wears)
    whose = (lines["visit_id"], lines["service_day"], lines["therapist_id"], lines["coverage_payer_id"])
    visit = numbered(*whose, within=billed)
    one, other = matches(visit, np.flatnonzero(billed & wears), np.flatnonzero(billed))
    code = lines["code"].to_numpy(dtype=object)
    pairs = _are_pairs(lines, code[one], code[other])
    has_pair = np.zeros(len(lines), dtype=bool)
    has_pair[one[pairs]] = True
    timed = as_mask(lines["code_kind"] == "TIMED")
    meant = pairs | (~has_pair[one] & timed[other] & (code[one] != code[other]))
    alike = look_alike(lines, one, other) & ~_unread(lines)[other]
    mask = _hit(len(lines), one[meant & alike]) & ~_hit(len(lines), one[meant & ~alike & ~pairs])
    worn = picked(lines, lambda worn: [m for m in worn if m in SEPARATE])
    at = first_of(visit, where=mask)
    return Hits(
        mask,
        values={"m": phrases(mask, lambda i: together(worn[at[i]]))},
        field=phrases(mask, lambda i: slot(lines, at[i], worn[at[i]][0])),
        at=pd.Series(at),
    )


def _are_pairs(lines: Lines, ones: Texts, others: Texts) -> Mask:
    """Return which codes are known to make a pair that a modifier may part."""
    about = rows(lines.records).items()
    known = {codes for codes, these in about if any(row.edit.verdict != ALLOWED for row in these)}
    same = numbered(ones, others)
    first = first_of(same)
    out = np.zeros(len(first), dtype=bool)
    for i in np.unique(first).tolist():
        out[i] = frozenset((ones[i], others[i])) in known
    return out[first]


def _unread(lines: Lines) -> Mask:
    out = np.zeros(len(lines), dtype=bool)
    for name in _PROOF:
        unread = lines.unread(name)
        out |= False if unread is None else unread
    return out


def _hit(size: int, at: Numbers) -> Mask:
    out = np.zeros(size, dtype=bool)
    out[at] = True
    return out


RULE = Rule(
    id="MOD-005",
    title="59 with proof",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §2.2, §2.3; CMS on 59 (S10, S11)",
    message=(
        "{m} says “separate”, but the note shows the same region and no separate times. Remove {m}, or let"
        " the therapist add what really was separate as a dated amendment."
    ),
    example="97140 and 97124-59, both on the low back, without times of their own.",
    on_lines=without_proof,
    field="mod1",
)
