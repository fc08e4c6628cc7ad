"""Try mutants on the cases of the rules they belong to."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import os
import sys
import types
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.mutation.files import PRACTICE, ROOT, module_name, rule_files, upon
from tests.mutation.mutants import Mutant, mutants
from tests.rules.cases import Case, cases
from xl_massbill.practice import Lines
from xl_massbill.practice import lines as lines_module
from xl_massbill.practice.lines import _DERIVED
from xl_massbill.rules.rule import Rule
from xl_massbill.rules.run import check


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


def passes(rule: Rule, case: Case, *, anew: bool = False) -> bool:
    """Return whether a rule still says of a case what it shall say; `anew` if its lines are joined anew."""
    lines = _ground(id(case))
    if anew:
        lines = Lines(lines.records, case.as_of, booked=case.booked)
    try:
        with warnings.catch_warnings(action="error"):  # as in the tests
            return case.misses(check(lines.records, case.as_of, [rule], lines=lines)) == ""
    except Exception:  # noqa: BLE001 - a mutant that falls over is noticed
        return False


def tried(file: Path) -> Iterator[tuple[Mutant, bool]]:
    """Yield each mutant of a module of rules or of the practice and whether anything notices it.

    Asked are the cases of the rule itself, those of the rules that build upon the module (what lies between
    them is loaded anew, so that it sees the mutant too), the examples in the docstrings, and the tests that a
    module of the practice has of its own.
    """
    name = module_name(file)
    between, rules = upon(file)
    own = _Jury(file) if file in rule_files() else None
    others = [_Jury(path, anew=file.parent == PRACTICE) for path in rules]
    tests = ROOT / "tests" / file.parent.name / f"test_{file.stem}.py"
    for mutant in mutants(file.read_text(encoding="utf-8")):
        noticed = False
        if own is not None:
            rule = _rule_of(mutant, name, file)
            noticed = rule is None or own.notices(rule)
        if not noticed:
            with _columns_kept(), _in_place_of(name, mutant, file, between) as swapped:
                noticed = not swapped or _any_notices(others) or (tests.exists() and _fails(tests))
        yield mutant, noticed or _examples_differ(mutant, name, file)


def _any_notices(juries: list[_Jury]) -> bool:
    for jury in juries:
        if _notices(jury):
            juries.remove(jury)  # who has noticed one mutant may well notice the next: ask it first
            juries.insert(0, jury)
            return True
    return False


def _fails(tests: Path) -> bool:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        options = [
            "-x",
            "-q",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
            "-o",
            "addopts=--import-mode=importlib",
        ]
        return pytest.main([*options, str(tests)]) != pytest.ExitCode.OK


class _Jury:
    """The cases of a rule; the one that noticed last is asked first."""

    def __init__(self, file: Path, *, anew: bool = False) -> None:
        _stands(file)
        self.file, self._anew = file, anew
        self._cases = list(_by_rule().get(_rule_id(file), []))

    def notices(self, rule: Rule) -> bool:
        """Return whether the rule says something else than it should in one of the cases."""
        for at, case in enumerate(self._cases):
            if not passes(rule, case, anew=self._anew):
                self._cases.insert(0, self._cases.pop(at))
                return True
        return False


@cache
def _stands(file: Path) -> None:
    """Stop where a rule fails its cases as it is: they would then notice whatever is done to it."""
    module, mine = importlib.import_module(module_name(file)), _by_rule().get(_rule_id(file), [])
    wrong = [case.id for case in mine if not passes(module.RULE, case)]
    if wrong:
        raise SystemExit(f"fails before anything is changed: {wrong}")


def _rule_id(file: Path) -> str:
    return file.stem.upper().replace("_", "-")


def _notices(jury: _Jury) -> bool:
    file = jury.file
    try:
        module = _executed(_code(file), module_name(file), file)
    except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
        return True
    return jury.notices(module.RULE)


@contextlib.contextmanager
def _columns_kept() -> Iterator[None]:
    """Put back the columns that modules register when they are loaded."""
    columns = dict(_DERIVED)
    try:
        yield
    finally:
        _DERIVED.update(columns)


@contextlib.contextmanager
def _in_place_of(name: str, mutant: Mutant, file: Path, between: list[str]) -> Iterator[bool]:
    real = {known: importlib.import_module(known) for known in (name, *between)}
    other = real[name]
    try:
        try:
            other = _executed(compile(mutant.tree, str(file), "exec"), name, file)
            _set(name, other)
            _pass_on(real[name], other)
            for known in between:
                del sys.modules[known]
            for known in between:
                importlib.import_module(known)
        except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
            yield False
        else:
            yield True
    finally:
        _pass_on(other, real[name])
        for known, module in real.items():
            _set(known, module)


def _pass_on(before: types.ModuleType, after: types.ModuleType) -> None:
    """Give the lines, which are not loaded anew, what they have from a module."""
    for word, thing in list(vars(lines_module).items()):
        if getattr(thing, "__module__", "") == before.__name__ and vars(before).get(word) is thing:
            setattr(lines_module, word, vars(after)[word])


def _set(name: str, module: types.ModuleType) -> None:
    parent, _, leaf = name.rpartition(".")
    sys.modules[name] = module
    setattr(sys.modules[parent], leaf, module)


def _examples_differ(mutant: Mutant, name: str, file: Path) -> bool:
    """Return whether an example in a docstring of one of the module's functions fails."""
    with _columns_kept():
        known = vars(_executed(compile(mutant.tree, str(file), "exec"), name, file))
    runner, finder = doctest.DocTestRunner(verbose=False), doctest.DocTestFinder()
    for word, own in known.items():
        if isinstance(own, types.FunctionType) and own.__globals__ is known:
            for test in finder.find(own, word, module=False, globs=known):
                runner.run(test, out=lambda _: None)
    return runner.failures > 0


@cache
def _code(file: Path) -> types.CodeType:
    return compile(file.read_text(encoding="utf-8"), str(file), "exec")


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
