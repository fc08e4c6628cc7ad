"""Puts macros and the ribbon into a workbook file, which becomes one with macros or an add-in.

Source: ECMA-376 part 2 (content types, relationships); [MS-OFFMACRO2] §2.2 (the macro part); [MS-CUSTOMUI2]
§2.1 (the part of the ribbon).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from importlib.resources import files

from openpyxl.workbook import Workbook

from xl_massbill.template.home_buttons import with_buttons
from xl_massbill.template.ribbon import MODULE, buttons_module, ribbon_xml
from xl_massbill.template.seal import packed
from xl_massbill.template.vba_project import Kind, Module, read_module, vba_project
from xl_massbill.template.vba_project.module import SHEET_BASE, WORKBOOK_BASE
from xl_massbill.template.xlwings_modules import xlwings_modules

WORKBOOK_CODE = "ThisWorkbook"
OWN = ("MassBillPython", "MassBillSelfTest")

_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OFFICE = "http://schemas.microsoft.com/office"


class Form(StrEnum):
    """The two kinds of file with macros, by the type of their main part."""

    WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


_PROJECTS = {Form.WORKBOOK: "MassBill", Form.ADDIN: "MassBillAddin"}


def name_for_code(workbook: Workbook) -> list[str]:
    """Give workbook and sheets the names under which macros know them, and return those of the sheets."""
    workbook.code_name = WORKBOOK_CODE
    names = [f"Sheet{i}" for i, _ in enumerate(workbook.worksheets, 1)]
    for sheet, name in zip(workbook.worksheets, names, strict=True):
        sheet.sheet_properties.codeName = name
    return names


def modules(
    form: Form, code_names: Sequence[str], sheets: Iterable[str], more: Mapping[str, str]
) -> tuple[Module, ...]:
    """Return all modules of a project.

    `code_names` are those of the sheets of the file itself, `sheets` the titles that a clinic's workbook has,
    `more` texts of further standard modules by name. Raises Refused if xlwings is not installed.
    """
    return (
        read_module(WORKBOOK_CODE, _own("ThisWorkbook.cls"), Kind.DOCUMENT, WORKBOOK_BASE),
        *(read_module(name, "", Kind.DOCUMENT, SHEET_BASE) for name in code_names),
        read_module(MODULE, buttons_module(sheets)),
        *(read_module(name, _own(f"{name}.bas")) for name in OWN),
        *(read_module(name, text) for name, text in more.items()),
        *xlwings_modules(addin=form is Form.ADDIN),
    )


def _own(name: str) -> str:
    return files("xl_massbill.template").joinpath("vba", name).read_text(encoding="ascii")


def with_macros(package: bytes, form: Form, project: Sequence[Module]) -> bytes:
    """Return a workbook file with macros and ribbon put in."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    if form is Form.WORKBOOK:
        parts = with_buttons(parts)
    _put(parts, "[Content_Types].xml", _MAIN, form.value.encode(), keep=False)
    _put(
        parts,
        "[Content_Types].xml",
        b"</Types>",
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
    )
    _relate(
        parts,
        "xl/_rels/workbook.xml.rels",
        "macros",
        f"{_OFFICE}/2006/relationships/vbaProject",
        "vbaProject.bin",
    )
    _relate(
        parts,
        "_rels/.rels",
        "ribbon",
        f"{_OFFICE}/2007/relationships/ui/extensibility",
        "customUI/customUI14.xml",
    )
    parts["xl/vbaProject.bin"] = vba_project(_PROJECTS[form], project)
    parts["customUI/customUI14.xml"] = ribbon_xml()
    return packed(parts)


def _relate(parts: dict[str, bytes], part: str, name: str, kind: str, target: str) -> None:
    entry = f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
    _put(parts, part, b"</Relationships>", entry.encode())


def _put(parts: dict[str, bytes], part: str, place: bytes, entry: bytes, *, keep: bool = True) -> None:
    """Put an entry before a place of a part, or instead of it."""
    if parts[part].count(place) != 1:
        raise ValueError(f"{part} is not as it was made")
    parts[part] = parts[part].replace(place, entry + place if keep else entry)
