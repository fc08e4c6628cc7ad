"""Which modules are changed, and which build upon them: by an import, or by the name of a column of the lines."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "xl_massbill" / "rules"
PRACTICE = ROOT / "xl_massbill" / "practice"
_GROUND = ("lines", "records")
"""Modules of the practice on which everything stands; they are neither changed nor loaded anew."""
_FOR_ALL = (FOLDER / "run.py", PRACTICE / "lines.py")
"""What all rules are asked through."""


def module_name(file: Path) -> str:
    """Return the full name of a module."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def rule_files(wanted: Iterable[str] = ()) -> list[Path]:
    """Return the files of the rules (all, or those of these ids and groups)."""
    words = [w.lower().replace("-", "_") for w in wanted]
    files = sorted(FOLDER.glob("*/*_[0-9][0-9][0-9].py"))
    return [f for f in files if not words or f.stem in words or f.parent.name in words]


def shared_files(wanted: Iterable[str] = ()) -> list[Path]:
    """Return the modules that rules of a folder share."""
    words = [w.lower() for w in wanted]
    files = sorted(
        p for p in FOLDER.glob("*/*.py") if not p.stem.startswith("__") and not p.stem[-3:].isdigit()
    )
    return [f for f in files if not words or f.parent.name in words]


def practice_files(wanted: Iterable[str] = ()) -> list[Path]:
    """Return the modules of the practice, if they are asked for: "practice", or "practice/orders"."""
    words = set(wanted)
    files = [p for p in sorted(PRACTICE.glob("*.py")) if p.stem not in ("__init__", *_GROUND)]
    return [p for p in files if words & {"practice", f"practice/{p.stem}"}]


def upon(file: Path) -> tuple[list[str], list[Path]]:
    """Return the modules that import a module, each after those it needs, and all rules that build upon it."""
    files = [*practice_files(["practice"]), *shared_files(), *rule_files()]
    importing = _closure(file, files, by_column=False)
    building = _closure(file, [*files, *_FOR_ALL], by_column=True)
    rules = rule_files() if set(_FOR_ALL) & set(building) else [p for p in rule_files() if p in building]
    return [module_name(path) for path in importing], rules


def _closure(file: Path, files: list[Path], *, by_column: bool) -> list[Path]:
    found = [file]
    for known in found:  # grows while it is walked
        name, columns = module_name(known), _columns(known) if by_column else frozenset()
        for path in files:
            if path not in found and (name in _imports(path) or columns & _words(path)):
                found.append(path)
    return found[1:]


@cache
def _tree(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


@cache
def _imports(file: Path) -> frozenset[str]:
    nodes = _tree(file)
    found = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return frozenset(found)


@cache
def _words(file: Path) -> frozenset[str]:
    return frozenset(n.value for n in _tree(file) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@cache
def _columns(file: Path) -> frozenset[str]:
    """Return the columns of the lines that a module makes."""
    calls = [n for n in _tree(file) if isinstance(n, ast.Call) and ast.unparse(n.func) == "derived"]
    return frozenset(str(arg.value) for call in calls for arg in call.args if isinstance(arg, ast.Constant))
