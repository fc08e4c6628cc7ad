"""DUP-001: the same service stands in two rows.

Why: a payer pays one of two equal lines and denies the other (CARC 18); sent twice as two claims it looks
like an attempt to be paid twice. Both rows are marked, because only the office knows which one is real.

Source: handbook §6.10, case 11; CARC 18 (S2). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import first_of
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def stands_twice(lines: Lines) -> Hits:
    """Return the billable lines equal in patient, day, code, modifiers, therapist and units."""
    first, here = lines["same_service"].to_numpy(), np.arange(len(lines))
    second = first_of(first, where=(first != here))
    partner = np.where(first == here, second, here)
    rows = lines.sheet.rows
    return Hits(partner != first, values={"a": pd.Series(rows[first]), "b": pd.Series(rows[partner])})


RULE = Rule(
    id="DUP-001",
    title="same line twice",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10; CARC 18 (S2)",
    message="Rows {a} and {b} are the same service. Delete one.",
    example="Rows 31 and 32 both hold 97124 GP, 4 units, for the same patient, day and therapist.",
    on_lines=stands_twice,
    field="code",
)
