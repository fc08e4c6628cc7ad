"""Which cells COUNTIFS and SUMIFS take: a column beside a word, a bound, a pattern, or a column of words.

A column of words is looked up at once instead of word by word, so that a practice of years takes no longer.

Source: Microsoft's pages "COUNTIFS function" and "SUMIFS function" (blanks, case, wildcards, operators).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import compress

from xl_massbill.book.calculation.values import ORDERS, Plain, Values, numbers, of_each
from xl_massbill.book.workbook import CellError

_NUMERIC = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SIGNED = re.compile(r"(<>|<=|>=|<|>|=)(.*)", re.DOTALL)
_SPECIAL = re.compile(r"[*?~]|^[<>=]")
_WILD = {"*": ".*", "?": "."}


class Cells(list[Plain]):
    """The cells of a column of a table, from top to bottom; equal ones are found without a search."""

    @cached_property
    def keys(self) -> list[Hashable]:
        """Return of each cell what it has in common with those that COUNTIFS takes for equal."""
        return of_each(_key, self)

    @cached_property
    def rows(self) -> dict[Hashable, list[int]]:
        """Return the rows of each value, by what COUNTIFS takes for equal."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for row, key in enumerate(self.keys):
            found[key].append(row)
        return dict(found)


def gathered(pairs: Sequence[tuple[list[Plain], Values]], amounts: list[Plain] | None) -> Values:
    """Return how many rows fit all criteria, or the sum of their `amounts`; a column for a column of words.

    Raises ValueError for criteria of another kind, and for more than one column of words.
    """
    height = len(pairs[0][0])
    if any(len(column) != height for column, _ in pairs):
        raise ValueError("columns of unequal height")
    rows: Sequence[int] = range(height)
    words: tuple[list[Plain], list[Plain]] | None = None
    for column, criterion in sorted(pairs, key=_is_search):
        if isinstance(criterion, list):
            if words:
                raise ValueError("two columns of words")
            words = column, criterion
        elif len(rows) == height and isinstance(column, Cells) and not _is_search((column, criterion)):
            rows = column.rows.get(_wanted(criterion), [])
        else:
            rows = list(compress(rows, of_each(_fitting(criterion), [column[row] for row in rows])))
    if words:
        return _by_word(rows, *words, amounts)
    if amounts is None:
        return float(len(rows))
    return math.fsum(numbers([amounts[row] for row in rows]))


def _is_search(pair: tuple[list[Plain], Values]) -> bool:
    """Say whether each cell must be looked at; what equals one word or number of a table is known at once."""
    column, criterion = pair
    if not isinstance(column, Cells) or isinstance(criterion, list):
        return True
    return isinstance(criterion, str) and bool(_SPECIAL.search(criterion))


def _wanted(criterion: Plain) -> Hashable:
    return _key(criterion) if type(criterion) is str else _word(criterion)


def _by_word(
    rows: Sequence[int], column: list[Plain], words: list[Plain], amounts: list[Plain] | None
) -> Values:
    keys = column.keys if isinstance(column, Cells) else of_each(_key, column)
    if amounts is None:
        counts = Counter(keys[row] for row in rows)
        return [float(counts[_word(word)]) for word in words]
    found: dict[Hashable, list[Plain]] = defaultdict(list)
    for row in rows:
        found[keys[row]].append(amounts[row])
    sums = {key: math.fsum(numbers(some)) for key, some in found.items()}
    return [sums.get(_word(word), 0.0) for word in words]


def _word(criterion: Plain) -> Hashable:
    """Return the key of the cells that a word in a column of criteria takes; a blank one means zero."""
    if criterion is None:
        return 0.0
    if isinstance(criterion, CellError) or (isinstance(criterion, str) and _SPECIAL.search(criterion)):
        raise ValueError("a word that is more than a word")
    return _key(criterion)


def _key(cell: Plain) -> Hashable:
    """Return what cells have in common that are equal to COUNTIFS: 12 and "12", "done" and DONE."""
    if isinstance(cell, str) and not isinstance(cell, CellError):
        if not cell:
            return None
        return float(cell) if _NUMERIC.fullmatch(cell) else cell.lower()
    return ("truth", cell) if isinstance(cell, bool) else cell


def _fitting(criterion: Plain) -> Callable[[Plain], bool]:
    if not isinstance(criterion, str):
        wanted = _word(criterion)
        return lambda cell: _key(cell) == wanted
    signed = _SIGNED.fullmatch(criterion)
    sign, word = (signed[1], signed[2]) if signed else ("=", criterion)
    if sign in ("=", "<>"):
        return _equal(word, is_wanted=sign == "=")
    if not _NUMERIC.fullmatch(word):
        raise ValueError("a bound that is no number")
    bound, holds = float(word), ORDERS[sign]
    return lambda cell: type(cell) is float and holds(cell, bound)


def _equal(word: str, *, is_wanted: bool) -> Callable[[Plain], bool]:
    if "~" in word:
        raise ValueError("an escaped wildcard")
    if word == "*":
        return lambda cell: (type(cell) is str) is is_wanted
    if "*" in word or "?" in word:
        pattern = re.compile(
            "".join(_WILD.get(sign, re.escape(sign)) for sign in word), re.IGNORECASE | re.DOTALL
        )
        return lambda cell: (type(cell) is str and bool(pattern.fullmatch(cell))) is is_wanted
    wanted = _key(word)
    return lambda cell: (_key(cell) == wanted) is is_wanted
