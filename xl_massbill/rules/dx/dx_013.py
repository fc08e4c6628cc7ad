"""DX-013: a visit lists a symptom beside the condition that explains it.

Why: a symptom that belongs to a diagnosis is not reported beside it; payers read two conditions where there
is one. Symptoms are R codes and, beside an injury, plain pain of the same part of the body; the part is
that of the region map. Pairs that exclude each other by code are DX-007's matter.

Source: handbook §6.6, §3.5; guideline Section I (S46). Certainty: R.
"""

from xl_massbill.codes import icd10, icd_release
from xl_massbill.codes.body_region import fits, parts_of
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import known
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.dx.pairs import Codes, among_visits
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity
from xl_massbill.rules.wording import dotted

_PAIN = ("M255", "M542", "M545", "M546")


def explained(lines: Lines) -> Hits:
    """Return the cells with a symptom of another diagnosis of the visit."""
    facts = known(lines)

    def explains(cause: str, symptom: str) -> bool:
        if facts[symptom].symptom:
            fit = not facts[cause].symptom
        else:
            fit = symptom.startswith(_PAIN) and icd10.is_injury(cause)
        return fit and _same_part(cause, symptom) and not icd_release.excludes1(cause, symptom)

    def ask(codes: Codes) -> dict[str, Codes]:
        causes = {code: tuple(c for c in codes if explains(c, code)) for code in codes}
        return {code: named for code, named in causes.items() if named}

    mask, told = among_visits(lines, ask)
    return at_cells(
        listed(lines),
        mask,
        values={"b": phrases(mask, lambda cell: ", ".join(map(dotted, told[cell])))},
    )


def _same_part(code: str, other: str) -> bool:
    """Return whether two diagnoses are surely of one part of the body.

    >>> _same_part("M542", "S161XXD"), _same_part("M542", "S39012D"), _same_part("M542", "M7918")
    (True, False, False)
    """
    parts, others = parts_of(code), parts_of(other)
    if "ANY" in (*parts, *others):
        return False
    return any(fits(part, another) for part in parts for another in others)


RULE = Rule(
    id="DX-013",
    title="symptom beside its cause",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.6, §3.5; S46",
    message="{dx} is a symptom of {b}. Usually only {b} is listed: ask the prescriber.",
    example="M54.2 (neck pain) beside S16.1XXD (strain of the neck).",
    on_lines=explained,
)
