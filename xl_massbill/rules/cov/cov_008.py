"""COV-008: the relation says that the patient is the insured, but the two have different names.

Why: one of the two is wrong, and the claim goes out with the patient as the policy holder. Names are compared
without capitals, accents, hyphens and Jr or Sr; of first names only the first word, since cards often leave
out the second. A blank is no other name.

Source: handbook §6.2. Certainty: G.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.same_name import spelt
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})


def other_name(lines: Lines) -> Hits:
    """Return the lines of a plan of one's own that names somebody else."""
    own = lines.holds("coverage_relation_to_insured", "18")
    return Hits(own & (_other(lines, "last") | _other(lines, "first")))


def _other(lines: Lines, part: str) -> Mask:
    """Return where the plan names somebody whose last or first name is not the patient's."""
    lines.reads(f"coverage_insured_{part}", f"patient_{part}_name")
    insured, patients = (
        lines.records["coverage"][f"insured_{part}"],
        lines.records["patients"][f"{part}_name"],
    )
    bare = _surname if part == "last" else _given
    theirs = np.array([*map(bare, insured), ""], dtype=object)[lines.position("coverage")]
    if not theirs.any():  # as on most sheets: nobody types the own name twice
        return np.zeros(len(lines), dtype=bool)
    own = np.array([*map(bare, patients), ""], dtype=object)[lines.position("patient")]
    return np.asarray((theirs != "") & (own != "") & (theirs != own), dtype=bool)


def _surname(name: str | None) -> str:
    words = (name or "").replace(",", " ").split()
    return spelt("".join(word for word in words if word.strip(".").upper() not in _SUFFIXES))


def _given(name: str | None) -> str:
    return spelt((name or "").replace("-", " ").partition(" ")[0])


RULE = Rule(
    id="COV-008",
    title="own plan, other name",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.2",
    message="Relation says “self” but insured and patient have different names. Correct the relation or the"
    " name.",
    example="The plan is the spouse's, and the relation was left at 18.",
    on_lines=other_name,
    anchor="coverage",
    field="relation_to_insured",
    levels=(Level.PREVISIT, Level.VISIT),
)
