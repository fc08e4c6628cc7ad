"""Try mutants on the cases of the rules they belong to."""

from __future__ import annotations

import contextlib
import importlib
import sys
import types
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.rules.cases import Case, cases, workbook
from xl_massbill.practice import Lines, Records
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
def _ground(case_id: int) -> tuple[Records, Lines]:
    """Return the tables of a case, joined once: a mutant of a rule leaves them alone."""
    case = _numbered()[case_id]
    records = Records(workbook(case.tables()))
    return records, Lines(records, case.as_of)


@cache
def _numbered() -> dict[int, Case]:
    return {id(case): case for some in _by_rule().values() for case in some}


def passes(rule: Rule, case: Case) -> bool:
    """Return whether a rule still says of a case what it shall say."""
    records, lines = _ground(id(case))
    try:
        found = check(records, case.as_of, [rule], lines=lines).findings
    except Exception:  # noqa: BLE001 - a mutant that falls over is noticed
        return False
    if [f.severity.value for f in found] != case.expect:
        return False
    if case.says and not all(words in found[0].message for words in case.says):
        return False
    first = found[0] if found else None
    return not case.at or (first and f"{first.place.source}/{first.key}/{first.field}" == case.at) is True


def survivors(file: Path) -> Iterator[Mutant]:
    """Yield the mutants of a rule file that none of its cases notices."""
    name = _module(file)
    mine = _by_rule().get(file.stem.upper().replace("_", "-"), [])
    for mutant in mutants(file.read_text(encoding="utf-8")):
        rule = _rule_of(mutant, name, file)
        if rule is not None and all(passes(rule, case) for case in mine):
            yield mutant


def shared_survivors(file: Path) -> Iterator[Mutant]:
    """Yield the mutants of a module that several rules of a folder share, tried on all of that folder's cases."""
    name = _module(file)
    rules = sorted(p for p in file.parent.glob("*_[0-9][0-9][0-9].py"))
    for mutant in mutants(file.read_text(encoding="utf-8")):
        with _in_place_of(name, mutant, file) as swapped:
            if swapped and all(_nobody_notices(p) for p in rules):
                yield mutant


def _nobody_notices(file: Path) -> bool:
    module = _executed(compile(file.read_text(encoding="utf-8"), str(file), "exec"), _module(file), file)
    rule = getattr(module, "RULE", None)
    mine = _by_rule().get(file.stem.upper().replace("_", "-"), [])
    return rule is None or all(passes(rule, case) for case in mine)


@contextlib.contextmanager
def _in_place_of(name: str, mutant: Mutant, file: Path) -> Iterator[bool]:
    importlib.import_module(name)
    real = sys.modules[name]
    parent, _, leaf = name.rpartition(".")
    try:
        other = _executed(compile(mutant.tree, str(file), "exec"), name, file)
        sys.modules[name] = other
        setattr(sys.modules[parent], leaf, other)
        yield True
    except Exception:  # noqa: BLE001 - a module that cannot be loaded is noticed
        yield False
    finally:
        sys.modules[name] = real
        setattr(sys.modules[parent], leaf, real)


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
