"""From a denial back to the checks that would have stopped it: each becomes a lesson for the next claim.

Sheet CARC names for each reason the rules that prevent it ("AUT-001", or "REF-*" for a whole group); where
the sheet says nothing, the list that comes with the program does.

Source: handbook §9.1 (step 6), §9.2 (column "Prevented by").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xl_massbill.codes.carc import reasons
from xl_massbill.practice import Records
from xl_massbill.practice.denied import Denied


@dataclass(frozen=True, slots=True)
class Toll:
    """What a rule would have stopped: denied lines and their charges in cents."""

    lines: int = 0
    cents: int = 0


def prevented_by(records: Records) -> dict[str, tuple[str, ...]]:
    """Return by reason code the rules, or groups ("REF-*"), that prevent such a denial."""
    found = {code: reason.prevented_by for code, reason in reasons().items()}
    sheet = records["carc"]
    pairs = zip(sheet["code"], sheet["prevented_by"], strict=True)
    return found | {str(code): tuple(rules) for code, rules in pairs if code is not None and rules}


def tolls(denied: Iterable[Denied], preventing: Mapping[str, tuple[str, ...]]) -> dict[str, Toll]:
    """Return by rule (or group, "REF-*") what it would have stopped; a line counts for each that names it."""
    found: dict[str, Toll] = {}
    for line in denied:
        for rule_id in preventing.get(line.carc, ()):
            before = found.get(rule_id, Toll())
            found[rule_id] = Toll(before.lines + 1, before.cents + line.amount)
    return found


def covers(pattern: str, rule_id: str) -> bool:
    """Return whether a rule, or its whole group, is meant.

    >>> covers("REF-*", "REF-003"), covers("REF-003", "REF-003"), covers("REF-*", "AUT-001")
    (True, True, False)
    """
    return pattern == rule_id or (pattern.endswith("-*") and rule_id.startswith(pattern[:-1]))
