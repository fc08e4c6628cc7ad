"""Who may import whom, who may import what, and how large a file may grow.

The order is that of the design: a package imports only what stands before it. Forms, remits and aging
know `claims`, because the Claim value and the ledger live there; otherwise siblings do not know each other.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "xl_massbill"
FILES = sorted(ROOT.rglob("*.py"))

BELOW = {"errors", "__init__"}
MAY_KNOW = {
    "errors": set(),
    "codes": {"errors"},
    "x12": {"errors"},
    "book": {"errors", "codes", "x12"},
    "practice": {"errors", "codes", "x12", "book"},
    "rules": {"errors", "codes", "x12", "book", "practice"},
    "claims": {"errors", "codes", "x12", "book", "practice"},
    "forms": {"errors", "codes", "x12", "book", "claims"},
    "remits": {"errors", "codes", "x12", "book", "practice", "claims"},
    "aging": {"errors", "codes", "book", "practice", "claims"},
    # exports of other programs become rows of Visits and Patients before anything is billed: no claims here
    "intake": {"errors", "codes", "book", "practice"},
    "hosts": {"errors", "book"},
    "template": {"errors", "book", "codes"},
    "sample": {"errors", "book", "codes"},
    "commands": {"errors", "codes", "x12", "book", "practice", "rules", "claims", "forms", "remits", "aging", "template", "sample", "intake"},
}  # fmt: skip
RIM = {"cli", "addin", "terminal", "__init__", "__main__"}

THIRD_PARTY = {
    # top-level module: where it may be imported
    "pydantic": ("book/table.py", "book/tables/"),
    "pandas": ("book/sheet.py", "practice/", "rules/", "claims/", "aging/", "commands/", "remits/match.py", "remits/post.py"),
    "numpy": ("book/sheet.py", "practice/", "rules/", "claims/", "aging/", "commands/"),
    "openpyxl": ("template/", "hosts/file.py"),
    "python_calamine": ("hosts/", "codes/published/", "intake/files.py"),  # other people's workbooks, as files
    "rapidfuzz": ("intake/",),  # names and headings that are only alike
    "defusedxml": ("hosts/", "codes/published/"),
    "typer": ("cli/",),
    "rich": ("terminal.py", "cli/"),
    "xlwings": ("hosts/excel/", "addin/"),
    "reportlab": ("forms/",),
    "docxtpl": ("forms/",),
    "distributed": ("cli/fleet.py",),
    "docx": ("forms/",),  # python-docx, which docxtpl stands on, draws the templates
    "jinja2": ("forms/",),  # what docxtpl fills them with
}  # fmt: skip
WITHOUT_PANDAS = ("codes/", "x12/", "forms/", "remits/read", "claims/claim.py", "addin/functions.py")
FORBIDDEN_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "engine",
    "base",
    "misc",
}


def _at(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _package(file: Path) -> str:
    return _at(file).split("/")[0].removesuffix(".py")


def _imports(file: Path) -> set[str]:
    """Return every module that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_at(file)}: import by full name"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" if module == "xl_massbill" else module for alias in node.names}
    return found


@pytest.mark.parametrize("file", FILES, ids=_at)
def test_a_package_knows_only_those_before_it(file):
    own = _package(file)
    if own in RIM:
        return
    allowed = MAY_KNOW[own] | {own}
    for name in _imports(file):
        top, _, rest = name.partition(".")
        if top == "xl_massbill" and rest:
            other = rest.split(".")[0]
            assert other in allowed or other == "__version__", f"{_at(file)} may not import {name}"


@pytest.mark.parametrize("file", FILES, ids=_at)
def test_third_parties_stay_in_their_place(file):
    for name in _imports(file):
        top = name.split(".")[0]
        if top == "xl_massbill" or top in sys.stdlib_module_names:
            continue
        assert top in THIRD_PARTY, f"{_at(file)} imports {top}, which no one has justified"
        assert _at(file).startswith(THIRD_PARTY[top]), f"{top} does not belong in {_at(file)}"
        assert not (top in ("pandas", "numpy") and _at(file).startswith(WITHOUT_PANDAS))


@pytest.mark.parametrize("file", FILES, ids=_at)
def test_sizes(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, "a file has at most 300 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{_at(file)}: {node.name} has {length} lines"
            assert len(node.args.args) + len(node.args.kwonlyargs) <= 9, (
                f"{node.name} takes too many arguments"
            )
    if _package(file) == "rules" and len(file.relative_to(ROOT).parts) == 3 and file.name != "__init__.py":
        assert len(text.splitlines()) <= 100, "a rule stays small"


@pytest.mark.parametrize("file", FILES, ids=_at)
def test_names_and_first_words(file):
    parts = set(file.relative_to(ROOT).with_suffix("").parts)
    assert not parts & FORBIDDEN_NAMES
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring, f"{_at(file)} says nothing about itself"
    assert docstring.splitlines()[0].rstrip().endswith((".", ":", "?")), (
        f"{_at(file)}: first line is one sentence"
    )


def test_nothing_reaches_the_network():
    for file in FILES:
        bad = {n.split(".")[0] for n in _imports(file)} & {
            "socket",
            "urllib",
            "http",
            "requests",
            "httpx",
            "ftplib",
            "smtplib",
        }
        assert not bad, f"{_at(file)} imports {bad}"


def test_nothing_points_outside_the_project():
    for file in [*FILES, *Path(__file__).parent.rglob("*.py")]:
        if file != Path(__file__):
            text = file.read_text(encoding="utf-8")
            assert "../shared" not in text and "/work/" not in text and "/tmp/" not in text, file


def test_the_whole_package_is_checked():
    assert len(FILES) > 50 and {_package(f) for f in FILES} - RIM <= set(MAY_KNOW)
