"""UNT-005: a code that is billed once a day or once a session has another number of units.

Why: untimed codes (a hot pack, a group session) are paid once however long they take; more units are
denied, or paid and taken back.

Source: handbook §6.5, §2.4; aota.org on timed codes (S7). Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def not_billed_once(lines: Lines) -> Hits:
    """Return the lines of untimed and per-session codes whose units are not 1."""
    return Hits(lines["code_kind"].isin(("UNTIMED", "PER_SESSION")) & (lines["units"] != 1))


RULE = Rule(
    id="UNT-005",
    title="untimed codes have one unit",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.4; aota.org on timed codes (S7)",
    message="{code} is billed once per day. Set units to 1.",
    example="A hot pack (97010) is billed with 2 units.",
    on_lines=not_billed_once,
    field="units",
)
