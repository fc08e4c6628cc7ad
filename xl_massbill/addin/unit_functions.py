"""Worksheet functions that count units: the unit engine itself, never a second one.

Source: handbook §2.4.
"""

from __future__ import annotations

from typing import Any

from xl_massbill.addin.cell_words import whole, word
from xl_massbill.addin.spill import BLANK, NA, VALUE, each, error_in, settled, stretched
from xl_massbill.addin.tables_given import given
from xl_massbill.addin.worksheet import worksheet
from xl_massbill.book.kinds import is_blank
from xl_massbill.codes import procedure
from xl_massbill.codes.units import UnitRule, added, support

_COUNTED_ONCE = ("UNTIMED", "PER_SESSION", "UNLISTED")
_Line = tuple[Any, ...]


@worksheet
def MB_UNITS(minutes: Any, rule: Any) -> Any:
    """Return how many units the minutes of one code support, when it is the only timed code of the session.

    For sessions of several codes use MB_UNITS_SPLIT: Medicare adds their minutes up first.

    Args:
        minutes: Direct one-on-one minutes of the code, or a column of them.
        rule: How the payer counts: CMS_TOTAL, AMA_MIDPOINT or FULL15.
    """
    return each(lambda spent, says: support(_rule(says), (whole(spent),)).total, [minutes, rule])


@worksheet
def MB_UNITS_SPLIT(codes: Any, minutes: Any, rule: Any, session: Any = None, code_list: Any = None) -> Any:
    """Return the units that each line of a session supports.

    Lines of the same code are added, and their units stand on the first of them. A tie goes to the code with
    more minutes.

    Args:
        codes: The procedure codes of the lines.
        minutes: The direct one-on-one minutes of the lines.
        rule: How the payer counts: CMS_TOTAL, AMA_MIDPOINT or FULL15; one, or one a line.
        session: What tells sessions apart, such as Visits[Visit]; left out, all lines are one session.
        code_list: Your own list Codes[#All], which says which codes are timed; it stands above ours.
    """
    kinds = {} if code_list is None else _kinds_of(code_list)
    rows = stretched(codes, minutes, rule, session)
    answers: list[list[Any]] = [[BLANK if is_blank(line[0]) else NA for line in row] for row in rows]
    for places in _sessions(rows, is_told_apart=session is not None):
        units = _split([rows[i][j] for i, j in places], kinds)
        for (i, j), answer in zip(places, units, strict=True):
            answers[i][j] = answer
    return settled(answers)


def _sessions(rows: list[list[_Line]], *, is_told_apart: bool) -> list[list[tuple[int, int]]]:
    """Return the places of the lines of each session; a line without code or session is in none."""
    found: dict[Any, list[tuple[int, int]]] = {}
    for i, row in enumerate(rows):
        for j, (code, _, rule, session) in enumerate(row):
            if not is_blank(code) and not (is_told_apart and is_blank(session)):
                found.setdefault((str(session), str(rule).strip().upper()), []).append((i, j))
    return list(found.values())


def _split(lines: list[_Line], kinds: dict[str, str]) -> list[Any]:
    """Return the units of each line of a session; one unknown thing leaves all of it unknown."""
    errors = [error for line in lines for cell in line if (error := error_in(cell)) is not None]
    if errors:
        return errors[:1] * len(lines)
    try:
        rule = _rule(lines[0][2])
        names = [procedure.compact(word(line[0])) for line in lines]
        kind = {name: kinds.get(name) or _kind(name) for name in names}
        if not all(kind.values()):
            return [NA] * len(lines)
        timed = [(n, line[1]) for n, line in zip(names, lines, strict=True) if kind[n] == "TIMED"]
        if any(is_blank(spent) for _, spent in timed):
            return [NA] * len(lines)
        pool = added((name, whole(spent)) for name, spent in timed)
    except (TypeError, ValueError):
        return [VALUE] * len(lines)
    units = {name: int(k in _COUNTED_ONCE) for name, k in kind.items()}
    units |= zip(pool, support(rule, tuple(pool.values())).units, strict=True)
    return [units.pop(name, 0) for name in names]


def _kind(name: str) -> str | None:
    found = procedure.every().get(name)
    return None if found is None else found.kind


def _kinds_of(code_list: Any) -> dict[str, str]:
    return {row["code"]: row["kind"] for row in given("codes", code_list, ("code", "kind")).rows}


def _rule(cell: Any) -> UnitRule:
    if is_blank(cell):
        raise ValueError("no rule")
    name = word(cell).upper()
    if name not in UnitRule.__members__:
        raise ValueError("no such rule")
    return UnitRule[name]
