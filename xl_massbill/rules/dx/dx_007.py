"""DX-007: two diagnoses of a visit exclude each other.

Why: an Excludes1 note says that the two can never be true together; payers deny such a pair. An error where
the list names one of the codes beside the other, a warning where it does so in words only ("injury of
spine").

Source: handbook §6.6, §3.5; ICD-10-CM tabular list (S3). Certainty: R.
"""

from functools import cache

from xl_massbill.codes import icd_release
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import excluded_by_sheet
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.dx.pairs import Codes, among_visits
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask
from xl_massbill.rules.wording import dotted

_by_list, _by_words = cache(icd_release.excludes1), cache(icd_release.excluded_by_words)


def excluded(lines: Lines) -> Hits:
    """Return the diagnosis cells that exclude a diagnosis the visit lists before them."""

    def surely(a: str, b: str) -> bool:
        own, other = excluded_by_sheet(lines, a), excluded_by_sheet(lines, b)
        return _by_list(a, b) or b.startswith(own) or a.startswith(other)

    def ask(codes: Codes) -> dict[str, tuple[Codes, bool]]:
        answer = {}
        for at, code in enumerate(codes):
            by_code = [a for a in codes[:at] if surely(a, code)]
            others = tuple(a for a in codes[:at] if a in by_code or _by_words(a, code))
            if others:
                answer[code] = (others, bool(by_code))
        return answer

    mask, told = among_visits(lines, ask)
    in_words = phrases(mask, lambda cell: not told[cell][1])
    return at_cells(
        listed(lines),
        mask,
        severity=chosen(as_mask(in_words), Severity.WARNING),
        values={"a": phrases(mask, lambda cell: ", ".join(map(dotted, told[cell][0])))},
    )


RULE = Rule(
    id="DX-007",
    title="diagnoses that exclude each other",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.5; ICD-10-CM tabular list (S3)",
    message="{a} and {dx} may not be reported together (Excludes1). Ask which one applies.",
    example="M54.2 beside M50.20.",
    on_lines=excluded,
)
