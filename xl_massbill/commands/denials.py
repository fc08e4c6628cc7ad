"""Denied lines by reason, and for each reason the checks that would have stopped it.

Source: handbook §9.1 (step 6), §9.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.codes.carc import reasons
from xl_massbill.commands.words import counted
from xl_massbill.practice import Records
from xl_massbill.practice.denied import Denied, denied_lines
from xl_massbill.rules.catalogue import rules, settings
from xl_massbill.rules.prevented import covers, prevented_by


@dataclass(frozen=True, slots=True)
class Lesson:
    """One reason: how often, how much in cents, in our words, and the rules that prevent it."""

    carc: str
    lines: int
    cents: int
    words: str
    rules: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the lesson as JSON values."""
        return {
            "carc": self.carc,
            "lines": self.lines,
            "cents": self.cents,
            "words": self.words,
            "prevented_by": list(self.rules),
        }


def lessons(workbook: Workbook) -> list[Lesson]:
    """Return the reasons of all denied lines, the dearest first."""
    records = Records(workbook)
    preventing, words = prevented_by(records), reason_words(records)
    by: dict[str, list[Denied]] = {}
    for line in denied_lines(records):
        by.setdefault(line.carc, []).append(line)
    found = [
        Lesson(
            carc=carc,
            lines=len(lines),
            cents=sum(line.amount for line in lines),
            words=words.get(carc, "reason not on sheet CARC"),
            rules=preventing.get(carc, ()),
        )
        for carc, lines in by.items()
    ]
    return sorted(found, key=lambda one: (-one.cents, one.carc))


def reason_words(records: Records) -> dict[str, str]:
    """Return what each reason means: in the words of sheet CARC, else in ours."""
    sheet = records["carc"]
    pairs = zip(sheet["code"], sheet["short_own_wording"], strict=True)
    known = {code: reason.wording for code, reason in reasons().items()}
    return known | {str(code): str(words) for code, words in pairs if code is not None and words}


def text(workbook: Workbook, found: list[Lesson]) -> str:
    """Return the lessons for the terminal, each with what its rules are doing now."""
    if not found:
        return "No denied line is in the workbook."
    decided = settings(Records(workbook))
    off = {rule_id for rule_id, setting in decided.items() if not setting.enabled}
    titles = {rule.id: rule.title for rule in rules()}
    lines = []
    for one in found:
        word = "line " if one.lines == 1 else "lines"
        lines.append(f"{one.carc or '?':5}{one.lines:>4} {word}  ${one.cents / 100:>10,.2f}  {one.words}")
        lines += [f"         {_about(pattern, titles, off)}" for pattern in one.rules]
    denied = counted(sum(one.lines for one in found), "denied line")
    total = f"{denied}, ${sum(one.cents for one in found) / 100:,.2f}."
    return "\n".join([*lines, total])


def _about(pattern: str, titles: Mapping[str, str], off: set[str]) -> str:
    if pattern.endswith("-*"):
        return f"prevented by the checks {pattern[:-2]} ({sum(covers(pattern, r) for r in titles)} rules)"
    switched = ", which is switched off" if pattern in off else ""
    return f"prevented by {pattern}, {titles.get(pattern, 'not built yet')}{switched}"
