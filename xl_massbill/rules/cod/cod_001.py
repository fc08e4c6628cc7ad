"""COD-001: a code is not in the code list, or was not in force on the day of the session.

Why: a code that is not valid on the date of service is denied outright (CARC 181, RARC M84). Deleted
codes of old massage books are COD-002's matter, local codes that are missing from the list COD-007's. A
code list that was never loaded says nothing.

Source: handbook §6.5, §2.6; CARC 181, RARC M84 (S2). Certainty: R.
"""

import numpy as np

from xl_massbill.codes.procedure import deleted
from xl_massbill.practice.lines import take
from xl_massbill.rules.cod.cod_007 import NOT_MASSAGE
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def not_in_force(lines: Lines) -> Hits:
    """Return the lines whose code the list does not have on the day."""
    code, dos, codes = lines["code"], lines["dos"], lines.records["codes"]
    at = lines.position("code")  # not the joined columns: a code that is not there would count as unread
    starts, ends = take(codes["effective_from"], at), take(codes["effective_to"], at)
    unlisted = (at < 0) & as_mask(code.notna()) & ~as_mask(code.isin(NOT_MASSAGE))
    mask = unlisted | as_mask(dos < starts) | as_mask(dos > ends)
    return Hits(mask & ~as_mask(code.isin(deleted())) & np.bool_(len(codes)))


RULE = Rule(
    id="COD-001",
    title="code valid on the day",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.6; CARC 181, RARC M84 (S2)",
    message="{code} is not in the code list for {dos}. Check the code, or load the list of that year.",
    example="97214 is typed for 97124.",
    on_lines=not_in_force,
    field="code",
)
