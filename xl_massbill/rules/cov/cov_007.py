"""COV-007: somebody else is the insured, and the row does not say who.

Why: the claim names the policy holder; without name, birth date and address it is rejected, or finds nobody.
In workers' compensation the employer is the insured and stands on sheet Patients (CLM-013); an employer has
neither first name nor birth date.

Source: handbook §6.2, §1.9; 2010BA NM1, boxes 4, 7, 11a (S1). Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.payer_kinds import WORK
from xl_massbill.rules.lacking import lacking, told
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask

_PARTS = {
    "insured_last": "last name",
    "insured_first": "first name",
    "insured_dob": "date of birth",
    "insured_addr1": "street",
    "insured_city": "city",
    "insured_state": "state",
    "insured_zip": "ZIP",
}
_OF_PEOPLE = ("insured_first", "insured_dob")
_SELF, _EMPLOYEE = "18", "20"


def not_named(lines: Lines) -> Hits:
    """Return the lines whose insured is somebody else of whom something is missing."""
    relation = lines["coverage_relation_to_insured"]
    other = as_mask(relation.notna() & (relation != _SELF)) & ~lines.holds("payer_payer_type", *WORK)
    missing = lacking(lines.records["coverage"], list(_PARTS))[lines.position("coverage")]
    missing &= other[:, np.newaxis]
    missing[np.ix_(as_mask(relation == _EMPLOYEE), np.isin(list(_PARTS), _OF_PEOPLE))] = False
    mask, words = np.asarray(missing.any(axis=1)), np.array(list(_PARTS.values()), dtype=object)
    return Hits(
        mask,
        values={"parts": phrases(mask, lambda i: told(list(words[missing[i]])))},
        field=phrases(mask, lambda i: list(_PARTS)[missing[i].argmax()]),
    )


RULE = Rule(
    id="COV-007",
    title="who is insured",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §1.9; 2010BA NM1, boxes 4, 7, 11a (S1)",
    message="Patient is not the insured: add the insured's {parts}.",
    example="The patient is the insured's child, and the insured's birth date is missing.",
    on_lines=not_named,
    anchor="coverage",
    field="insured_last",
    levels=(Level.PREVISIT, Level.VISIT),
)
