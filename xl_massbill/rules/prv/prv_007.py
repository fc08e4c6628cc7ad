"""PRV-007: an office visit, an evaluation or a manipulation is billed by a massage therapist.

Why: these codes say that a doctor, physical therapist, chiropractor or acupuncturist was at work; with a
massage therapist as rendering provider they are false, and payers take the money back.

Source: handbook §6.3, §2.1; massagetoday.com (S12), uhcprovider.com (S13). Certainty: R.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity


def not_a_massage_code(lines: Lines, codes: str) -> Mask:
    """Return the lines of massage therapists whose code is in one of the ranges."""
    ranges = [(first, last or first) for first, last in re.findall(r"(\w+)(?:\s*-\s*(\w+))?", codes)]
    numbers, known = pd.factorize(lines["code"])
    inside = [any(len(c) == len(a) and a <= c <= b for a, b in ranges) for c in map(str, known)]
    return np.array([*inside, False], dtype=bool)[numbers] & lines.holds("therapist_provider_type", "LMT")


RULE = Rule(
    id="PRV-007",
    title="no evaluation or manipulation",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §2.1; S12, S13",
    message="A massage therapist may not bill {code}. Remove the line.",
    example="A massage therapist's first visit is billed with 97161.",
    on_lines=not_a_massage_code,
    field="code",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"codes": "99200-99299, 97161-97172, 98925-98943, 97810-97819"},
)
