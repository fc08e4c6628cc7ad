"""Every way to turn one operator, one number or one truth of a module round.

Type hints, docstrings, messages and what only names things are left alone: nobody could notice.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_JOINED = {
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
_LEFT_ALONE = (
    "title",
    "certainty",
    "source",
    "message",
    "hint",
    "example",
    "id",
    "levels",
    "tables",
    "holds",
    "strict",
)


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed.

    `text` is the line of source in which it stands, `nth` tells changes in it apart that look the same.
    """

    line: int
    change: str
    text: str
    nth: int
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return what was changed and where, whatever stands above it in the file."""
        return f"{self.change}  in  {self.text}" + (f"  #{self.nth}" if self.nth > 1 else "")


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    tree, lines = ast.parse(source), source.splitlines()
    alike: Counter[tuple[int, str]] = Counter()
    for index, node in enumerate(_changeable(tree)):
        for at in range(_choices(node)):
            other = copy.deepcopy(tree)
            place = list(_changeable(other))[index]
            change = _turn(place, at)
            text = lines[place.lineno - 1].strip()
            alike[place.lineno, change] += 1
            nth = alike[place.lineno, change]
            yield Mutant(place.lineno, change, text, nth, ast.fix_missing_locations(other))


def _changeable(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions that can be turned round, in a fixed order."""
    for name, field in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in field if isinstance(field, list) else [field]:
            if not isinstance(child, ast.AST) or _is_silent(child):
                continue
            if isinstance(child, ast.expr) and _choices(child):
                yield child
            yield from _changeable(child)


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in _LEFT_ALONE
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Assign | ast.AnnAssign):  # aliases of types
        return isinstance(node.value, ast.Subscript) and "Callable" in ast.unparse(node.value)
    return isinstance(node, ast.JoinedStr | ast.Slice)


def _choices(node: ast.expr) -> int:
    if isinstance(node, ast.Compare):
        return len(node.ops)
    if isinstance(node, ast.BinOp):
        return int(type(node.op) in _JOINED)
    if isinstance(node, ast.UnaryOp):
        return int(isinstance(node.op, ast.Invert | ast.Not))
    if isinstance(node, ast.Constant):
        return int(type(node.value) in (int, bool))
    return int(isinstance(node, ast.BoolOp))


def _turn(node: ast.expr, at: int) -> str:
    """Change a node in place and return what was done."""
    before = ast.unparse(node)
    if isinstance(node, ast.Compare):
        node.ops[at] = _COMPARED[type(node.ops[at])]()
    elif isinstance(node, ast.BinOp):
        node.op = _JOINED[type(node.op)]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):  # ~x becomes ~~x: the same node, its opposite
        node.operand = ast.UnaryOp(node.op, node.operand)
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1
    return f"{before}  ->  {ast.unparse(node)}"
