"""The modules of xlwings that go into our macros, read from the installed package, never imported.

The names of xlwings' libraries carry its version, so the modules and the xlwings that runs beside Excel must
be of the same one: it is pinned here and in pyproject.toml.

Source: xlwings' manual, "Add-in & settings", "Deployment" (standalone workbooks, custom add-ins).
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from xl_massbill.errors import Refused
from xl_massbill.template.vba_project import Kind, Module, read_module

VERSION = "0.37.8"
NOT_INSTALLED = (
    f"The workbooks with macros are not generated here: they need xlwings {VERSION} (pip install "
    f"xlwings=={VERSION})."
)
_ADDIN_NAME = 'Public Const PROJECT_NAME As String = "{}"'


def is_possible() -> bool:
    """Return whether the pinned xlwings is installed."""
    try:
        return distribution("xlwings").version == VERSION
    except PackageNotFoundError:
        return False


def xlwings_modules(*, addin: bool) -> tuple[Module, Module]:
    """Return xlwings' own module, for an add-in or a single workbook, and the dictionary it needs on a Mac.

    Raises Refused if the pinned version is not installed, or is not what it was.
    """
    if not is_possible():
        raise Refused(NOT_INSTALLED)
    text = _read("xlwings_custom_addin.bas" if addin else "xlwings.bas")
    if f"'Version: {VERSION}" not in text or "BSD 3-clause" not in text:
        raise Refused(f"The module of xlwings {VERSION} is not the one it was.")
    if addin:
        theirs, ours = _ADDIN_NAME.format("myaddin"), _ADDIN_NAME.format("xlwings")
        if text.count(theirs) != 1:
            raise Refused(f"The add-in module of xlwings {VERSION} is not the one it was.")
        text = text.replace(theirs, ours)
    return (
        read_module("xlwings", text),
        read_module("Dictionary", _read("addin", "Dictionary.cls"), Kind.CLASS),
    )


def _read(*path: str) -> str:
    return Path(str(distribution("xlwings").locate_file(Path("xlwings", *path)))).read_bytes().decode("ascii")
