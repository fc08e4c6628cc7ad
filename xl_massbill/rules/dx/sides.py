"""Right and left of one diagnosis.

Source: handbook §3.5 (G56.01 and G56.02, where a code for both sides exists).
"""

from __future__ import annotations

from xl_massbill.codes import icd_release
from xl_massbill.codes.icd_release import Diagnosis


def are_sides_of_one(a: Diagnosis, b: Diagnosis) -> bool:
    """Return whether two codes are right and left of one diagnosis that has a code for both sides as well.

    >>> def sides(a, b): return are_sides_of_one(icd_release.find(a), icd_release.find(b))
    >>> sides("G5601", "G5602"), sides("M25511", "M25512"), sides("G5601", "G5612"), sides("G5601", "G5603")
    (True, False, False, False)
    """
    if {a.laterality, b.laterality} != {"R", "L"} or len(a.code) != len(b.code):
        return False
    differ = [at for at in range(len(a.code)) if a.code[at] != b.code[at]]
    return len(differ) == 1 and _has_both(a.code[: differ[0]], a.code[differ[0] + 1 :])


def _has_both(stem: str, rest: str) -> bool:
    facts = [icd_release.find(code + rest) for code in icd_release.children(stem)]
    return any(fact is not None and fact.laterality == "B" for fact in facts)
