"""DOC-003: a technique in the note has a code of its own, and no line of the visit bills one of its codes.

Why: work that was done and written down may have been forgotten on the sheet. Often it was left out with
good reason (a pack that the plan bundles), so this is for information only. It waits until every code of the
visit is one of the list: a mistyped code (COD-001) says nothing of what was billed.

Source: handbook §6.7, §6.9. Certainty: D.
"""

from __future__ import annotations

import pandas as pd

from xl_massbill.codes import technique
from xl_massbill.practice.groups import answers, any_of, numbered
from xl_massbill.practice.note_words import own_words
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def not_billed(lines: Lines) -> Hits:
    """Return the lines of visits whose note has a technique that no line bills."""
    more = own_words(lines)
    left = answers(
        lambda words, codes: ", ".join(word for word in words if _is_left_out(word, codes, more)),
        lines["note_techniques_all"],
        lines["visit_codes"],
        otherwise="",
    )
    mistyped = any_of(
        numbered(lines["visit_id"]), (lines.position("code") < 0) & as_mask(lines["code"].notna())
    )
    return Hits(left.astype(bool) & ~mistyped, values={"technique": pd.Series(left)})


def _is_left_out(word: str, billed: frozenset[str], more: dict[str, str]) -> bool:
    described = technique.codes_of(word, more) - {technique.NOT_BILLABLE}
    return bool(described) and not described & billed


RULE = Rule(
    id="DOC-003",
    title="work in the note is billed",
    severity=Severity.INFO,
    certainty="D",
    source="handbook §6.7, §6.9",
    message="{technique} is in the note but not billed. Nothing to fix unless it was forgotten.",
    example="The note names effleurage and myofascial release; only 97124 is billed.",
    on_lines=not_billed,
    anchor="notes",
    field="techniques_all",
)
