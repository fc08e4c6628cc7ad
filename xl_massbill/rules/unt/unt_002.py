"""UNT-002: more units of a code are billed than its minutes support under the payer's unit rule.

Why: units without minutes behind them are paid back with interest when the payer audits. All lines of the
code in the pool (patient, day, therapist, payer) count together; where a tie leaves a choice among codes,
any choice is right; where the payer's rule is unknown, only what exceeds the more generous rule is said.
The units may be lowered; the minutes are what they are.

Source: handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4). Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def over_billed(lines: Lines) -> Hits:
    """Return the lines of codes that are billed with more units than the pool supports for them."""
    billed, supported = lines["unit_billed"], lines["unit_supported"]
    return Hits(
        billed > supported,
        values={"u": billed, "m": lines["unit_minutes"], "s": supported},
        at=lines["unit_first"],
    )


RULE = Rule(
    id="UNT-002",
    title="units not above what the minutes support",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4)",
    message=(
        "{code}: {u} units billed, {m} minutes support {s}. Lower the units (never raise the minutes to fit)."
    ),
    example="7 minutes of 97124 are billed as 1 unit; they support none.",
    on_lines=over_billed,
    field="units",
)
