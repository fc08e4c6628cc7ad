"""UNT-004: a code has 1 to 7 minutes and gets no unit from them.

Why: such a line cannot be paid, and the wish to make it payable is how minutes get invented. Under a total
rule the few minutes may still earn a unit (7 + 7), or hold up another code's unit; then there is nothing
to say. The program never names the minutes that would be enough.

Source: handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4). Certainty: R.
"""

from xl_massbill.codes.units import FEWEST
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def too_short(lines: Lines) -> Hits:
    """Return the lines of codes with few minutes, no unit, and no other code's unit resting on them."""
    minutes = lines["unit_minutes"]
    few = (minutes < FEWEST) & (lines["unit_high"] == 0) & (lines["unit_lends"] == 0)
    return Hits(few, values={"m": minutes}, at=lines["unit_first"])


RULE = Rule(
    id="UNT-004",
    title="enough minutes for a unit",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (S4)",
    message="{m} minutes of {code} are too few to bill alone. Remove the line (do not change the minutes).",
    example="45 minutes of 97124 and 7 minutes of 97140: the 7 minutes earn nothing.",
    on_lines=too_short,
    field="minutes",
)
