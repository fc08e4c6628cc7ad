"""FMT-017: a wish of a payer or a code of a claim is not written as a claim can follow it.

Why: separators that stand in texts, a taxonomy of nobody or a condition code of three letters make a file
that the clearinghouse cannot read, or a claim that says something else than was meant.

Source: handbook §1.5, §7.2 (separators), §7.5 (condition codes, box 10d); 005010X222A1 HI*BG. Certainty: D.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from xl_massbill.codes import taxonomy
from xl_massbill.rules.fmt.cells import shown, wrong_at
from xl_massbill.rules.rule import CellHit, Level, Lines, Question, Rule, Severity, Sheet
from xl_massbill.x12.delimiters import CHOICES, chosen

_YES_NO = "Y or N"
_TAXONOMY = "Y, N, or the taxonomy code the payer knows"
_WISHES = {
    "taxonomy_billing": _TAXONOMY,
    "taxonomy_rendering": _TAXONOMY,
    "license_rendering": _YES_NO,
    "new_pcn_on_resubmit": _YES_NO,
}


def cannot_be_followed(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield separators, condition codes and payer rules that a claim cannot follow."""
    match sheet.table.facts.name:
        case "payers":
            why = f"four different signs of {CHOICES}, such as |^>~"
            yield from _hits(sheet, "separators", _are_none, why)
        case "visits":
            yield from _hits(sheet, "condition_codes", _not_all_two, "codes of two letters or digits")
        case "payer_rules":
            yield from _wishes(sheet, question.lines)


def _are_none(signs: str) -> bool:
    try:
        chosen(signs)
    except ValueError:
        return True
    return False


def _not_all_two(codes: tuple[str, ...]) -> bool:
    return not all(re.fullmatch(r"[0-9A-Z]{2}", code) for code in codes)


def _hits(sheet: Sheet, name: str, wrong: Callable[..., bool], why: str) -> Iterator[CellHit]:
    column = sheet[name]
    for i in wrong_at(column, wrong):
        cell = column.iloc[i]
        v = ", ".join(cell) if isinstance(cell, tuple) else cell
        yield CellHit(sheet.table.facts.name, i, name, {"v": shown(sheet.table.field(name), v), "why": why})


def _wishes(sheet: Sheet, lines: Lines) -> Iterator[CellHit]:
    """Yield rules that say something else than they can, with the lines for which they are in force."""
    for i, (key, value) in enumerate(zip(sheet["rule_key"], sheet["value"], strict=True)):
        why, word = _WISHES.get(key, ""), str(value or "").strip().upper()
        if not why or not word or word in ("Y", "N") or (why is _TAXONOMY and taxonomy.is_valid(word)):
            continue
        values = {"v": shown(sheet.table.field("value"), value), "why": why}
        held = np.flatnonzero(lines.rule_rows(key) == i).tolist()
        yield CellHit("payer_rules", i, "value", values, lines=held)


RULE = Rule(
    id="FMT-017",
    title="wishes and claim codes",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §1.5, §7.2, §7.5",
    message="{column}: {v} cannot be followed. Type {why}.",
    example="A payer's separators read **:~, with the same sign twice.",
    on_tables=cannot_be_followed,
    tables=("payers", "visits", "payer_rules"),
    levels=(Level.VISIT,),
)
