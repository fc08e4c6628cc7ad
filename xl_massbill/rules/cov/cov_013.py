"""COV-013: the treatment looks like that of an accident, and the coverage says there was none.

Why: a health plan that sees an injury code asks the patient who else must pay, and holds the claim until it
is told (CARC 19 to 21). Injury codes (S00-T88), external causes (V00-Y99) and words of the note are the
signs.

Source: handbook §6.2; CARC 19, 20, 21 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.words_in_notes import notes_with
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity
from xl_massbill.rules.wording import dotted


def hidden(lines: Lines, words: Sequence[str]) -> Hits:
    """Return the lines that speak of an injury under a coverage without an accident."""
    found = listed(lines)
    injuries = found.where(lambda code: icd10.is_injury(code) or icd10.is_external_cause(code))
    by_code = found.lines_with(injuries)
    by_note, said = notes_with(lines, words)
    mask = lines.holds("coverage_accident_type", "NONE") & (by_code | by_note)

    def sign(i: int) -> str:
        if by_code[i]:
            return dotted(next(found.code(at) for at in found.cell[i] if at >= 0 and injuries[at]))
        return f"“{said[int(lines.position('note')[i])]}” in the note"

    return Hits(mask, values={"sign": phrases(mask, sign)})


RULE = Rule(
    id="COV-013",
    title="accident told",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2; S2 (CARC 19-21)",
    message="Looks like an accident ({sign}, visit {visit_id}): health plans will ask. Fill in accident type,"
    " date, state.",
    example="S13.4XXD, sprain of the neck, under a coverage whose accident type is NONE.",
    on_lines=hidden,
    anchor="coverage",
    field="accident_type",
    params={
        "words": [
            "accident",
            "MVA",
            "work injury",
            "injured at work",
            "hurt at work",
            "car crash",
        ]
    },
)
