"""MOD-007: modifier 25 stands on a line that is no office visit.

Why: 25 says that an office visit was separate from what else was done that day; on treatment it means
nothing and the line is returned. Codes that begin with a letter are left alone.

Source: handbook §6.5, §2.2. Certainty: G.
"""

from xl_massbill.codes.procedure import is_office_visit
from xl_massbill.rules.mod.worn import Worn, hits_of, picked, wearing
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def on_treatment(lines: Lines) -> Hits:
    """Return the lines with 25 whose code is no evaluation and management service."""
    return hits_of(lines, picked(lines, _misused, lines["code"], within=wearing(lines, ["25"])))


def _misused(worn: Worn, code: str | None) -> list[str]:
    return [m for m in worn if m == "25" and code is not None and is_office_visit(code) is False]


RULE = Rule(
    id="MOD-007",
    title="25 on office visits only",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.5, §2.2",
    message="25 belongs to office visits only. Remove it.",
    example="97140 with modifier 25.",
    on_lines=on_treatment,
)
