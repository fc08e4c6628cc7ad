"""DX-008: a diagnosis is of the side that was not treated, or right and left stand where one code says both.

Why: payers compare sides; a right shoulder that was treated on the left is denied as not documented. Only
the regions of the diagnosis's own part of the body tell (region map), and only if all of them name the
other side.

Source: handbook §6.6, §3.5, §3.6. Certainty: R.
"""

import numpy as np

from xl_massbill.codes.body_region import fits, parts_of, side_of
from xl_massbill.practice.diagnoses import listed, pointed
from xl_massbill.practice.diagnosis_codes import State, judged, known
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.dx.pairs import Codes, among_visits
from xl_massbill.rules.dx.sides import are_sides_of_one
from xl_massbill.rules.dx.treated import Regions, pointers_where
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity
from xl_massbill.rules.wording import dotted

_OTHER = {"R": "L", "L": "R"}


def wrong_side(lines: Lines) -> Hits:
    """Return the cells whose side was not treated, and those with the other side of an earlier one."""
    found, facts = listed(lines), known(lines)

    def untreated(code: str, regions: Regions) -> bool:
        other = _OTHER.get(facts[code].laterality) if code in facts else None
        own = [region for region in regions if any(fits(part, region) for part in parts_of(code))]
        return bool(own) and all(side_of(region) == other for region in own)

    def ask(codes: Codes) -> dict[str, str]:
        pairs = [(a, b) for at, b in enumerate(codes) for a in codes[:at]]
        return {b: a for a, b in pairs if are_sides_of_one(facts[a], facts[b])}

    _, cell = pointed(lines).leading()
    missed = np.zeros(len(found.line), dtype=bool)
    missed[cell[pointers_where(lines, untreated)]] = True
    missed &= judged(lines).is_(State.SOUND)
    twofold, told = among_visits(lines, ask)

    def what(at: int) -> str:
        if missed[at]:
            return f"the treated region ({', '.join(lines['regions'].iloc[found.line[at]])})"
        return f"{dotted(told[at])}, its other side, where one code says both"

    mask = missed | twofold
    return at_cells(
        found, mask, severity=chosen(~missed, Severity.WARNING), values={"what": phrases(mask, what)}
    )


RULE = Rule(
    id="DX-008",
    title="side of the diagnosis",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.5; ICD-10-CM (S3)",
    message="The side of {dx} does not fit {what}. Check the order.",
    example="M25.511 (right) is pointed to by a line that treated SHOULDER_L only.",
    on_lines=wrong_side,
)
