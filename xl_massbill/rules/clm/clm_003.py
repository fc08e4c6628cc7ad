"""CLM-003: lines of different patients, plans, therapists, orders, approvals or places are on one claim.

Why: a claim names each of these once, so some lines would go out under the wrong name. The lines are
looked up on sheet Visits and compared with what the claim says, and with one another where it says
nothing.

A claim that is with the payer is not asked: what changes in a visit after that is CLM-017's matter. One that
was taken back from its batch for good holds no visits any more. A line is left out whose visit has its code
in several rows: nobody can tell which one it is. A claim to a second or third payer goes under another plan,
and another approval, than the visit names; these are not compared.

Source: handbook §6.11, §7.1; 837P maps (S1), NUCC manual (S32). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.practice.bills import LATER, Bills
from xl_massbill.practice.groups import Numbers, first_of, numbered, sizes
from xl_massbill.practice.lines import take
from xl_massbill.rules.clm.asked import bills_of, hits
from xl_massbill.rules.rule import CellHit, Level, Mask, Question, Rule, Severity, Sheet

_NOT_OUT = ("DRAFT", "HOLD", "READY", "BATCHED")
_SHARED = {
    "patient_id": "patient",
    "coverage_id": "coverage",
    "therapist_id": "therapist",
    "referral_id": "order",
    "auth_id": "authorisation",
    "pos": "place of service",
    "facility_id": "facility",
}
_OF_PAYER = ("coverage_id", "auth_id")
_OFFICE = "11"
_SAME = ("visit_id", "code", "dos")


def mixed(claims: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the claims whose lines differ in something that a claim has but once."""
    bills = bills_of(question)
    asked = bills.holds("status", *_NOT_OUT) & ~bills.is_taken_back
    at, visit = _visits_of(bills, asked)
    later = bills.holds("payer_seq", *LATER)[at]
    what: dict[int, list[str]] = {}
    for name, word in _SHARED.items():
        own = bills.claims[name].fillna("").to_numpy(dtype=object)[at]
        cells = take(bills.records["visits"][name], visit).fillna(_OFFICE if name == "pos" else "")
        here = cells.to_numpy(dtype=object)
        said = np.where(own == "", here[first_of(at)], own)
        differs = (here != said) & ~(later & (name in _OF_PAYER))
        for claim in dict.fromkeys(at[differs].tolist()):
            what.setdefault(claim, []).append(word)
    where = np.zeros(len(claims), dtype=bool)
    where[list(what)] = True
    yield from hits(where, "claim_id", lambda i: {"what": f"different {' and '.join(what[i])}"})


def _visits_of(bills: Bills, asked: Mask) -> tuple[Numbers, Numbers]:
    """Return the claims of the lines that are known on sheet Visits, and the position of each one there."""
    lines, visits = bills.lines, bills.records["visits"]
    those = np.flatnonzero(np.append(asked, False)[bills.of_line])
    columns = [pd.concat([visits[name], lines[name].iloc[those]]) for name in _SAME]
    groups = numbered(*columns)
    count = len(visits)
    on_visits = np.arange(len(groups)) < count
    first = first_of(groups, where=on_visits)[count:]
    several = sizes(np.where(on_visits, groups, -1))
    clear = several[first] == 1  # a line that is not on Visits is its own first, and has no group there
    return bills.of_line[those][clear], first[clear]


RULE = Rule(
    id="CLM-003",
    title="what shares a claim",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.1; 837P maps (S1), NUCC manual (S32)",
    message="These lines cannot share a claim: {what}. Split them.",
    example="Two lines of one claim were given by two therapists.",
    on_tables=mixed,
    tables=("claims",),
    field="claim_id",
    levels=(Level.CLAIM,),
)
