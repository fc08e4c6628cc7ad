"""DX-011: a diagnosis leaves side or site open although the record names it.

Why: payers deny unspecified codes where a specific one exists (RARC M81). Only the prescriber can say which
one applies; the program names none. A code that leaves something else open ("low back pain, unspecified")
is no matter of this rule: the record of a massage does not hold it.

Source: handbook §6.6, §3.5; RARC M81 (S2). Certainty: R.
"""

import re

import numpy as np

from xl_massbill.codes.body_region import fits, parts_of, side_of
from xl_massbill.practice.diagnoses import listed, pointed
from xl_massbill.practice.diagnosis_codes import State, judged, known, text_of
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.dx.treated import Regions, pointers_where
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

_SITE = r"site|joint|limb|region|part"
_SIDED = (
    r"(?:upper |lower )?(?:limb|extremity|arm|leg)|forearm|shoulder|elbow|wrist|hand|fingers?|thumb"
    r"|hip|thigh|knee|ankle|foot|toes?|side"
)
_open_site = re.compile(rf"unspecified (?:{_SITE})\b|\b(?:{_SITE}),? unspecified", re.IGNORECASE).search
_open_side = re.compile(rf"unspecified (?:{_SIDED})\b|\b(?:{_SIDED}),? unspecified", re.IGNORECASE).search


def left_open(lines: Lines) -> Hits:
    """Return the cells that a line points to and that leave open what the line's regions say."""
    found, facts = listed(lines), known(lines)

    def says_less(code: str, regions: Regions) -> bool:
        if code not in facts or not facts[code].unspecified:
            return False
        text, parts = text_of(lines, code), parts_of(code)
        sided = [r for r in regions if side_of(r) and (not parts or any(fits(p, r) for p in parts))]
        no_side = facts[code].laterality == "U" or bool(_open_side(text))
        return bool(_open_site(text)) or (no_side and bool(sided))

    _, cell = pointed(lines).leading()
    mask = np.zeros(len(found.line), dtype=bool)
    mask[cell[pointers_where(lines, says_less)]] = True
    return at_cells(found, mask & judged(lines).is_(State.SOUND))


RULE = Rule(
    id="DX-011",
    title="side and site named",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.6, §3.5; S2 (RARC M81)",
    message="{dx} is an unspecified code although the record is specific. Ask the prescriber whether a"
    " specific code applies (the program never names one).",
    example="M25.519 (unspecified shoulder) on a line that treated SHOULDER_R.",
    on_lines=left_open,
)
