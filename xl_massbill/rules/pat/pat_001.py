"""PAT-001: the patient's name is not written as on the insurance card.

Why: the payer finds the member by name and number together; "Bob" for Robert, "Dr." or "LMT" in the name
field finds nobody, and the claim comes back as not our member (CARC 31, 140). The message says what is
wrong and never the name.

Source: handbook §6.2; NUCC item 2 (S32). Certainty: R.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.rules.pat.written_names import strange_in
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_as_on_card(lines: Lines) -> Hits:
    """Return the lines of patients whose last or first name holds a title, nickname or digit."""
    lines.reads("patient_last_name", "patient_first_name")
    patients, at = lines.records["patients"], lines.position("patient")
    last, first = (_strange(patients[name])[at] for name in _FIELDS)
    mask = (last + first).astype(bool)
    in_last = last.astype(bool)
    return Hits(
        mask,
        values={
            "what": phrases(mask, lambda i: last[i] or first[i]),
            "which": chosen(in_last, "last", "first"),
        },
        field=chosen(in_last, *_FIELDS),
    )


def _strange(names: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Return what is strange in each name; a last one, for no patient, is ""."""
    codes, different = pd.factorize(names)
    words = np.array([*map(strange_in, different), ""], dtype=object)
    return np.asarray(words[np.append(codes, -1)])


_FIELDS = ("last_name", "first_name")

RULE = Rule(
    id="PAT-001",
    title="name as on the card",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2; NUCC 1500 manual, item 2 (S32)",
    message="The {which} name holds {what}. Type it exactly as on the insurance card.",
    example='The first name is typed as Robert "Bob".',
    on_lines=not_as_on_card,
    anchor="patients",
    field="last_name",
    levels=(Level.PREVISIT, Level.VISIT),
)
