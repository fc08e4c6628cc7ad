"""DX-003: a diagnosis code was not valid on the day of service.

Why: the code set in force on the day of service counts (it changes on 1 October, sometimes on 1 April); a
code that has ended, has not begun, or never was is denied (CARC 146, RARC M84). For a day that the loaded
list does not speak for, a code it lacks may be good: then the list is old, and that is a warning.

Source: handbook §6.6, §3.2, §2.6; ICD-10-CM (S3), CARC 146 (S2). Certainty: R.
"""

from xl_massbill.codes import icd_release
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import State, judged, label_of
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity
from xl_massbill.rules.wording import say

_ENDED = "is not valid on {day} ({label}). Ask the prescriber for the current code."
_UNSURE = (
    "is not in the loaded list, which is {label} and does not speak for {day}. Load the list of that day"
    " (sheet ICD) and check again."
)


def not_in_force(lines: Lines) -> Hits:
    """Return the diagnosis cells with codes that were not valid on the day, or that the list cannot judge."""
    found, states = listed(lines), judged(lines)
    unknown = states.is_(State.UNKNOWN)
    mask = unknown | states.is_(State.INVALID)

    def what(cell: int) -> str:
        day = say(lines["dos"].iloc[found.line[cell]])
        if unknown[cell]:
            return _UNSURE.format(label=icd_release.LABEL, day=day)
        return _ENDED.format(label=label_of(lines, found.code(cell)), day=day)

    return at_cells(
        found, mask, severity=chosen(unknown, Severity.WARNING), values={"what": phrases(mask, what)}
    )


RULE = Rule(
    id="DX-003",
    title="diagnosis valid on the day",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6, §3.2; ICD-10-CM (S3), S2 (CARC 146)",
    message="{dx} {what}",
    example="M54.99 is in no list of 2026.",
    on_lines=not_in_force,
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)
