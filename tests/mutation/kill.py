"""Try mutants on the cases of the rules they belong to."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import sys
import types
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.rules.cases import Case, cases
from xl_massbill.practice import Lines
from xl_massbill.rules.rule import Rule
from xl_massbill.rules.run import check

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "xl_massbill" / "rules"


@cache
def _by_rule() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases():
        found.setdefault(case.rule, []).append(case)
    return found


@cache
def _ground(case_id: int) -> Lines:
    """Return the lines of a case, joined once: a mutant of a rule leaves them alone."""
    return _numbered()[case_id].lines()


@cache
def _numbered() -> dict[int, Case]:
    return {id(case): case for some in _by_rule().values() for case in some}


def passes(rule: Rule, case: Case) -> bool:
    """Return whether a rule still says of a case what it shall say."""
    lines = _ground(id(case))
    try:
        return case.misses(check(lines.records, case.as_of, [rule], lines=lines)) == ""
    except Exception:  # noqa: BLE001 - a mutant that falls over is noticed
        return False


def tried(file: Path) -> Iterator[tuple[Mutant, bool]]:
    """Yield each mutant of a module of rules and whether anything notices it.

    Asked are the cases of the rule itself, those of the rules that build upon the module (what lies between
    them is loaded anew, so that it sees the mutant too), and the examples in the docstrings.
    """
    name = _module(file)
    between, rules = _importers(name)
    own = _Jury(file) if file in rule_files() else None
    others = [_Jury(path) for path in rules]
    for mutant in mutants(file.read_text(encoding="utf-8")):
        noticed = False
        if own is not None:
            rule = _rule_of(mutant, name, file)
            noticed = rule is None or own.notices(rule)
        if not noticed and others:
            with _in_place_of(name, mutant, file, between) as swapped:
                noticed = not swapped or _any_notices(others)
        yield mutant, noticed or _examples_differ(mutant, name, file)


def _any_notices(juries: list[_Jury]) -> bool:
    for jury in juries:
        if _notices(jury):
            juries.remove(jury)  # who has noticed one mutant may well notice the next: ask it first
            juries.insert(0, jury)
            return True
    return False


class _Jury:
    """The cases of a rule; the one that noticed last is asked first."""

    def __init__(self, file: Path) -> None:
        _stands(file)
        self.file = file
        self._cases = list(_by_rule().get(_rule_id(file), []))

    def notices(self, rule: Rule) -> bool:
        """Return whether the rule says something else than it should in one of the cases."""
        for at, case in enumerate(self._cases):
            if not passes(rule, case):
                self._cases.insert(0, self._cases.pop(at))
                return True
        return False


@cache
def _stands(file: Path) -> None:
    """Stop where a rule fails its cases as it is: they would then notice whatever is done to it."""
    module, mine = importlib.import_module(_module(file)), _by_rule().get(_rule_id(file), [])
    wrong = [case.id for case in mine if not passes(module.RULE, case)]
    if wrong:
        raise SystemExit(f"fails before anything is changed: {wrong}")


def _rule_id(file: Path) -> str:
    return file.stem.upper().replace("_", "-")


def _notices(jury: _Jury) -> bool:
    file = jury.file
    try:
        module = _executed(compile(file.read_text(encoding="utf-8"), str(file), "exec"), _module(file), file)
    except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
        return True
    return jury.notices(module.RULE)


@cache
def _imported_by(file: Path) -> frozenset[str]:
    """Return the names of modules that a file imports."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    found = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return frozenset(found)


def _importers(name: str) -> tuple[list[str], list[Path]]:
    """Return the modules that build upon a module, each after those it needs, and the rules among them."""
    names, files = [name], [*shared_files(), *rule_files()]
    for known in names:  # grows while it is walked
        for path in files:
            if known in _imported_by(path) and _module(path) not in names:
                names.append(_module(path))
    return names[1:], [path for path in rule_files() if _module(path) in names[1:]]


@contextlib.contextmanager
def _in_place_of(name: str, mutant: Mutant, file: Path, between: list[str]) -> Iterator[bool]:
    real = {known: importlib.import_module(known) for known in (name, *between)}
    try:
        try:
            _set(name, _executed(compile(mutant.tree, str(file), "exec"), name, file))
            for known in between:
                del sys.modules[known]
            for known in between:
                importlib.import_module(known)
        except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
            yield False
        else:
            yield True
    finally:
        for known, module in real.items():
            _set(known, module)


def _set(name: str, module: types.ModuleType) -> None:
    parent, _, leaf = name.rpartition(".")
    sys.modules[name] = module
    setattr(sys.modules[parent], leaf, module)


def _examples_differ(mutant: Mutant, name: str, file: Path) -> bool:
    """Return whether an example in a docstring of one of the module's functions fails."""
    known = vars(_executed(compile(mutant.tree, str(file), "exec"), name, file))
    runner, finder = doctest.DocTestRunner(verbose=False), doctest.DocTestFinder()
    for word, own in known.items():
        if isinstance(own, types.FunctionType) and own.__globals__ is known:
            for test in finder.find(own, word, module=False, globs=known):  # type: ignore[arg-type]
                runner.run(test, out=lambda _: None)
    return runner.failures > 0


def _rule_of(mutant: Mutant, name: str, file: Path) -> Rule | None:
    try:
        rule = getattr(_executed(compile(mutant.tree, str(file), "exec"), name, file), "RULE", None)
    except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
        return None
    return rule if isinstance(rule, Rule) else None


def _executed(code: types.CodeType, name: str, file: Path) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__file__ = str(file)
    exec(code, module.__dict__)
    return module


def _module(file: Path) -> str:
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
