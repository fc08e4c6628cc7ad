"""What the office knows of a reason and of remarks: its own sheets first, then the list that comes along.

Source: handbook §9.2; sheets CARC and RARC.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_massbill.claims.denials.rows import Denial
from xl_massbill.codes import carc, rarc
from xl_massbill.practice.cells import Cells

UNKNOWN = "reason not on sheet CARC"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reason or remark in our words, with what it asks for."""

    code: str
    wording: str
    category: str = ""
    actions: tuple[str, ...] = ()
    then: str = ""
    deadline: str = ""
    cause: str = ""
    compare: str = ""
    mend: str = ""


def reason_of(denial: Denial, cells: Cells) -> Meaning:
    """Return what the reason of a denied line means; the denial's own words of the cause go first."""
    at, known = cells.at("carc", denial.carc), carc.find(carc.compact(denial.carc)) if denial.carc else None

    def said(column: str, own: str) -> str:
        return cells.text("carc", at, column) or own

    return Meaning(
        code=denial.carc,
        wording=said("short_own_wording", known.wording if known else UNKNOWN),
        category=said("category", known.category if known else ""),
        actions=cells.listed("carc", at, "default_action") or (known.actions if known else ()),
        then=said("then", known.then if known else ""),
        deadline=said("deadline", known.deadline if known else ""),
        cause=denial.cause or said("likely_cause", known.likely_cause if known else ""),
        compare=said("compare", known.compare if known else ""),
        mend=said("correct", known.correct if known else ""),
    )


def remarks_of(denial: Denial, cells: Cells) -> tuple[Meaning, ...]:
    """Return what the remarks of a denied line mean."""
    return tuple(_remark(code, cells) for code in denial.rarcs)


def _remark(code: str, cells: Cells) -> Meaning:
    at, known = cells.at("rarc", code), rarc.find(rarc.compact(code))
    return Meaning(
        code=code,
        wording=cells.text("rarc", at, "short_own_wording")
        or (known.wording if known else "not on sheet RARC"),
        category=cells.text("rarc", at, "category") or (known.category if known else ""),
        actions=cells.listed("rarc", at, "default_action") or (known.actions if known else ()),
    )
