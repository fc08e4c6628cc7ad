"""MOD-009: two notices that contradict each other are claimed on one line.

Why: GZ says that no notice was signed, GA that one was, GY that none was needed; a line with two of them
cannot be processed. Outside Original Medicare none of them belongs there, and MOD-010 says so.

Source: handbook §6.5, §2.2; CMS on ABN modifiers (S31). Certainty: R.
"""

from xl_massbill.rules.mod.mod_010 import is_elsewhere
from xl_massbill.rules.mod.worn import Worn, picked, slot, wearing
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity

_APART = ("GA", "GY")
_NO_NOTICE = "GZ"


def contradict(lines: Lines) -> Hits:
    """Return the lines that wear GZ and GA, or GZ and GY."""
    found = picked(lines, _against, lines["payer_payer_type"], within=wearing(lines, [_NO_NOTICE]))
    mask = found.astype(bool)
    return Hits(
        mask,
        values={"a": phrases(mask, lambda i: found[i][0])},
        field=phrases(mask, lambda i: slot(lines, i, _NO_NOTICE)),
    )


def _against(worn: Worn, payer_type: str | None) -> list[str]:
    if is_elsewhere(payer_type) or _NO_NOTICE not in worn:
        return []
    return [m for m in worn if m in _APART]


RULE = Rule(
    id="MOD-009",
    title="notices that agree",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.5, §2.2; CMS on ABN modifiers (S31)",
    message="{a} and GZ contradict each other. Keep the one that matches the signed notice.",
    example="97124 with GA and GZ.",
    on_lines=contradict,
)
