"""MOD-010: a modifier about Medicare's notices stands on a line for another payer.

Why: GA, GX, GY and GZ speak of the notice of Original Medicare (ABN); Medicare Advantage and all others
return the claim. Where a payer's own rule demands one of them, its word counts.

Source: handbook §6.5, §2.2, §5.3; CMS on ABN modifiers (S31). Certainty: R.
"""

import numpy as np

from xl_massbill.rules.mod.demanded import wanted
from xl_massbill.rules.mod.worn import Worn, hits_of, picked, wearing
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

ABN = frozenset({"GA", "GX", "GY", "GZ"})


def is_elsewhere(payer_type: str | None) -> bool:
    """Return whether a payer is known to be another than Original Medicare.

    >>> is_elsewhere("MEDICARE_ADVANTAGE"), is_elsewhere("ORIGINAL_MEDICARE"), is_elsewhere(None)
    (True, False, False)
    """
    return payer_type is not None and payer_type != "ORIGINAL_MEDICARE"


def outside_medicare(lines: Lines) -> Hits:
    """Return the lines with such a modifier that go to another payer."""
    asked = lines.rule("required_modifier", where=np.zeros(len(lines), dtype=bool))
    worn = wearing(lines, ABN)
    return hits_of(lines, picked(lines, _misused, asked, lines["payer_payer_type"], within=worn))


def _misused(worn: Worn, asked: str | None, payer_type: str | None) -> list[str]:
    if not is_elsewhere(payer_type):
        return []
    return [m for m in dict.fromkeys(worn) if m in ABN - wanted(asked)]


RULE = Rule(
    id="MOD-010",
    title="Medicare's notices",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.2, §5.3; CMS on ABN modifiers (S31)",
    message="GA, GX, GY, GZ are for Original Medicare only. Remove {m}.",
    example="97124 with GY for a commercial plan.",
    on_lines=outside_medicare,
)
