"""A formula as a tree: the part of Excel's grammar that the workbook's own formulas are written in.

Source: ECMA-376 part 1, §18.17.2 (grammar, precedence of operators).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Value:
    """A number or text as written, or several in braces."""

    value: float | str | tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A whole column of a table, such as Visits[Status]."""

    table: str
    title: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell of the same sheet, without its dollar signs."""

    cell: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    name: str
    given: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """Two values and the sign between them."""

    sign: str
    left: Tree
    right: Tree


Tree = Value | Column | Reference | Call | Operation

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"]|"")*")
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<column>(?P<table>[A-Za-z_\\][\w.]*)\[(?P<title>(?:'.|[^\[\]'@\#])+)\])
    | (?P<call>[A-Z][A-Z0-9.]*)\(
    | (?P<cell>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?![\w(!:\[.])
    | (?P<sign><>|<=|>=|[-+*/&=<>(),{}])
    )""",
    re.VERBOSE,
)
_STRENGTH = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
_ESCAPED = re.compile(r"'(.)")


@lru_cache(maxsize=1024)
def parsed(formula: str) -> Tree:
    """Return the tree of a formula without its leading "="; raise ValueError for what is not understood."""
    reading = _Reading(formula)
    tree = reading.expression(0)
    if reading.kind:
        raise ValueError("more follows where the formula should end")
    return tree


class _Reading:
    """One pass over a formula, a token ahead."""

    def __init__(self, formula: str) -> None:
        self._formula, self._at = formula.rstrip(), 0
        self.kind, self._token = "", ""
        self._title = ""
        self._next()

    def _next(self) -> None:
        if self._at == len(self._formula):
            self.kind = self._token = ""
            return
        found = _TOKEN.match(self._formula, self._at)
        if found is None:
            raise ValueError("a formula of another kind")
        self.kind = next(k for k in ("text", "number", "column", "call", "cell", "sign") if found[k])
        self._token, self._title = (
            found["table" if self.kind == "column" else self.kind],
            found["title"] or "",
        )
        self._at = found.end()

    def _is(self, sign: str) -> bool:
        return self.kind == "sign" and self._token == sign

    def _skip(self, sign: str) -> None:
        if not self._is(sign):
            raise ValueError(f"no {sign} where one should be")
        self._next()

    def expression(self, strength: int) -> Tree:
        """Read operands joined by signs that bind stronger than `strength`."""
        left = self._operand()
        while self.kind == "sign" and _STRENGTH.get(self._token, 0) > strength:
            sign = self._token
            self._next()
            left = Operation(sign, left, self.expression(_STRENGTH[sign]))
        return left

    def _operand(self) -> Tree:
        if self._is("-"):
            self._next()
            return Operation("-", Value(0.0), self._operand())
        if self._is("("):
            self._next()
            inside = self.expression(0)
            self._skip(")")
            return inside
        return self._array() if self._is("{") else self._single()

    def _single(self) -> Tree:
        kind, token, title = self.kind, self._token, self._title
        if kind in ("", "sign"):
            raise ValueError("nothing where a value should be")
        self._next()
        if kind == "call":
            return Call(token, self._given())
        if kind == "column":
            return Column(token, _ESCAPED.sub(r"\1", title))
        if kind == "cell":
            return Reference(token.replace("$", ""))
        return Value(_literal(kind, token))

    def _given(self) -> tuple[Tree, ...]:
        given: list[Tree] = []
        while not self._is(")"):
            if given:
                self._skip(",")
            given.append(self.expression(0))
        self._next()
        return tuple(given)

    def _array(self) -> Value:
        values: list[float | str] = []
        self._next()
        while not self._is("}"):
            if values:
                self._skip(",")
            values.append(_literal(self.kind, self._token))
            self._next()
        self._next()
        return Value(tuple(values))


def _literal(kind: str, token: str) -> float | str:
    if kind == "text":
        return token[1:-1].replace('""', '"')
    if kind == "number":
        return float(token)
    raise ValueError("neither a number nor a text")
