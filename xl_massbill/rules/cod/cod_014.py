"""COD-014: more units of a code than Medicare and its followers take for one day.

Why: units above the limit (MUE) are denied. Indicator 1 counts each line for itself, 2 the whole day and
without exception, 3 the whole day, open to appeal with the note; where the indicator is not known, a line
must be too much by itself. Asked only where the payer's rule `mue_applied` is Y.

Source: handbook §6.5, §2.3; NCCI (S10). Certainty: R; each limit has its own.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import first_of, numbered, sums
from xl_massbill.practice.lines import take
from xl_massbill.practice.pair_edits import unconfirmed
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

_LOAD = " This limit is not confirmed: load the current CMS file, or confirm its row on sheet MUE."


def above_the_limit(lines: Lines) -> Hits:
    """Return the lines of codes whose units, of the line or of the day, exceed the limit."""
    mue, units = lines.records["mue"], lines["units"]
    asked = lines.rule_says("mue_applied", "Y", where=np.zeros(len(lines), dtype=bool))
    if not asked.any():
        return Hits(asked)
    row = lines.records.positions("mue", "code", lines["code"])
    most, mai = take(mue["mue_value"], row), take(mue["mai"], row)
    unsure = as_mask(take(unconfirmed(mue).astype("boolean"), row))
    by_day = as_mask(mai.isin(("2", "3")))
    within = as_mask(lines["is_billable"])
    day = numbered(lines["service_day"], lines["coverage_payer_id"], lines["code"], within=within)
    counted = sums(day, units).where(by_day, units)
    mask = asked & as_mask(counted > most)
    lines.rule("mue_applied", where=mask)  # an unsure row softens only what rests on it
    first = first_of(day, where=mask)
    return Hits(
        mask,
        severity=chosen(as_mask(mai == "2") & ~unsure, Severity.ERROR),
        values={
            "units": counted,
            "n": most,
            "span": chosen(by_day, "day", "line"),
            "confirm": chosen(unsure, _LOAD, ""),
        },
        at=pd.Series(np.where(by_day, first, np.arange(len(lines)))),
    )


RULE = Rule(
    id="COD-014",
    title="most units of a code",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §2.3; NCCI (S10)",
    message=(
        "{units} units of {code} exceed the usual maximum of {n} per {span}."
        " Check the units; keep the note ready.{confirm}"
    ),
    example="5 units of 97124 on one day, where the list says 4.",
    on_lines=above_the_limit,
    field="units",
)
