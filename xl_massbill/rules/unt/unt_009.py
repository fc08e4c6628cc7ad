"""UNT-009: more units are billed for a patient on one day than the payer pays.

Why: units above the payer's daily ceiling are denied as the clinic's own loss (CARC 222), unless an
exception was granted beforehand. Two ceilings: all timed units of the day, and units of one code. A line that
stands twice (DUP-001) counts once here: one of the two will go.

Source: handbook §6.5; BCBS North Dakota policy, one hour a day (S14), eviCore massage (S41). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import first_of, numbered, sums
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def above_the_ceiling(lines: Lines) -> Hits:
    """Return the lines of days, or of codes of a day, whose units exceed the payer's ceiling."""
    once = lines["same_service"].to_numpy() == np.arange(len(lines))
    billed, timed = as_mask(lines["is_billable"]) & once, as_mask(lines["code_kind"] == "TIMED")
    whose = (lines["service_day"], lines["coverage_payer_id"])
    day, code = numbered(*whose, within=billed & timed), numbered(*whose, lines["code"], within=billed)
    nowhere = np.zeros(len(lines), dtype=bool)
    per_day = lines.rule_number("max_timed_units_per_day", where=nowhere)
    per_code = lines.rule_number("max_units_per_code", where=nowhere)
    day_over = as_mask(sums(day, lines["units"]) > per_day)
    code_over = as_mask(sums(code, lines["units"]) > per_code)
    lines.rule("max_timed_units_per_day", where=day_over & ~code_over)  # an unsure row softens its own only
    lines.rule("max_units_per_code", where=code_over)
    of_code = "units of " + lines["code"][code_over]
    return Hits(
        day_over | code_over,
        values={
            "n": per_code.where(code_over, per_day),
            "what": of_code.reindex(range(len(lines)), fill_value="timed units"),
        },
        at=pd.Series(np.where(code_over, first_of(code), first_of(day))),
    )


RULE = Rule(
    id="UNT-009",
    title="daily ceiling of units",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5; bcbsnd.com policy (S14), eviCore massage (S41)",
    message="{payer} pays at most {n} {what} a day. Lower the units to {n}, or ask for an exception first.",
    example="5 units of 97124 on one day for a payer that pays 4.",
    on_lines=above_the_ceiling,
    field="units",
)
