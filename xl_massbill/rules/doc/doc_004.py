"""DOC-004: the minutes in the note are not those of the claim lines.

Why: the payer lays the note beside the claim and counts. Minutes by code are compared code by code, with
all lines of the visit that took place (a code that the list does not name has no minutes); where they are
blank, the one figure before "min" in the text is compared with all timed minutes. A list in another form,
several figures, or a line without minutes leave nothing to compare.

Source: handbook §6.7. Certainty: R.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from xl_massbill.practice.groups import Numbers, any_of, numbered, sums
from xl_massbill.practice.note_minutes import only_figure
from xl_massbill.rules.phrases import chosen, phrases
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask


def minutes_differ(lines: Lines) -> Hits:
    """Return the lines of visits whose note gives other minutes."""
    done = as_mask(lines["is_done"])
    timed = done & as_mask(lines["code_kind"] == "TIMED")
    visit = numbered(lines["visit_id"], within=done)
    code = numbered(visit, lines["code"], within=timed)
    billed, said = _billed(lines, code), lines["note_code_minutes"]
    per_code = timed & as_mask(said != billed)
    whole = numbered(visit, within=timed)
    unsure = any_of(visit, done & as_mask(lines["code_kind"].isna()))
    total, figure = _billed(lines, whole), _figure(lines, timed & ~unsure)
    at_all = as_mask(figure != total)
    names = lines["code"]
    by_code = phrases(per_code, lambda i: f"{_some(said[i])} of {names[i]}")
    return Hits(
        per_code | at_all,
        values={
            "a": by_code.where(per_code, phrases(at_all, lambda i: _some(figure[i]))),
            "b": billed.where(per_code, total),
        },
        field=chosen(per_code, "minutes_by_code", "note_text"),
    )


def _billed(lines: Lines, groups: Numbers) -> pd.Series[Any]:
    """Return the minutes of each group of lines; missing for one in which a line has none."""
    unknown = any_of(groups, (groups >= 0) & as_mask(lines["minutes"].isna()))
    return sums(groups, lines["minutes"]).mask(unknown)


def _figure(lines: Lines, where: Mask) -> pd.Series[Any]:
    """Return the one figure of minutes in the text of notes that have no minutes by code."""
    texts = lines["note_note_text"].where(where & lines.blank("note_minutes_by_code"))
    codes, levels = pd.factorize(texts)
    return pd.Series(pd.array([*map(only_figure, levels), None], dtype="Int64").take(codes))


def _some(minutes: int) -> str:
    return f"{minutes} minutes" if minutes else "no minutes"


RULE = Rule(
    id="DOC-004",
    title="minutes of note and line agree",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7",
    message="Note says {a}, claim line says {b}. Use the note's minutes.",
    example="The note reads 'massage 60 min', the line has 7 minutes.",
    on_lines=minutes_differ,
    anchor="notes",
)
