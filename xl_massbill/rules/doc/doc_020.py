"""DOC-020: a signed note was changed after its claim went out, and no amendment says so.

Why: a record that changes after billing without a trace is tampering to an auditor, whatever the reason.
What was signed is compared with its fingerprint of the day of the first export; a dated amendment beside
the restored text is the way to add something.

Source: handbook §6.7, §1.11 (hash, locked_hash). Certainty: D.
"""

import pandas as pd

from xl_massbill.practice.lines import take
from xl_massbill.practice.note_print import SIGNED, fingerprints
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def changed_after_billing(lines: Lines) -> Hits:
    """Return the lines whose note is no longer the one that was billed, and bears no amendment."""
    lines.reads(*(f"note_{name}" for name in SIGNED))
    locked = ~lines.blank("note_locked_hash") & as_mask(lines["note_amended_on"].isna())
    if not locked.any():
        return Hits(locked)
    now = take(pd.Series(fingerprints(lines.records["notes"])), lines.position("note"))
    return Hits(locked & as_mask(now != lines["note_locked_hash"].str.lower()))


RULE = Rule(
    id="DOC-020",
    title="note unchanged since billing",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.7, §1.11",
    message="The signed note was changed after billing. Restore it and add a dated amendment.",
    example="A sentence was added to the note a week after its claim went out; no amendment is dated.",
    on_lines=changed_after_billing,
    levels=(Level.CLAIM, Level.POST),
    anchor="notes",
    field="hash",
)
