"""DX-006: an injury code says active treatment long after the accident.

Why: the seventh character A means active treatment; massage is mostly given in recovery, which is D. The
letter is the prescriber's, so this only asks. The accident's date counts, else the onset of the visit, else
of the order.

Source: handbook §6.6, §3.1, §3.5 (S46). Certainty: R.
"""

import numpy as np

from xl_massbill.codes import icd10
from xl_massbill.practice.diagnoses import listed
from xl_massbill.practice.diagnosis_codes import State, judged
from xl_massbill.practice.running import days_of
from xl_massbill.rules.dx.cells import at_cells
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def still_active(lines: Lines, days: int) -> Hits:
    """Return the diagnosis cells with letter A more than so many days after the accident or onset."""
    found = listed(lines)
    onset = lines["onset_date"].fillna(lines["referral_onset_date"])
    began, is_known = days_of(lines["coverage_accident_date"].fillna(onset))
    dos, _ = days_of(lines["dos"])
    late = np.asarray(is_known & (dos - began > days), dtype=bool)
    active = found.where(lambda code: code[6:] == "A" and not icd10.is_external_cause(code))
    return at_cells(found, active & late[found.line] & judged(lines).is_(State.SOUND))


RULE = Rule(
    id="DX-006",
    title="active treatment long after",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.6, §3.1; S46",
    message="{dx}: 'A' means active treatment; in recovery it is usually 'D'. Confirm with the prescriber.",
    example="S13.4XXA 18 months after the accident.",
    on_lines=still_active,
    params={"days": 90},
)
