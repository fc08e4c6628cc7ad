"""UNT-010: the units of a line are not a whole number of at least 1.

Why: the claim form has no room for half a unit, and a line without units is rejected. One line may stand
with 0 units: a short timed line whose minutes hold up another code's unit under a total rule (7 + 7); it
tells the record, and is not sent.

Source: handbook §6.5, §1.11; element SV104 of the 837P (S1). Certainty: R.
"""

from collections.abc import Iterator

import pandas as pd

from xl_massbill.rules.rule import CellHit, Hits, Lines, Question, Rule, Severity, Sheet, as_mask


def not_whole(visits: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of units that hold a fraction."""
    for trouble in visits.troubles("units"):
        if trouble.why == "not_whole":
            yield CellHit("visits", trouble.index, "units", {"v": trouble.raw, "what": "whole numbers"})


def none_billed(lines: Lines) -> Hits:
    """Return the lines with 0 units that do not lend their minutes to another code."""
    once = lines["code_kind"].isin(("UNTIMED", "PER_SESSION"))  # UNT-005 says what these need
    mask = as_mask(lines["units"] == 0) & ~as_mask(once) & ~as_mask(lines["unit_lends"] == 1)
    return Hits(
        mask, values={"v": lines["units"], "what": pd.Series("at least 1", pd.RangeIndex(len(lines)))}
    )


RULE = Rule(
    id="UNT-010",
    title="units are whole numbers",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5; 837P element SV104 (S1)",
    message="Units must be {what}. Correct {v}.",
    example="The Units cell of a line holds 2.5.",
    on_lines=none_billed,
    on_tables=not_whole,
    tables=("visits",),
    field="units",
)
