"""MOD-012: the side of the modifier is not the side of the diagnoses that the line points to.

Why: LT on a line for a right shoulder contradicts itself, and the payer denies it. Which of the two is wrong
only the note and the order can tell. A line with both modifiers, or that points to both sides, is not judged.

Source: handbook §6.5, §2.2. Certainty: G.
"""

import numpy as np

from xl_massbill.practice.diagnoses import listed, pointed
from xl_massbill.practice.diagnosis_codes import State, judged, known
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity
from xl_massbill.rules.wording import dotted

SLOTS = ("mod1", "mod2", "mod3", "mod4")


def contradicts(lines: Lines) -> Hits:
    """Return the lines with LT or RT that point to diagnoses of the other side, and to none of its own."""
    rt, lt = _wears(lines, "RT"), _wears(lines, "LT")
    if not (rt | lt).any():
        return Hits(rt)
    found, pointers, facts = listed(lines), pointed(lines), known(lines)
    line, cell = pointers.leading()
    sides = {code: fact.laterality for code, fact in facts.items()}
    sound = judged(lines).is_(State.SOUND)

    def points_to(*wanted: str) -> Mask:
        out = np.zeros(len(lines), dtype=bool)
        out[line[(sound & found.where(lambda code: sides.get(code) in wanted))[cell]]] = True
        return out

    right, left = points_to("R", "B"), points_to("L", "B")
    says_left = lt & ~rt & right & ~left
    mask = says_left | (rt & ~lt & left & ~right)

    def named(i: int) -> str:
        codes = (found.code(at) for at in pointers.cells_of(i))
        return ", ".join(dotted(code) for code in codes if sides.get(code) in ("R", "L"))

    return Hits(
        mask,
        values={
            "a": chosen(says_left, "left (LT)", "right (RT)"),
            "b": chosen(says_left, "right", "left"),
            "dx": phrases(mask, named),
        },
        field=phrases(mask, lambda i: next(name for name in SLOTS if lines[name].iloc[i] in ("LT", "RT"))),
    )


def _wears(lines: Lines, modifier: str) -> Mask:
    return np.asarray(np.logical_or.reduce([lines.holds(name, modifier) for name in SLOTS]), dtype=bool)


RULE = Rule(
    id="MOD-012",
    title="side of modifier and diagnosis",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.5",
    message="Modifier says {a}, diagnosis says {b} ({dx}). Check the side in the note and the order.",
    example="97124 LT points to M25.511, pain in the right shoulder.",
    on_lines=contradicts,
    levels=(Level.VISIT, Level.CLAIM),
)
