"""UNT-007: the note of a visit has no start or no end time.

Why: "length of service not supported" (CARC 152) is answered with the clock times of the note. Payers
that get every note with the claim, the VA and workers' compensation see the gap at once, so there it is
an error. A visit without any note is not this rule's matter.

Source: handbook §6.5; CARC 152 with RARC N443 (S2). Certainty: R.
"""

import numpy as np
import pandas as pd

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask

LOOKS_AT_NOTES = ("VA_CCN", "WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER", "OWCP")


def has_no_clock(lines: Lines) -> Hits:
    """Return the lines whose note lacks start or end, an error where the payer looks at notes."""
    starts, ends = as_mask(lines["note_start_time"].isna()), as_mask(lines["note_end_time"].isna())
    by_kind = as_mask(lines["payer_payer_type"].isin(LOOKS_AT_NOTES))
    grave = np.full(len(lines), None, dtype=object)
    grave[by_kind | lines.rule_says("attach_note_with_claim", "Y", where=~by_kind)] = Severity.ERROR
    return Hits(
        lines.has("note") & (starts | ends),
        severity=pd.Series(grave, dtype=object),
        field=pd.Series(np.where(starts, "start_time", "end_time"), dtype=object),
    )


RULE = Rule(
    id="UNT-007",
    title="clock times present",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5; CARC 152, RARC N443 (S2)",
    message=(
        "Start or end time is missing. The therapist must enter it in the note (dated late entry if needed)."
    ),
    example="The note of a workers' compensation visit has no end time.",
    on_lines=has_no_clock,
    anchor="notes",
)
