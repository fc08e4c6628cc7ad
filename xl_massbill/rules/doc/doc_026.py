"""DOC-026: the payer wants the note with every claim, and there is none.

Why: such a claim is not looked at until the papers are there (CARC 252, N706), and the days of the filing
limit run on. A workbook without a sheet Notes says nothing about notes, so the rule does not either.

Source: handbook §6.7; S25. Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def cannot_be_attached(lines: Lines) -> Hits:
    """Return the lines of payers that want the note, for visits without one."""
    none = ~lines.has("note") & lines.records["notes"].present
    return Hits(
        none & lines.rule_says("attach_note_with_claim", "Y", "YES", where=none), at=lines["visit_first"]
    )


RULE = Rule(
    id="DOC-026",
    title="note ready to be attached",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7; S25",
    message="{payer} wants the note with the claim. Attach it and enter the control number.",
    example="The auto insurer asks for notes with every bill; the visit has none.",
    on_lines=cannot_be_attached,
    field="visit_id",
)
