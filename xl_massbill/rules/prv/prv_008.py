"""PRV-008: the payer pays this work only to other kinds of providers.

Why: "we cover massage" often means by a physical therapist or chiropractor; other claims are denied (CARC
170). Lines with GY are billed for the denial.

Source: handbook §6.3, §1.5 (eligible_provider_types); SEED, CARC 170 (S2). Certainty: R.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from xl_massbill.rules.cov.plans import denial_wanted
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity, as_mask

_SAME = {"LMP": "LMT"}


def not_eligible(lines: Lines) -> Hits:
    """Return the lines whose therapist is of no kind that the payer pays."""
    rule, kind = lines.rule("eligible_provider_types"), lines["therapist_provider_type"]
    lists, texts = pd.factorize(rule)
    mask = np.zeros(len(lines), dtype=bool)
    for n, text in enumerate(texts):
        mask |= as_mask(lists == n) & _outside(kind, types_in(str(text)))
    mask &= ~denial_wanted(lines)
    return Hits(mask, values={"types": phrases(mask, lambda i: " or ".join(types_in(str(rule[i]))))})


def _outside(kind: pd.Series[str], types: list[str]) -> Mask:
    return as_mask(kind.notna() & ~kind.isin(types)) if types else np.zeros(len(kind), dtype=bool)


def types_in(text: str) -> list[str]:
    """Return "pt, dc" as ["PT", "DC"]."""
    words = [word.upper() for word in re.split(r"[\s,;|/]+", text) if word]
    return [_SAME.get(word, word) for word in words]


RULE = Rule(
    id="PRV-008",
    title="payer pays this kind of provider",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §1.5; SEED, CARC 170 (S2)",
    message="{payer} pays this only to {types}. Do not send under this therapist; bill the patient if a"
    " waiver is signed.",
    example="The payer pays 97140 to physical therapists only, and a massage therapist bills it.",
    on_lines=not_eligible,
    field="therapist_id",
    levels=(Level.PREVISIT, Level.VISIT),
)
